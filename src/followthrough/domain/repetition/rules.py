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
        found = found or re.fullmatch(rf"{EVERY}{DAYS_OF_WEEK}", text)
        if found is None:
            return None
        if found["n"] not in (None, "other") and "week" not in text.partition(" ")[2][:5]:
            raise NoRuleError(f"say “{found['n']} weeks on {found['days']}”")
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
            if found is None or (found["unit"] is None and not re.fullmatch(r"\d+(?:st|nd|rd|th)", found["spec"])):
                return None
        self.names_days = found["spec"] is not None
        quarters = "quarter" in (found["unit"] or found.groupdict().get("word") or "")
        interval = number(found["n"] or "1") * (3 if quarters else 1)
        return parts("MONTHLY", str(interval), *self._days_of_month(found["spec"] or str(near.day)))

    def _days_of_month(self, spec: str) -> list[str]:
        """The BY parts of `15th`, `1st and 15th`, `last day`, `first monday` or `last weekday`."""
        if (nth := re.fullmatch(rf"({PLACE}) (weekday|{WD})", spec)) is not None:
            return _weekday_of_month(place(nth[1]), nth[2])
        numbers = [-1 if each == "last day" else int(re.sub(r"\D", "", each)) for each in spec.split(" and ")]
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
        if (day := re.fullmatch(DATE, on.removeprefix("the "))) is not None:
            month, nth = MONTHS[day["m1"] or day["m2"]], int(re.sub(r"\D", "", day["d1"] or day["d2"]))
            return parts("YEARLY", interval, *self._day_of_year(month, nth))
        if (day := re.fullmatch(rf"(?:the )?({PLACE}) ({WD}) (?:of|in) ({MON})", on)) is not None:
            return parts("YEARLY", interval, f"BYMONTH={MONTHS[day[3]]}", *_weekday_of_month(place(day[1]), day[2]))
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


def _weekday_of_month(place: int, weekday: str) -> list[str]:
    if weekday in ("weekday", "workday"):
        return ["BYDAY=MO,TU,WE,TH,FR", f"BYSETPOS={place}"]
    return [f"BYDAY={place:+d}{CODES[WEEKDAYS[weekday]]}"]


def parts(frequency: str, interval: str | None, *more: str) -> str:
    """An RRULE of these parts; an interval of one is left out. Raises NoRuleError."""
    every = 1 if interval is None else number(interval)
    if not every:
        raise NoRuleError("every 0 is never")
    return ";".join((f"FREQ={frequency}", *([f"INTERVAL={every}"] if every != 1 else []), *more))


def _why_not(text: str) -> str:
    if re.search(r"\b(?:hour|minute|second)s?$|hourly", text):
        return "a promise comes once a day at most"
    if re.fullmatch(r"bi ?(?:weekly|monthly|annual|annually)|semi ?(?:weekly|monthly|annual|annually)", text):
        return "it may be twice or every other: say “2 weeks”, or name the days"
    if re.fullmatch(rf"(?:{PLACE}) (?:{WD})", text):
        name = text.split()[1]
        return f"say “other {name}”, or “{text} of the month”"
    if "weekend" in text:
        return "say “saturday” or “sunday”"
    if "," in text or " or " in text:
        return "it may be one or the other"
    if re.search(r" \d{1,2}$", text):
        return "say am or pm"
    near = near_miss(text)
    return f"did you mean “{near}”" if near else ""
