"""The texts for cron, systemd and launchd: whole, and with paths and commands that mean harm."""

import plistlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from followthrough.domain.errors import CrontabMarkersError, LineTooLongError
from followthrough.domain.schedule import Errand
from followthrough.formats.schedule.crontab import LIMIT_BYTES, block, command_of, holds, user_lines, without, word
from followthrough.formats.schedule.launchd import property_list
from followthrough.formats.schedule.systemd_units import service, timer, unit_name
from tests.support.schedules import HOSTILE, KEY, a_program, a_schedule, as_cron_reads, reminders, through_sh

Golden = Callable[[str, str], None]
EVERYTHING = Errand(
    daily=time(7, 30),
    exec='mail -s "100% promises" sam@example.org',
    desktop=True,
    via=("me", "team"),
    format="markdown",
)
SHOW = "import os, sys; print(ascii((sys.argv[1:], [os.environ[x] for x in sorted(os.environ) if x[:2] == 'X_'])))"
ANALYZE = shutil.which("systemd-analyze")
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("\\%'\"$ "), max_size=12
)


@pytest.mark.parametrize(("name", "errand"), [("one", Errand(daily=time(8), via=("me",))), ("all", EVERYTHING)])
def test_the_texts_are_these(golden: Golden, name: str, errand: Errand) -> None:
    schedule = reminders(errand)
    golden(f"schedule/{name}.crontab", block(schedule))
    golden(f"schedule/{name}.service", service(schedule))
    golden(f"schedule/{name}.timer", timer(schedule))
    golden(f"schedule/{name}.plist", property_list(schedule))


def shown_by_sh(*texts: str) -> bytes:
    """What a program run by a cron line sees: its arguments, and the variables that the line sets."""
    line = command_of(
        a_schedule("-c", SHOW, *texts, program=sys.executable, variables={"X_1": texts[0], "X_2": texts[-1]})
    )
    ran = through_sh(as_cron_reads(line))
    assert ran.stderr == b""
    return ran.stdout


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_through_cron_and_sh_as_it_is(text: str) -> None:
    assert shown_by_sh(text) == ascii(([text], [text, text])).encode() + b"\n"


@given(st.lists(TEXTS, min_size=1, max_size=8))
@settings(deadline=None)
def test_any_words_come_through_cron_and_sh_as_they_are(texts: list[str]) -> None:
    line = " ".join(map(word, texts))
    ran = through_sh(b"printf '%s\\0' " + as_cron_reads(line))
    assert ran.stdout == b"".join(text.encode() + b"\0" for text in texts)


@given(TEXTS)
def test_no_line_has_what_crons_disagree_about(text: str) -> None:
    assert not re.search(r"\\\\|(?<!\\)%", word(text))


def test_a_search_path_that_is_too_long_gives_way_to_the_usual_one() -> None:
    line = command_of(a_schedule("remind", variables={"PATH": "/x" * 600}))
    assert line == "PATH=/usr/local/bin:/usr/bin:/bin /usr/local/bin/ft remind"


