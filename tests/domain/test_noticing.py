"""What is new in a digest since a place was last told, and what is brought up again."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import Digest, digest, within_or_remind
from followthrough.domain.noticing import News, Told, news, told_today
from followthrough.domain.selection import Party
from tests.support.builders import NOW, ZONE, a_promise, at, kept, made, moved, noted, promise

DAY = timedelta(days=1)


def said(found: Digest) -> dict[str, list[str]]:
    sections = ("kept_lately", "overdue", "due_today", "due_soon", "help_wanted", "waiting_on_others")
    by_name = {name: [each.what for each in getattr(found, name)] for name in sections}
    again = {"again": [found.again.what]} if found.again else {}
    return {name: texts for name, texts in by_name.items() if texts} | again


class Place:
    """A place that is told what is new to it, again and again."""

    def __init__(self) -> None:
        self.told = Told()

    def hears(
        self, *commitments: Commitment, now: datetime | str = NOW, snoozes: Mapping[str, datetime] | None = None
    ) -> dict[str, list[str]]:
        new = self.would_hear(*commitments, now=now, snoozes=snoozes)
        self.told = new.told
        return said(new.digest)

    def would_hear(
        self, *commitments: Commitment, now: datetime | str = NOW, snoozes: Mapping[str, datetime] | None = None
    ) -> News:
        moment = at(now) if isinstance(now, str) else now
        of_mine = digest(Party("sam"), commitments, commitments, now=moment, lead=within_or_remind(timedelta(days=3)))
        return news(of_mine, self.told, snoozes or {}, zone=ZONE)


SLIDES = promise("Slides", due="2026-11-25")


def test_everything_is_new_to_a_place_that_was_told_nothing() -> None:
    assert Place().hears(SLIDES, promise("Talk", commitment_id="t" * 12, due="2026-11-22")) == {
        "overdue": ["Talk"],
        "due_soon": ["Slides"],
    }


def test_what_was_said_is_not_said_again() -> None:
    place = Place()
    place.hears(SLIDES)
    assert place.hears(SLIDES, now=NOW + DAY) == {}


def test_a_new_section_is_new() -> None:
    place = Place()
    place.hears(SLIDES)
    assert place.hears(SLIDES, now=NOW + 2 * DAY) == {"due_today": ["Slides"]}
    assert place.hears(SLIDES, now=NOW + 3 * DAY) == {"overdue": ["Slides"]}


def test_a_new_date_is_new() -> None:
    place = Place()
    place.hears(SLIDES)
    assert place.hears(a_promise(made("Slides", due="2026-11-25"), moved("2026-11-26"))) == {"due_soon": ["Slides"]}


def test_a_new_segment_of_the_credit_curve_is_new() -> None:
    place, late = Place(), promise("Late", due="2026-11-23T09:00-05:00")
    assert place.hears(late, now=NOW) == {"overdue": ["Late"]}
    assert place.hears(late, now=NOW + timedelta(hours=22)) == {}
    assert place.hears(late, now=NOW + timedelta(hours=23)) == {"overdue": ["Late"]}
    assert place.hears(late, now=NOW + 5 * DAY) == {}
    assert place.hears(late, now=NOW + 7 * DAY) == {"overdue": ["Late"]}


def test_what_needs_no_attention_any_more_is_forgotten() -> None:
    place = Place()
    place.hears(SLIDES)
    place.hears(now=NOW)
    assert place.told.marks == {}
    assert place.hears(SLIDES) == {"due_soon": ["Slides"]}


def test_a_call_for_help_is_new_where_it_was_said_as_due_soon_and_said_there_alone() -> None:
    place = Place()
    place.hears(SLIDES)
    calling = a_promise(made("Slides", due="2026-11-25"), noted(help_wanted=True))
    assert place.hears(calling) == {"help_wanted": ["Slides"]}
    assert place.hears(SLIDES) == {}
    assert place.hears(calling) == {"help_wanted": ["Slides"]}


def test_a_call_for_help_is_said_once_though_what_it_is_for_is_overdue_since() -> None:
    calling = a_promise(made("Talk", maker="bo", to=("cy",), due="2026-11-24"), noted(help_wanted=True))
    place = Place()
    assert place.hears(calling) == {"help_wanted": ["Talk"]}
    assert place.hears(calling, now=NOW + 3 * DAY) == {}


def test_something_waited_for_is_new_when_its_day_to_ask_has_come_and_when_it_is_overdue() -> None:
    place, theirs = Place(), promise("Theirs", maker="bo", to="sam", chase="2026-11-25", due="2026-11-27")
    heard = {(NOW + number * DAY).day: place.hears(theirs, now=NOW + number * DAY) for number in range(6)}
    assert [day for day, found in heard.items() if found] == [23, 25, 28]


def test_what_was_kept_is_said_once_and_never_alone() -> None:
    earlier = NOW - DAY
    place, done = Place(), a_promise(made("Done", logged=earlier), kept(logged=earlier), commitment_id="d" * 12)
    assert not place.would_hear(done).digest.says_something()
    place.hears(done)
    assert place.hears(done, SLIDES) == {"kept_lately": ["Done"], "due_soon": ["Slides"]}
    assert place.hears(done, promise("Talk", commitment_id="t" * 12, due="2026-11-23"), SLIDES) == {
        "due_today": ["Talk"]
    }


WAITED = [promise(f"Waited {letter}", commitment_id=letter * 12, maker="bo", to="sam", due=None) for letter in "kl"]


def test_one_that_was_said_a_week_ago_is_brought_up_again_one_at_a_time() -> None:
    place = Place()
    place.hears(*WAITED)
    assert place.hears(*WAITED, now=NOW + 6 * DAY) == {}
    assert place.hears(*WAITED, now=NOW + 7 * DAY - timedelta(minutes=30)) == {"again": ["Waited k"]}
    assert place.hears(*WAITED, now=NOW + 8 * DAY) == {"again": ["Waited l"]}
    assert place.hears(*WAITED, now=NOW + 9 * DAY) == {}
    assert place.hears(*WAITED, now=NOW + 14 * DAY) == {"again": ["Waited k"]}


def test_the_one_said_longest_ago_comes_first() -> None:
    place = Place()
    place.hears(WAITED[1])
    place.hears(*WAITED, now=NOW + DAY)
    assert place.hears(*WAITED, now=NOW + 20 * DAY) == {"again": ["Waited l"]}


def test_what_is_new_is_not_brought_up_again_as_well() -> None:
    place = Place()
    place.hears(WAITED[0])
    moved_on = a_promise(made("Waited k", maker="bo", to="sam", due="2027-01-01"), commitment_id="k" * 12)
    assert place.hears(moved_on, now=NOW + 9 * DAY) == {"waiting_on_others": ["Waited k"]}


def test_what_is_snoozed_is_neither_new_nor_brought_up_again_and_comes_back_as_new() -> None:
    place, snoozes = Place(), {SLIDES.id: NOW + 2 * DAY, WAITED[0].id: NOW + 30 * DAY}
    place.hears(WAITED[0])
    assert place.hears(SLIDES, WAITED[0], now=NOW + 20 * DAY, snoozes=dict.fromkeys(snoozes, NOW + 21 * DAY)) == {}
    assert place.hears(SLIDES, snoozes=snoozes) == {}
    assert place.hears(SLIDES, now=NOW + 2 * DAY, snoozes=snoozes) == {"due_today": ["Slides"]}
    assert place.hears(SLIDES, now=NOW + 2 * DAY, snoozes=snoozes) == {}


def test_what_was_said_before_it_was_snoozed_comes_back_as_new_though_no_digest_came_in_between() -> None:
    place = Place()
    place.hears(WAITED[0])
    snoozes = {WAITED[0].id: NOW + DAY}
    assert place.hears(WAITED[0], now=NOW + DAY, snoozes=snoozes) == {"waiting_on_others": ["Waited k"]}
    assert place.hears(WAITED[0], now=NOW + DAY, snoozes=snoozes) == {}


def test_a_clock_set_back_a_day_brings_nothing_again() -> None:
    place = Place()
    place.hears(SLIDES, now=NOW + 2 * DAY)
    assert place.hears(SLIDES, now=NOW + DAY) == {}
    assert place.hears(SLIDES, now=NOW + 2 * DAY) == {}


def test_what_a_clock_that_was_years_ahead_told_counts_as_never_told() -> None:
    place = Place()
    place.hears(SLIDES, now="2036-11-23T10:00-05:00")
    assert place.hears(SLIDES) == {"due_soon": ["Slides"]}
    assert place.told.last == NOW


@pytest.mark.parametrize(
    ("last", "today"),
    [
        (None, False),
        ("2026-11-22T23:59-05:00", False),
        ("2026-11-23T00:00-05:00", True),
        ("2026-11-23T18:00-05:00", True),
        ("2026-11-24T10:00-05:00", True),
        ("2026-11-26T10:00-05:00", False),
    ],
    ids=["never", "yesterday", "this day began", "later today", "the clock was set back", "the clock was wrong"],
)
def test_a_day_is_one_of_the_users_zone(last: str | None, today: bool) -> None:
    assert told_today(Told(last=None if last is None else at(last)), NOW, ZONE) is today


def test_keeping_it_again_on_another_day_is_new() -> None:
    place = Place()
    for day in ("23", "24"):
        keeping = kept(logged=f"2026-11-{day}T12:00-05:00")
        again = a_promise(made(what="Slides", due="2026-11-27"), keeping)
        talk = promise("Talk", commitment_id="t" * 12, due=f"2026-11-{day}")
        assert place.hears(again, talk, now=f"2026-11-{day}T13:00-05:00")["kept_lately"] == ["Slides"]
