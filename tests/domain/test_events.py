"""At which moments something may have been forgotten."""

import pytest

from followthrough.domain.events import PersonTombstone
from tests.support.builders import a_tombstone, at


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
