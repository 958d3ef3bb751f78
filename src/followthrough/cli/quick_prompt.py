"""`ft prompt` without the command line's machinery: a shell waits for it before every prompt.

It answers where a glance is enough. For anything else (help, JSON, a mistake, a ledger that a glance does not settle)
it prints nothing and leaves the question to the command of the same name, which says what there is to say.
"""

import os
from collections.abc import Sequence

from followthrough.adapters.clock import SystemClock, moment_set
from followthrough.adapters.glimpse import UnclearError, ledgers_and_me
from followthrough.adapters.ledger.glance import GivenUpError, Glanced, glance
from followthrough.domain.open_counts import count_open
from followthrough.rendering.prompt import prompt_text


def answered(arguments: Sequence[str]) -> bool:
    """Whether the counts were printed, or there was nothing to print."""
    options = _options(arguments)
    if options is None:
        return False
    try:
        text = _text(options.get("--ledger"), options.get("--format"))
        if text:
            os.write(1, f"{text}\n".encode())
    except (UnclearError, GivenUpError, OSError, UnicodeEncodeError):
        return False
    return text is not None


def _options(arguments: Sequence[str]) -> dict[str, str] | None:
    """The values of `--format` and `--ledger`, once each at most; None where anything else was typed."""
    options: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name not in ("--format", "--ledger") or name in options:
            return None
        given = value if equals else next(words, None)
        if given is None:
            return None
        options[name] = given
    return options


def _text(ledger: str | None, template: str | None) -> str | None:
    """What to print; None where the format or the clock is not understood.

    Raises UnclearError, GivenUpError, OSError.
    """
    ledgers, me = ledgers_and_me(ledger, os.environ)
    typed = os.environ.get("FOLLOWTHROUGH_NOW")
    now = moment_set(typed) if typed else SystemClock("UTC").now()
    return None if now is None else prompt_text(count_open(_glanced(ledgers, me), now), template)


def _glanced(ledgers: Sequence[tuple[str, bool]], me: str) -> list[Glanced]:
    """My open promises in all of them; none where nobody has begun or named one. Raises GivenUpError, OSError."""
    found: list[Glanced] = []
    ids: list[str] = []
    for path, named in ledgers:
        try:
            ledger_id, promises = glance(path, me, but=ids)
        except (FileNotFoundError, NotADirectoryError):
            if named:
                raise
        else:
            found += promises
            ids.append(ledger_id)
    return found
