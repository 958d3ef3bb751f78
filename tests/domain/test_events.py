"""At which moments something may have been forgotten, and until when what was imported came just now."""

from datetime import timedelta

import pytest

from followthrough.domain.events import CORRECTION, Noted, PersonTombstone, came_just_now
from tests.support.builders import NOW, a_tombstone, at, stamp

A_MOMENT = timedelta(microseconds=1)


def forgotten(moment: str) -> None:
    """What is left of a promise, and of a person, at that moment."""
    a_tombstone(logged=moment)
    PersonTombstone(id="kkkkk.1", logged=at(moment), by="sam", events=())


@pytest.mark.parametrize("moment", ["0002-01-01T00:00+00:00", "9998-12-31T23:59:59+00:00"])
def test_the_first_and_the_last_year_are_years(moment: str) -> None:
    forgotten(moment)


@pytest.mark.parametrize("moment", ["0001-12-31T23:59:59+00:00", "9999-01-01T00:00+00:00"])
def test_what_lies_beyond_them_is_refused(moment: str) -> None:
    with pytest.raises(ValueError, match="is not within the years 2 to 9998"):
        forgotten(moment)


@pytest.mark.parametrize(("later", "is_new"), [(-A_MOMENT, False), (0 * A_MOMENT, True), (CORRECTION, True)])
def test_what_was_imported_came_just_now_for_as_long_as_a_correction_may_take(later: timedelta, is_new: bool) -> None:
    imported = Noted(**stamp(), imported=NOW)
    assert came_just_now(imported, NOW + later) is is_new
    assert not came_just_now(imported, NOW + CORRECTION + A_MOMENT)
    assert not came_just_now(Noted(**stamp()), NOW)
