"""Writes what is generated in docs/: manual pages, JSON Schemas, pages of the reference, tables of keys and settings.

`python -m tests.support.write_docs`, or `make docs`; a test holds what is committed against it.
"""

import json
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import structs

from followthrough.adapters.declared_settings import SETTINGS, Setting
from followthrough.cli.answers import kind_of
from followthrough.cli.catalog import COMMANDS, HEADINGS
from followthrough.cli.exit_status import ANSWERS
from followthrough.cli.meanings import MEANINGS
from followthrough.formats.documents import DOCUMENTS, schema_of
from tests.support import keystrokes, man_pages, repetitions
from tests.support.dates_page import dates_page
from tests.support.terminal import Terminal

DOCS = Path(__file__).parents[2] / "docs"
CAPTURE = DOCS / "explanation" / "capture.md"
_KEYSTROKES = "<!-- keystrokes: written by make docs -->\n"
_END = "<!-- end of keystrokes -->\n"
SETTINGS_PAGE = DOCS / "reference" / "settings.md"
_SETTINGS = "<!-- settings: written by make docs -->\n"
_END_OF_SETTINGS = "<!-- end of settings -->\n"


def documents() -> dict[Path, str]:
    """The text of every generated file, by its path in docs/."""
    schemas = (schema_of(document) for document in DOCUMENTS)
    return {
        **{schema_file(str(schema["title"])): json.dumps(schema, indent=2) + "\n" for schema in schemas},
        **{DOCS / "man" / "man1" / name: page for name, page in man_pages.pages().items()},
        DOCS / "reference" / "commands.md": _commands(),
        DOCS / "reference" / "exit-statuses.md": _statuses(),
        DOCS / "reference" / "schemas.md": _schemas(),
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
        f"```\n{_help()}```\n\nWhat a command ends with is in [exit statuses](exit-statuses.md).\n\n"
        f"{''.join(headings).rstrip()}\n"
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
        kinds[answer.status].append(f"`{kind_of(problem.__new__(problem))}`")
    rows = (f"| {status} | {meaning} |\n" for status, meaning in MEANINGS.items())
    listed = (f"\n## Status {each}\n\n{MEANINGS[each]}: {', '.join(sorted(kinds[each]))}\n" for each in sorted(kinds))
    return (
        "# Exit statuses\n\nWritten by `make docs` from the program's own table; `ft help exit-statuses` shows the "
        f"short of it.\n\n| status | meaning |\n|---|---|\n{''.join(rows)}\n"
        "Below each status are its kinds: what `error.kind` says with `--json`. What was wrong with the command line "
        f"itself is the kind `usage`, of status 2.\n{''.join(listed)}"
    )


def _schemas() -> str:
    rows = (_schema_row(str(structs.fields(each)[0].default), str(each.__doc__)) for each in DOCUMENTS)
    return (
        "# JSON Schemas\n\nWritten by `make docs` from the types that the program prints. Each is a JSON Schema of the "
        "draft 2020-12, to check or to generate code from; what the fields mean is in [what `--json` prints](json.md)."
        f"\n\n| `schema` | what it is |\n|---|---|\n{''.join(rows)}"
    )


def _schema_row(name: str, about: str) -> str:
    sentence = " ".join(about.split("\n\n", maxsplit=1)[0].split())
    return f"| [`{name}`](../schema/{schema_file(name).name}) | {sentence} |\n"


def main() -> None:
    """Write every file, and take out schemas and manual pages that are no longer made."""
    made = documents()
    for file, text in made.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for stale in {*(DOCS / "schema").glob("*.json"), *(DOCS / "man" / "man1").glob("*")} - set(made):
        stale.unlink()


if __name__ == "__main__":
    main()
