"""The rule in a phrase, without its beginning and its end: an RRULE for a series that begins near some day."""

import re
from datetime import date

from followthrough.domain.recurrence import WEEKDAYS as CODES
from followthrough.domain.repetition.words import (
    DATE,
    DAY_OF_MONTH,
    DAYS_OF_WEEK,
    EVERY,
    EVERY_UNIT,
    MON,
    MONTHS,
    PLACE,
    WD,
    WEEKDAYS,
    near_miss,
    number,
    place,
)

MOST = 999
"""No more days, weeks, months or years than this lie between one and the next."""


class NoRuleError(ValueError):
    """The phrase is no rule: why."""


class Rules:
    """Reads the rules of one phrase; `remarks` say what may have been meant otherwise."""

    def __init__(self, short_months: str) -> None:
        self._short_months = short_months
        self.remarks: list[str] = []
        self.names_days = True
        """Whether the rule names its days, rather than a length of time from its first one on."""

    def read(self, text: str, near: date) -> str:
        """The RRULE. Raises NoRuleError."""
        for read in (self._daily, self._weekly, self._monthly, self._yearly):
            if (rule := read(text, near)) is not None:
                if self._short_months != "clamp" and "BYMONTHDAY" not in rule:
                    raise NoRuleError("no month is too short for that")
                return rule
        raise NoRuleError(_why_not(text))

    def _daily(self, text: str, _: date) -> str | None:
        found = re.fullmatch(rf"daily|{EVERY_UNIT}days?", text)
        if found is None:
            return None
        self.names_days = False
        return parts("DAILY", found["n"])

    def _weekly(self, text: str, _: date) -> str | None:
        found = re.fullmatch(
            rf"(?:(?P<word>weekly|fortnightly|fortnight)|{EVERY_UNIT}weeks?)(?:(?: on)? {DAYS_OF_WEEK})?", text
        )
        if found is None:
            found = re.fullmatch(rf"{EVERY}{DAYS_OF_WEEK}", text)
            if found is not None and found["n"] is not None and (found["n"] != "other" or "weekday" in found["days"]):
                raise NoRuleError(f"say “{number(found['n'])} weeks on {found['days']}”")
        if found is None:
            return None
        interval = "2" if "fortnight" in (found.groupdict().get("word") or "") else found["n"]
        codes = _codes(found["days"])
        self.names_days = bool(codes)
        return parts("WEEKLY", interval, *([f"BYDAY={','.join(codes)}"] if codes else []))

    def _monthly(self, text: str, near: date) -> str | None:
        found = re.fullmatch(
            rf"(?:(?P<word>monthly|quarterly)|{EVERY_UNIT}(?P<unit>month|quarter)s?)"
            rf"(?:(?: on)?(?: the)? {DAY_OF_MONTH})?",
            text,
        )
        if found is None:
            found = re.fullmatch(
                rf"(?:the )?{DAY_OF_MONTH}(?: (?:of|in) (?:the|each|every|an?) {EVERY_UNIT}(?P<unit>month)s?)?", text
            )
            ordinals = r"\d+(?:st|nd|rd|th)"
            if found is None or (
                found["unit"] is None and not re.fullmatch(rf"{ordinals}(?: and {ordinals})*", found["spec"])
            ):
                return None
        self.names_days = found["spec"] is not None
        quarters = "quarter" in (found["unit"] or found.groupdict().get("word") or "")
        interval = number(found["n"] or "1") * (3 if quarters else 1)
        return parts("MONTHLY", str(interval), *self._days_of_month(found["spec"] or str(near.day)))

    def _days_of_month(self, spec: str) -> list[str]:
        """The BY parts of `15th`, `1st and 15th`, `last day`, `first monday`, `1st and 3rd monday`, `last weekday`."""
        if (nth := re.fullmatch(rf"((?:{PLACE})(?: and (?:{PLACE}))*) (weekday|{WD})", spec)) is not None:
            return _weekday_of_month([place(each) for each in nth[1].split(" and ")], nth[2])
        numbers = [_day_number(each) for each in spec.split(" and ")]
        if any(not -1 <= each <= 31 or each == 0 for each in numbers):
            raise NoRuleError("there is no such day")
        if len(numbers) == 1 and numbers[0] > 28 and self._short_months != "skip":
            if self._short_months == "clamp":
                self.remarks.append(
                    "in shorter months on the last day; to leave those out, add “skipping short months”"
                )
            return [f"BYMONTHDAY={','.join(map(str, range(28, numbers[0] + 1)))}", "BYSETPOS=-1"]
        if self._short_months != "skip" and any(each > 28 for each in numbers):
            raise NoRuleError("short months lack one of these days: say “last day”, or add “skipping short months”")
        return [f"BYMONTHDAY={','.join(map(str, dict.fromkeys(numbers)))}"]

    def _yearly(self, text: str, near: date) -> str | None:
        found = re.fullmatch(
            rf"(?:(?P<word>yearly|annually)|{EVERY_UNIT}years?)(?:(?: on)?(?: the)? (?P<on>.+))?", text
        )
        on = found["on"] if found is not None else text
        if found is not None and on is None:
            self.names_days = False
            return parts("YEARLY", found["n"], *self._day_of_year(near.month, near.day))
        interval = found["n"] if found is not None else None
        on = re.sub(r" (?:every|each|of every|of each) year$", "", on) if found is None else on
        if (day := re.fullmatch(DATE, on.removeprefix("the "))) is not None:
            month, nth = MONTHS[day["m1"] or day["m2"]], int(re.sub(r"\D", "", day["d1"] or day["d2"]))
            return parts("YEARLY", interval, *self._day_of_year(month, nth))
        if (day := re.fullmatch(rf"(?:the )?({PLACE}) ({WD}) (?:of|in) ({MON})", on)) is not None:
            return parts("YEARLY", interval, f"BYMONTH={MONTHS[day[3]]}", *_weekday_of_month([place(day[1])], day[2]))
        return None

    def _day_of_year(self, month: int, day: int) -> list[str]:
        if month == 2 and day == 29 and self._short_months != "skip":
            self.remarks.append("in years without 29 February on the 28th")
            return ["BYMONTH=2", "BYMONTHDAY=28,29", "BYSETPOS=-1"]
        try:
            date(2024, month, day)
        except ValueError:
            raise NoRuleError("there is no such day") from None
        return [f"BYMONTH={month}", f"BYMONTHDAY={day}"]


