"""The text of a configuration file: written out with every setting explained, changed with all else kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from followthrough.adapters.declared_settings import SETTINGS, Setting

_HEAD = """\
# The settings of followthrough. Set one with ft config KEY VALUE, or take the # away before it here;
# what is commented out is an example.
"""
_ANY_TABLE = re.compile(r"\s*\[")
_ANY_KEY = re.compile(r"""\s*[\w"'-]+\s*=""")
_COMMENT = re.compile(r"#\s*\S")


class UnwritableTextError(ValueError):
    """The text is of a shape in which that change cannot be made without changing something else."""


def first_text() -> str:
    """A configuration file in which nothing is set: each setting with its sentence, what it takes, and an example.

    Tables come last, since whatever follows a table's head is in it.
    """
    in_order = sorted(SETTINGS, key=lambda each: each.table is not None)
    return "\n".join((_HEAD, *("".join(f"#{line}\n" for line in _declaration(each)) for each in in_order)))


def _declaration(setting: Setting) -> Iterator[str]:
    unless = "" if setting.default == "none" else f" Unless set: {setting.default}."
    yield f" {setting.sentence}"
    yield f" It takes {setting.type.meant}.{unless}"
    if setting.table is not None:
        yield f"[{setting.table}]"
    yield f"{setting.key.rpartition('.')[2]} = {_quoted(setting.type.example)}"


def with_value(text: str, key: str, value: str) -> str:
    """The text with that setting: in its place, or beneath its declaration where there is one.

    Raises UnwritableTextError.
    """
    before = _read(text)
    wanted = deepcopy(before)
    table, name = _parts(key)
    place = wanted.setdefault(table, {}) if table else wanted
    if not isinstance(place, dict):
        raise UnwritableTextError(f"{table} is not a table")
    beneath = None if name in place else _beneath(text, table, name, value)
    place[name] = value
    return _first_that_says(wanted, beneath, _by_tomlkit(text, table, name, value))


def without(text: str, key: str) -> str:
    """The text without that setting. Raises UnwritableTextError."""
    wanted = _read(text)
    table, name = _parts(key)
    place = wanted.get(table, {}) if table else wanted
    if not isinstance(place, dict):
        raise UnwritableTextError(f"{table} is not a table")
    place.pop(name, None)
    return _first_that_says(wanted, _by_tomlkit(text, table, name, None))


def _parts(key: str) -> tuple[str, str]:
    """The table that a setting is in, empty for one that is in none, and its name there."""
    table, dot, name = key.partition(".")
    return (table, name) if dot else ("", key)


def _first_that_says(wanted: Mapping[str, Any], *candidates: str | None) -> str:
    """The first text that says what is wanted, and nothing else. Raises UnwritableTextError."""
    for each in candidates:
        if each is not None and _says(each) == _filled(wanted):
            return each
    raise UnwritableTextError("it is written so that this cannot be changed without changing something else")


def _read(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)


def _says(text: str) -> Mapping[str, Any] | None:
    try:
        return _filled(_read(text))
    except ValueError:
        return None


def _filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without the tables in which there is nothing."""
    return {key: value for key, value in document.items() if value != {}}


def _beneath(text: str, table: str, name: str, value: str) -> str | None:
    """The text with a line more beneath the declaration of that setting, or in its table; None without such a place."""
    lines = text.split("\n")
    added = [f"{_key(name)} = {_quoted(value)}"]
    at = _end_of_table(lines, table) if table else _after(lines, rf"#\s*{re.escape(name)}\s*=")
    if at is None and table:
        at = _after(lines, rf"#\s*\[{re.escape(table)}\]")
        added = [f"[{table}]", *added]
    if at is None:
        return None
    end = "\r" if "\r\n" in text else ""
    return "\n".join([*lines[:at], *(f"{each}{end}" for each in added), *lines[at:]])


def _after(lines: Sequence[str], declaration: str) -> int | None:
    """Where the comment ends that this declaration is in."""
    found = next((at for at, line in enumerate(lines) if re.match(declaration, line)), None)
    if found is None:
        return None
    return next((at for at in range(found, len(lines)) if not _COMMENT.match(lines[at])), len(lines))


def _end_of_table(lines: Sequence[str], table: str) -> int | None:
    """Behind the last key of the table of that name."""
    head = next((at for at, line in enumerate(lines) if re.match(rf"\s*\[\s*{re.escape(table)}\s*\]", line)), None)
    if head is None:
        return None
    last = head
    for at in range(head + 1, len(lines)):
        if _ANY_TABLE.match(lines[at]):
            break
        if _ANY_KEY.match(lines[at]):
            last = at
    return last + 1


def _by_tomlkit(text: str, table: str, name: str, value: str | None) -> str | None:
    """The text as tomlkit changes it; without a value the setting is taken out."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        if table and table not in document:
            document[table] = tomlkit.table()
        place: Any = document[table] if table else document
        if value is None:
            del place[name]
        else:
            place[name] = value
        changed = tomlkit.dumps(document)
    except (TOMLKitError, LookupError):
        return None
    return re.sub(r"(?<!\r)\n", "\r\n", changed) if "\r\n" in text else changed


def _key(name: str) -> str:
    import tomlkit

    return tomlkit.key(name).as_string()


def _quoted(value: str) -> str:
    import tomlkit

    return tomlkit.string(value).as_string()