def test_a_line_that_cron_would_cut_off_is_refused() -> None:
    fits = LIMIT_BYTES - len("/usr/local/bin/ft ")
    assert len(command_of(a_schedule("x" * fits))) == LIMIT_BYTES
    with pytest.raises(LineTooLongError, match="The line has 999 bytes; 998 is the most"):
        command_of(a_schedule("x" * (fits + 1)))
    with pytest.raises(LineTooLongError):
        command_of(a_schedule("é" * (fits // 2 + 1)))


def unquoted(words: str) -> list[str]:
    """Words in quotation marks as systemd reads them: backslashes taken off, and specifiers put in."""
    assert re.fullmatch(r'("([^"\\%]|\\["\\]|%%)*" ?)*', words), words
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', words)
    return [re.sub(r'\\(["\\])', r"\1", each).replace("%%", "%") for each in quoted]


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_any_words_come_through_the_rules_of_systemd_as_they_are(texts: list[str]) -> None:
    unit = service(a_schedule(*texts, program="/bin/x y", variables={"A": texts[0]}))
    lines = dict(line.split("=", 1) for line in unit.split("\n") if "=" in line)
    assert unquoted(lines["ExecStart"].removeprefix(":")) == ["/bin/x y", *texts]
    assert unquoted(lines["Environment"]) == [f"A={texts[0]}"]


@pytest.mark.external
@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_to_say_about_the_units(tmp_path: Path) -> None:
    place = tmp_path / "a b's 50% $HOME ünï \\x"
    a_program(place, 'f"t', "true")
    schedule = a_schedule("remind", *HOSTILE, program=str(place / 'f"t'), variables={"A": "".join(HOSTILE)}, minute=30)
    base = tmp_path / unit_name(KEY)
    base.with_suffix(".service").write_text(service(schedule), encoding="utf-8")
    base.with_suffix(".timer").write_text(timer(schedule), encoding="utf-8")
    verified = analyzed(base)
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")
    base.with_suffix(".service").write_text(service(a_schedule("x", program=str(tmp_path / "g 50%"))), encoding="utf-8")
    assert f"Command {tmp_path}/g 50% is not executable" in analyzed(base).stderr


def analyzed(base: Path) -> subprocess.CompletedProcess[str]:
    units = [str(base.with_suffix(suffix)) for suffix in (".service", ".timer")]
    return subprocess.run(
        [str(ANALYZE), "verify", "--man=no", *units], capture_output=True, text=True, timeout=60, check=False
    )


@given(st.lists(TEXTS.filter(lambda text: not re.search("[\ufffe\uffff]", text)), min_size=1, max_size=5))
def test_any_words_come_through_a_property_list_as_they_are(texts: list[str]) -> None:
    read = plistlib.loads(property_list(a_schedule(*texts, minute=5, variables={"A": texts[0]})).encode())
    assert read["ProgramArguments"] == ["/usr/local/bin/ft", *texts]
    assert read["EnvironmentVariables"] == {"A": texts[0]}
    assert read["StartCalendarInterval"] == {"Minute": 5}


OTHERS = st.binary(max_size=60) | st.just(b"MAILTO=sam\n5 4 * * * x\r\n# c") | st.just(b"caf\xe9\n\n\n")


@given(OTHERS, OTHERS)
def test_taking_our_lines_out_leaves_every_other_byte(above: bytes, below: bytes) -> None:
    above = above and above + b"\n"
    ours = block(reminders()).encode()
    assert without(above + ours + below, KEY) == above + below
    assert holds(above + ours + below, KEY)
    assert not holds(above + below, KEY)


def test_the_lines_for_another_ledger_are_not_ours() -> None:
    ours = block(reminders()).encode()
    others = ours.replace(KEY.encode(), b"abcdefabcd")
    assert without(others + ours, KEY) == others
    assert not holds(others, KEY)


@pytest.mark.parametrize("torn", ["begin", "end", "twice", "backwards"])
def test_marker_lines_that_do_not_fit_together_are_refused(torn: str) -> None:
    begin, line, end = block(reminders()).encode().splitlines(keepends=True)
    crontab = {
        "begin": begin + line,
        "end": line + end,
        "twice": begin + line + begin + line + end,
        "backwards": end + line + begin,
    }[torn]
    with pytest.raises(CrontabMarkersError, match="stands alone"):
        without(crontab, KEY)


def test_what_crontab_itself_writes_above_is_not_the_users() -> None:
    header = (
        b"# DO NOT EDIT THIS FILE - edit the master and reinstall.\n"
        b"# (/tmp/crontab.x/crontab installed on Mon Nov 23 10:00:00 2026)\n"
        b"# (Cron version -- $Id: crontab.c,v 2.13 $)\n"
    )
    assert user_lines(header + b"# mine\n* * * * * x\n") == b"# mine\n* * * * * x\n"
    assert user_lines(b"# mine\n" + header) == b"# mine\n" + header
