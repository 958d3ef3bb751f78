"""A phrase of repetition with its beginning and its end: `2 weeks on thursday at 6pm until june`, `sunday 10 times`.

What is not understood, or may be meant in two ways, is refused. The first occurrence falls on a day after today, unless
another beginning is said.
"""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

from msgspec import Struct

from followthrough.domain.due import FIRST_YEAR, LAST_YEAR
from followthrough.domain.errors import RepetitionNotUnderstoodError
from followthrough.domain.recurrence import a_length_after, days, with_end, without_end
from followthrough.domain.repetition.rules import NoRuleError, Rules, parts
from followthrough.domain.repetition.words import CLOCK, KEPT, MON, MONTHS, N, normal, number

ReadDay = Callable[[str], date]
"""Reads a day that was typed, such as `dec 3` or `june`. Raises a Problem."""
_FREQUENCIES = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}


class Repetition(Struct, frozen=True, kw_only=True):
    """An RRULE, the day of the first occurrence, and the time of day where there is one.

    With `after_keeping` the rule is the length of time from keeping one to the next. `remarks` say what may have been
    meant otherwise.
    """

    rule: str
    start: date
    clock: time | None = None
    after_keeping: bool = False
    remarks: tuple[str, ...] = ()


def read_repetition(typed: str, today: date, read_day: ReadDay, *, first: date | None = None) -> Repetition:
    """The repetition that a phrase means, said today; `first` is the day it is to begin on, where that is said.

    Raises RepetitionNotUnderstoodError, and what `read_day` raises.
    """
    return _Reading(typed, today, read_day).read(first)


