"""Where things are and what time it is: what the environment says, then the configuration, then the system."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from followthrough.adapters.clock import SetClock, SystemClock, clock_from, zone_from
from followthrough.adapters.places import ledger_path, places_from
from followthrough.domain.errors import BadClockError, NoSuchLedgerNameError
from tests.support.builders import at


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory, and the platform's places in it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


def test_the_platform_says_where_things_are(home: Path) -> None:
    places = places_from({})

    assert places.configuration == f"{home}/config/followthrough/config.toml"
    assert places.state == f"{home}/state/followthrough"
    assert ledger_path(None, {}) == f"{home}/data/followthrough/ledger.json"


def test_the_environment_says_where_the_configuration_and_the_state_are(home: Path) -> None:
    places = places_from({"FOLLOWTHROUGH_CONFIG": "~/mine.toml", "FOLLOWTHROUGH_STATE": "here"})

    assert places == (f"{home}/mine.toml", str(Path.cwd() / "here"))


def test_an_empty_variable_counts_for_nothing(home: Path) -> None:
    assert places_from({"FOLLOWTHROUGH_CONFIG": "", "FOLLOWTHROUGH_STATE": ""}) == places_from({})


@pytest.mark.parametrize(
    ("named", "path"),
    [
        ("medics", "{home}/circle.json"),
        ("medics.json", "{here}/medics.json"),
        ("./medics", "{here}/medics"),
        ("/tmp/x", "/tmp/x"),
        ("~/x.json", "{home}/x.json"),
        ("../x", "{above}/x"),
    ],
)
def test_a_name_without_dot_and_slash_is_a_configured_ledger_and_anything_else_a_path(
    home: Path, named: str, path: str
) -> None:
    here = Path.cwd()

    assert ledger_path(named, {"medics": "~/circle.json"}) == path.format(home=home, here=here, above=here.parent)


def test_a_name_that_is_not_configured_is_a_problem() -> None:
    with pytest.raises(NoSuchLedgerNameError) as problem:
        ledger_path("medics", {"family": "x.json"})

    assert str(problem.value) == "No ledger is configured under the name “medics”."


def test_a_name_of_a_ledger_is_not_looked_up_twice() -> None:
    assert ledger_path("one", {"one": "two", "two": "x.json"}) == str(Path.cwd() / "two")


# The zone: TZ, else the configured one, else the system's


@pytest.mark.parametrize(
    ("environment", "configured", "zone"),
    [
        ({"TZ": "Europe/Madrid"}, "Asia/Tokyo", "Europe/Madrid"),
        ({"TZ": ":Europe/Madrid"}, None, "Europe/Madrid"),
        ({"TZ": "UTC"}, "Asia/Tokyo", "UTC"),
        ({"TZ": "EST5EDT4,M3.2.0,M11.1.0"}, "Asia/Tokyo", "Asia/Tokyo"),
        ({"TZ": "EST5EDT4,M3.2.0,M11.1.0"}, None, None),
        ({"TZ": "Mars/Olympus"}, None, None),
        ({"TZ": ""}, "Asia/Tokyo", "Asia/Tokyo"),
        ({}, "Asia/Tokyo", "Asia/Tokyo"),
    ],
)
def test_the_zone_is_tz_else_the_configured_one(
    environment: dict[str, str], configured: str | None, zone: str | None
) -> None:
    assert zone_from(environment, configured) == zone


def test_without_tz_and_configuration_the_zone_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "realpath", lambda path: "/usr/share/zoneinfo/Asia/Tokyo")

    assert zone_from({}, None) == "Asia/Tokyo"


# The clock


@pytest.mark.parametrize(
    ("typed", "now"),
    [
        ("2026-11-23T10:00:00-05:00", "2026-11-23T16:00:00+01:00"),
        ("2026-11-23T15:00:00Z", "2026-11-23T16:00:00+01:00"),
        ("2026-11-23 15:00:00.9+00:00", "2026-11-23T16:00:00+01:00"),
    ],
)
def test_the_environment_can_set_the_clock_which_then_stands_still(typed: str, now: str) -> None:
    clock = clock_from({"FOLLOWTHROUGH_NOW": typed}, "Europe/Madrid")

    assert isinstance(clock, SetClock)
    assert clock.now().isoformat() == now
    assert clock.zone == "Europe/Madrid"


@pytest.mark.parametrize("typed", ["now", "2026-11-23", "2026-11-23T10:00:00", "2026-13-01T00:00Z", "7"])
def test_a_clock_that_cannot_be_set_so_is_a_problem(typed: str) -> None:
    with pytest.raises(BadClockError) as problem:
        clock_from({"FOLLOWTHROUGH_NOW": typed}, "UTC")

    assert str(problem.value) == f"FOLLOWTHROUGH_NOW is “{typed}”, which is no ISO 8601 moment with an offset."


@pytest.mark.parametrize(
    "typed",
    ["0001-01-01T00:00:00+00:00", "0001-12-31T23:59:59+00:00", "9999-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00"],
)
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_a_clock_is_not_set_to_the_first_and_last_year_of_the_calendar(typed: str, zone: str) -> None:
    with pytest.raises(BadClockError):
        clock_from({"FOLLOWTHROUGH_NOW": typed}, zone)


def test_without_being_set_the_clock_is_that_of_the_system_in_whole_seconds() -> None:
    clock = clock_from({}, "Asia/Tokyo")
    before = datetime.now().astimezone().replace(microsecond=0)
    now = clock.now()

    assert isinstance(clock, SystemClock)
    assert before <= now <= datetime.now().astimezone()
    assert (now.microsecond, now.utcoffset()) == (0, at("2026-11-23T10:00+09:00").utcoffset())
