"""Where the ledgers are and who their user is, told without loading what reads any configuration.

`ft prompt` asks, before every prompt of a shell. A configuration that has more than plain lines, or a platform that
keeps things elsewhere, is not looked at twice: it is unclear, and left to the settings and places of every command.
"""

import os
import sys
from collections.abc import Mapping

APP = "followthrough"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class UnclearError(Exception):
    """A glimpse is not enough."""


def ledgers_and_me(asked: str | None, environment: Mapping[str, str]) -> tuple[list[tuple[str, bool]], str]:
    """The path of each ledger to look at, with whether anybody named it, and the handle of their user.

    The usual one comes first, the others that the settings name behind it, unless one was asked for. The handle is
    empty where it is not configured yet. Raises UnclearError.
    """
    settings = _settings(
        environment.get("FOLLOWTHROUGH_CONFIG")
        or _usual(environment, "XDG_CONFIG_HOME", "~/.config", f"{APP}/config.toml")
    )
    me = settings.get("me", "")
    if me and (me[0] not in _LETTERS or not _LETTERS.issuperset(me.replace("-", "").replace("_", ""))):
        raise UnclearError
    named = asked or environment.get("FOLLOWTHROUGH_LEDGER") or settings.get("ledger")
    if asked == "" or (named is not None and not named.strip()):
        raise UnclearError
    if named is None:
        usual = (_usual(environment, "XDG_DATA_HOME", "~/.local/share", f"{APP}/ledger.json"), False)
    else:
        if "/" not in named and "." not in named:
            named = settings.get(f"ledgers.{named}", "")
        usual = (_named(named), True)
    if asked or environment.get("FOLLOWTHROUGH_LEDGER"):
        return [usual], me
    others = [(_named(path), True) for key, path in settings.items() if key.startswith("ledgers.")]
    return _apart([usual, *others]), me


def _named(path: str) -> str:
    if not path.strip():
        raise UnclearError
    return _absolute(path)


def _apart(ledgers: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Those that are not the same file, the first of each."""
    if len(ledgers) == 1:
        return ledgers
    apart: dict[str, tuple[str, bool]] = {}
    for path, named in ledgers:
        apart.setdefault(os.path.realpath(path), (path, named))
    return list(apart.values())


def _usual(environment: Mapping[str, str], variable: str, otherwise: str, name: str) -> str:
    """Where platformdirs puts such a file on Linux."""
    if sys.platform != "linux" or "ANDROID_DATA" in environment or "ANDROID_ROOT" in environment:
        raise UnclearError
    directory = environment.get(variable, "")
    return os.path.join(directory if directory.strip() else os.path.expanduser(otherwise), name)


def _absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))


def _settings(path: str) -> dict[str, str]:
    """The settings of a file of plain lines, by key: comments, tables, and keys with a text in double quotes."""
    try:
        with open(_absolute(path), encoding="utf-8") as file:
            lines = file.read().split("\n")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise UnclearError from None
    settings: dict[str, str] = {}
    table = ""
    for line in map(str.strip, lines):
        if line.startswith("[") and line.endswith("]") and _is_plain(line[1:-1]):
            table = f"{line[1:-1]}."
        elif line and not line.startswith("#"):
            key, _, value = (part.strip() for part in line.partition("="))
            text = value[1:-1]
            plain = _is_plain(key) and value == f'"{text}"' and text.isprintable() and not set(text) & {'"', "\\"}
            if not plain or table + key in settings:
                raise UnclearError
            settings[table + key] = text
    return settings


def _is_plain(key: str) -> bool:
    return key.isascii() and key.replace("_", "").replace("-", "").isalnum()