class _Reading:
    """One phrase on its way: endings and beginnings are cut off, what is left is the rule."""

    def __init__(self, typed: str, today: date, read_day: ReadDay) -> None:
        self.typed = typed
        self.today = today
        self.read_day = read_day
        self.text = normal(typed)
        self.remarks: list[str] = []
        self.count: int | None = None
        self.until: date | None = None
        self.length: tuple[int, str] | None = None
        self.start: date | None = None
        self.clock: time | None = None
        self.clock_last = False
        """Whether the time of day stood right behind what is read now: then it may belong to that."""
        self.short_months = "clamp"

    def read(self, first: date | None) -> Repetition:
        while self._cut_ending():
            pass
        if first is not None and self.start is not None and first != self.start:
            raise self._no("it begins on two days")
        text = re.sub(r"^(?:every|each|once (?:an?|every|each|per)|on) ", "", self.text)
        if after := re.fullmatch(rf"(?:(?P<n>{N}|an?) )?(?P<unit>day|week|month|year)s? after {KEPT}", text):
            return self._after_keeping(after, first or self.start)
        rules = Rules(self.short_months)
        try:
            rule = rules.read(text, first or self.start or self.today)
        except NoRuleError as problem:
            raise self._no(str(problem)) from None
        start, remarks = self._first(rule, first, rules.names_days), (*rules.remarks, *self.remarks)
        return Repetition(rule=self._ended(rule, start), start=start, clock=self.clock, remarks=remarks)

    def _no(self, why: str = "") -> RepetitionNotUnderstoodError:
        return RepetitionNotUnderstoodError(self.typed, why)

    def _cut_ending(self) -> bool:
        """Cut one ending off: a number of times, a last or first day, a time of day."""
        for pattern, take in (
            (rf"(?P<rest>.+?)(?: at)? {CLOCK}", self._take_clock),
            (rf"(?P<rest>.+?) (?:for )?(?P<n>{N}) times", self._take_count),
            (rf"(?P<rest>.+?) for (?:the next )?(?P<n>{N}|an?) (?P<unit>day|week|month|year)s?", self._take_length),
            (
                r"(?P<rest>.+?) (?P<how>until|till?|through|thru|ending(?: on| in)?|up to) (?P<day>.+)",
                self._take_until,
            ),
            (r"(?P<rest>.+?) (?:starting|beginning|from|as of)(?: on| from)? (?P<day>.+)", self._take_start),
            (r"(?P<rest>.+?) (?:skipping|but not in|except in) (?:the )?short(?:er)? months", self._take_skipping),
            (r"(?P<rest>.+?) or (?:on )?the last day", self._take_clamping),
        ):
            if found := re.fullmatch(pattern, self.text):
                take(found)
                self.clock_last = take == self._take_clock and " at " not in self.text[len(found["rest"]) :]
                self.text = found["rest"].removesuffix(" and")  # “sunday, 10 times”
                return True
        return False

    def _take_count(self, found: re.Match[str]) -> None:
        self._only_once(self.count is None and self.until is None and self.length is None)
        self.count = number(found["n"])
        if self.count == 0:
            raise self._no("that is no time at all")

    def _take_length(self, found: re.Match[str]) -> None:
        self._only_once(self.count is None and self.until is None and self.length is None)
        self.length = (number(found["n"]), found["unit"])
        if not self.length[0]:
            raise self._no("that is no time at all")

    def _take_until(self, found: re.Match[str]) -> None:
        self._only_once(self.count is None and self.until is None and self.length is None)
        if self.clock is not None and self.clock_last:
            raise self._no("say the time of day first: “at 5pm until friday”")
        if re.fullmatch(rf"(?:{MON})(?: \d{{4}})?", found["day"]):
            self.until = self._end_at_month(found["how"], found["day"])
        else:
            self.until = self.read_day(found["day"])

    def _end_at_month(self, how: str, month: str) -> date:
        """The last day before a month; its own last day with *through*."""
        if how.startswith("ending"):
            raise self._no(f"say “until {month}” or “through {month}”")
        if how in ("through", "thru"):
            return self.read_day(f"the end of {month}")
        name, _, year = month.partition(" ")
        if year and not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise self._no("there is no such year")
        number_of = MONTHS[name]
        first = date(int(year) if year else self.today.year + (number_of <= self.today.month), number_of, 1)
        self.remarks.append(f"until {month} ends before it; with it: through {month}")
        return first - timedelta(days=1)

    def _take_start(self, found: re.Match[str]) -> None:
        self._only_once(self.start is None)
        self.start = self.today if found["day"] in ("today", "now") else self.read_day(found["day"])

    def _take_clock(self, found: re.Match[str]) -> None:
        self._only_once(self.clock is None)
        hour, minute = int(found["hour"] or found["h24"] or 12), int(found["minute"] or found["m24"] or 0)
        if minute > 59 or hour > 23 or (found["half"] and not 1 <= hour <= 12):
            raise self._no("there is no such time")
        if found["half"]:
            hour = hour % 12 + (12 if found["half"] == "pm" else 0)
        self.clock = time(hour, minute)

    def _take_skipping(self, _: re.Match[str]) -> None:
        self._only_once(self.short_months == "clamp")
        self.short_months = "skip"

    def _take_clamping(self, _: re.Match[str]) -> None:
        self._only_once(self.short_months == "clamp")
        self.short_months = "said"

    def _only_once(self, once: bool) -> None:  # what must hold
        if not once:
            raise self._no("it says so twice")

    def _first(self, rule: str, first: date | None, names_days: bool) -> date:  # of the rule
        """The first day of the rule; of `every 3 days` without more that of the beginning, or the first length on."""
        begins = first or self.start
        near = begins or self.today + timedelta(days=1)
        if names_days:
            start = next(days(_every_one(rule), near), None)
        elif begins is not None:
            start = begins
        else:
            start = self._a_length_after(self.today, rule)
        if start is None or (first is not None and start != first):
            raise self._no(f"{near:%A} {near} is none of its days" if start is not None else "there is no such day")
        return start

    def _ended(self, rule: str, start: date) -> str:
        until = self.until
        if self.length is not None:
            count, unit = self.length
            until = self._a_length_after(start, f"FREQ={_FREQUENCIES[unit]};INTERVAL={count}") - timedelta(days=1)
        if until is not None and until < start:
            raise self._no("it ends before it begins")
        return with_end(rule, count=self.count, until=until)

    def _a_length_after(self, day: date, rule: str) -> date:
        following = a_length_after(day, rule)
        if following is None:
            raise self._no("that is too far away")
        return following

    def _after_keeping(self, found: re.Match[str], first: date | None) -> Repetition:
        if self.short_months != "clamp":
            raise self._no("no month is too short for that")
        try:
            rule = parts(_FREQUENCIES[found["unit"]], found["n"])
        except NoRuleError as problem:
            raise self._no(str(problem)) from None
        start = first or self._a_length_after(self.today, rule)
        return Repetition(
            rule=self._ended(rule, start),
            start=start,
            clock=self.clock,
            after_keeping=True,
            remarks=tuple(self.remarks),
        )


def _every_one(rule: str) -> str:
    """The rule for every week, month or year: what its first day is looked for with."""
    return ";".join(part for part in without_end(rule).split(";") if not part.startswith("INTERVAL="))
