"""docs/reference/dates.md: the phrases of the tests' tables, and what each means."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from followthrough.domain.dates import Dates, Toward
from followthrough.domain.errors import PhraseNotUnderstoodError, Problem
from followthrough.domain.phrases import read
from followthrough.rendering.wording import exact_due
from tests.support.builders import NOW, ZONE

DATA = Path(__file__).parents[1] / "data"
DATES = Dates(now=NOW, zone=ZONE)
INTRODUCTION = """\
# Dates in your words

Written by `make docs` from the tables that the tests read. Wherever a date is asked for, the same words will do, and
`ft when PHRASE` tries them. A phrase is read whole or refused; what was understood is said back: weekday, date, time,
zone, how far away, and the other date where the same words mean one to others.

* A day is a day, kept until its last second; no hour is invented. `tonight`, `tomorrow morning`, `eod` and `cob` are
  the day too; the last two are a moment once the setting `day_ends` says when yours ends.
* No year means the next one to come, a weekday that is today means next week, `9am` after nine means tomorrow, and
  `midnight` is the end of its day. Looking back (`--at`, `--since`, `--made`, `ft when --past`) each is the last one.
* `before`, `by`, `on`, `until` and `due` may stand in front: `before friday` is by Friday, for some by Thursday.
* What may be two dates (`3/12`, `at 5`, `17h`), contradicts itself, has no such day, is vague, or lies after the year
  9998 is refused. `3/12` is read once `date_order` says how; `next sunday` follows `week_start`.
* A time with an offset, `UTC`, `GMT`, `Z` or a zone's name (`5pm Europe/Berlin`) is that moment; abbreviations such as
  EST are refused, for they mean several zones.
* Where a clock change leaves a time out, it is the one as far behind the change (02:30 is 03:30, as RFC 5545 says);
  of a time that comes twice the first is meant, and the second is the other one. Both are said.
* Lengths of time (`--remind`, `--within`, `--due-within`) are days, weeks, hours and minutes; a month has no length.
* A list takes stretches of days: `--due "this week"`, `--since december` from its first day, `--until december` to its
  last.

All of what follows is said on Monday 23 November 2026 at 10:00 in New York.
"""


def dates_page() -> str:
    """The whole page."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in _rows("due_phrases.csv"):
        groups[row["group"]].append(row["phrase"])
    tables = (f"\n## {name.capitalize()}\n\n{_table(phrases, 'future')}" for name, phrases in groups.items())
    further = _rows("more_due_phrases.csv")
    ahead = [row["phrase"] for row in further if row["toward"] == "future"]
    back = [row["phrase"] for row in further if row["toward"] == "past"]
    return (
        f"{INTRODUCTION}{''.join(tables)}"
        f"\n## Further phrases\n\n{_table(ahead, 'future')}\n## Looking back\n\n{_table(back, 'past')}"
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(phrases: Iterable[str], toward: Toward) -> str:
    rows = (f"| {_code(phrase)} | {' | '.join(_meaning(phrase, toward))} |\n" for phrase in phrases if phrase.strip())
    return f"| phrase | means | for some |\n|---|---|---|\n{''.join(rows)}"


def _meaning(phrase: str, toward: Toward) -> tuple[str, str]:
    try:
        understood = read(phrase, DATES, toward)
    except PhraseNotUnderstoodError as problem:
        return f"refused{': ' if problem.reason else ''}{_plain(problem.reason)}", ""
    except Problem as problem:
        return f"refused: {_plain(str(problem))}", ""
    other = "" if understood.other is None else exact_due(understood.other, ZONE)
    return exact_due(understood.due, ZONE), other


def _code(phrase: str) -> str:
    return f"`{phrase}`".replace("|", "\\|")


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("!", "")
