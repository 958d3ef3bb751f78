"""Writes what is generated in docs/: schemas; commands, statuses, dates, repetition; tables of keystrokes and settings.

`python -m tests.support.write_docs`, or `make docs`; a test holds what is committed against it.
"""

import json
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from followthrough.adapters.declared_settings import SETTINGS, Setting
from followthrough.cli import exit_status
from followthrough.cli.catalog import COMMANDS, HEADINGS
from followthrough.cli.exit_status import ANSWERS
from followthrough.formats.documents import DOCUMENTS, schema_of
from tests.support import keystrokes, repetitions
from tests.support.dates_page import dates_page
from tests.support.terminal import Terminal

DOCS = Path(__file__).parents[2] / "docs"
CAPTURE = DOCS / "explanation" / "capture.md"
_KEYSTROKES = "<!-- keystrokes: written by make docs -->\n"
_END = "<!-- end of keystrokes -->\n"
SETTINGS_PAGE = DOCS / "reference" / "settings.md"
_SETTINGS = "<!-- settings: written by make docs -->\n"
_END_OF_SETTINGS = "<!-- end of settings -->\n"
MEANINGS = {
    exit_status.DONE: "done, or a pipe that closed",
    exit_status.DEFECT: "a defect: a traceback, and where to report it",
    exit_status.USAGE: "the command line or the configuration was wrong",
    exit_status.NOT_FOUND: "no such promise, person, file or ledger",
    exit_status.SEVERAL: "more than one match; they are listed",
    exit_status.NOT_NOW: "not possible now: already settled, a date in the past, a phrase not understood",
    exit_status.UNTRUSTED: "the ledger cannot be trusted, is locked or is no file; nothing was changed",
    exit_status.REFUSED: "the machine refused: a full disk, a permission",
    exit_status.OTHER_SIDE: "the other side refused: a git remote, a command, a mail server; what is local is kept",
    exit_status.FOUND_SOMETHING: "a check found something: `doctor`, `verify`, `digest --exit-code`",
    exit_status.INTERRUPTED: "interrupted",
}


def documents() -> dict[Path, str]:
    """The text of every generated file, by its path in docs/."""
    schemas = (schema_of(document) for document in DOCUMENTS)
    return {
        **{schema_file(str(schema["title"])): json.dumps(schema, indent=2) + "\n" for schema in schemas},
        DOCS / "reference" / "commands.md": _commands(),
        DOCS / "reference" / "repetition.md": repetitions.page(),
        CAPTURE: _with_keystrokes(CAPTURE.read_text(encoding="utf-8")),
        DOCS / "reference" / "dates.md": dates_page(),
        SETTINGS_PAGE: _with_settings(SETTINGS_PAGE.read_text(encoding="utf-8")),
    }


def schema_file(name: str) -> Path:
    """Where the schema of that name is: `followthrough.score/1` is in docs/schema/score-1.json."""
    return DOCS / "schema" / f"{name.removeprefix('followthrough.').replace('/', '-')}.json"


def _with_keystrokes(page: str) -> str:
    """The page with the keys counted anew, between its two comments."""
    before, rest = page.split(_KEYSTROKES)
    return f"{before}{_KEYSTROKES}\n{keystrokes.table()}\n{_END}{rest.split(_END)[1]}"


def _with_settings(page: str) -> str:
    """The page with the table of settings as they are declared, between its two comments."""
    before, rest = page.split(_SETTINGS)
    rows = "".join(map(_setting, SETTINGS))
    table = f"| key | what it is | it takes | unless set |\n|---|---|---|---|\n{rows}"
    return f"{before}{_SETTINGS}\n{table}\n{_END_OF_SETTINGS}{rest.split(_END_OF_SETTINGS)[1]}"


def _setting(setting: Setting) -> str:
    examples = setting.type.choices or (setting.type.example,)
    words = "one of" if setting.type.choices else f"{setting.type.words}, like"
    takes = f"{words} {', '.join(f'`{each}`' for each in examples)}"
    return f"| `{setting.key}` | {setting.sentence} | {takes} | {setting.default} |\n"


def _commands() -> str:
    headings = (f"## {heading}\n\n{''.join(map(_command, names))}" for heading, names in HEADINGS.items())
    return (
        "# Commands\n\nWritten by `make docs` from the program's own help.\n\n"
        f"```\n{_help()}```\n\n{''.join(headings)}{_statuses()}"
    )


def _command(name: str) -> str:
    assert name in COMMANDS
    return f"### ft {name}\n\n```\n{_help(name)}```\n\n"


def _help(*command: str) -> str:
    with TemporaryDirectory() as home:
        return Terminal(Path(home), COLUMNS="80").ft(*command, "--help").out


def _statuses() -> str:
    kinds: dict[int, list[str]] = defaultdict(list)
    for problem, answer in ANSWERS.items():
        kinds[answer.status].append(f"`{exit_status.kind_of(problem.__new__(problem))}`")
    rows = (f"| {status} | {meaning} | {', '.join(sorted(kinds[status]))} |\n" for status, meaning in MEANINGS.items())
    return (
        "## Exit statuses\n\nThe kinds are those of `error.kind` with `--json`; what was wrong with the command line "
        f"itself is `usage`.\n\n| status | meaning | kinds |\n|---|---|---|\n{''.join(rows)}"
    )


def main() -> None:
    """Write every file, and take out schemas that are no longer made."""
    made = documents()
    for file, text in made.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for stale in set((DOCS / "schema").glob("*.json")) - set(made):
        stale.unlink()


if __name__ == "__main__":
    main()