def _codes(text: str | None) -> list[str]:
    """The weekdays of a list, in the order of a week."""
    numbers: set[int] = set()
    for each in (text or "").split(" and ") if text else ():
        numbers |= set(range(5)) if each.startswith("w") and each not in WEEKDAYS else {WEEKDAYS[each]}
    return [CODES[number] for number in sorted(numbers)]


def _day_number(text: str) -> int:
    """The number of a day of a month; -1 is the last one."""
    if text in ("last day", "end"):
        return -1
    return 1 if text.startswith("first") else int(re.sub(r"\D", "", text))


def _weekday_of_month(places: list[int], weekday: str) -> list[str]:
    if weekday != "weekday":
        return [f"BYDAY={','.join(f'{place:+d}{CODES[WEEKDAYS[weekday]]}' for place in dict.fromkeys(places))}"]
    if len(places) > 1:
        raise NoRuleError("give one weekday of the month")
    return ["BYDAY=MO,TU,WE,TH,FR", f"BYSETPOS={places[0]}"]


def parts(frequency: str, interval: str | None, *more: str) -> str:
    """An RRULE of these parts; an interval of one is left out. Raises NoRuleError."""
    every = 1 if interval is None else number(interval)
    if not every:
        raise NoRuleError("every 0 is never")
    if every > MOST:
        raise NoRuleError("that is too rare")
    return ";".join((f"FREQ={frequency}", *([f"INTERVAL={every}"] if every != 1 else []), *more))


def _why_not(text: str) -> str:
    """What to say instead, where that can be told; empty where it cannot."""
    for pattern, why in _INSTEAD:
        if re.search(pattern, text):
            return why
    if re.fullmatch(rf"(?:{PLACE}) (?:{WD})", text):
        name = text.split()[1]
        return f"say “other {name}”, or “{text} of the month”"
    near = near_miss(text)
    return f"did you mean “{near}”" if near else ""


_INSTEAD = (
    (r"\b(?:hour|minute|second)s?$|hourly", "a promise comes once a day at most"),
    (
        r"^(?:bi|semi) ?(?:weekly|monthly|annual|annually)$",
        "it may be twice or every other: say “2 weeks”, or name the days",
    ),
    (r"^bi ?weekly|^bi ?monthly", "it may be twice or every other: say “2 weeks on friday”"),
    (r"\bafter\b", "say “3 days after I keep it”"),
    (r"^\d{1,2}$", "say it as in “15th”"),
    (r"^rrule:|freq=", "say it in words"),
    (r"^(?:twice|thrice|[\w]+ times) |\b(?:except|but|without)\b", "name the days"),
    (r"\bweekend", "say “saturday” or “sunday”"),
    (r"\b(?:morning|afternoon|evening|night|midnight)s?$", "say a time, such as “at 18:00”"),
    (r",| or ", "it may be one or the other"),
    (rf"^(?:{WD})(?: (?:{WD}))+$", "put “and” between the days"),
    (rf"^(?:{MON})(?: and (?:{MON}))*$", "say a day of it, such as “december 3”"),
    (rf"(?: at|\b(?:{WD}|weekdays?|days?)) \d{{1,2}}$", "say am or pm"),
)
"""Phrases that are not read, as they can be meant in more than one way or otherwise; and what to say of them."""
