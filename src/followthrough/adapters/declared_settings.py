"""Every setting, declared once: its key, how a value is checked, its default, a sentence."""

import os
from collections.abc import Callable
from typing import NamedTuple

from followthrough.domain.address import is_address, is_address_name, masked
from followthrough.domain.due import is_zone
from followthrough.domain.errors import BadHandleError, BadSettingError, NoSuchSettingError
from followthrough.domain.people import read_handle
from followthrough.domain.typed import is_tag


def _handle(typed: str) -> str:
    try:
        return read_handle(typed)
    except BadHandleError:
        raise ValueError("a handle is letters, digits, “.”, “_” and “-”, beginning with a letter or digit") from None


def _zone(typed: str) -> str:
    if not is_zone(typed):
        raise ValueError("it is no zone this machine knows, like Europe/Madrid or America/New_York")
    return typed


def _text(typed: str) -> str:
    if not typed.strip():
        raise ValueError("it is empty")
    if "\0" in typed:
        raise ValueError("no path has a zero byte")
    if not _is_unicode(typed):
        raise ValueError("it is not valid UTF-8")
    return typed


def _hours(typed: str) -> str:
    from followthrough.domain.hours import read_hours

    read_hours(typed)
    return typed.strip()


def _one_of(*values: str) -> Callable[[str], str]:
    def read(typed: str) -> str:
        value = typed.strip().casefold()
        if value not in values:
            raise ValueError(f"it is none of {', '.join(values)}")
        return value

    return read


def _hour(typed: str) -> str:
    from followthrough.domain.hours import read_hour

    return f"{read_hour(typed):%H:%M}"


def _address(typed: str) -> str:
    if not (is_address(typed) and _is_unicode(typed)):
        raise ValueError("it is no address like mailto://sam:PASSWORD@example.org")
    return typed


def _view(typed: str) -> str:
    from followthrough.domain.filters import as_text, from_text

    if not _is_unicode(typed):
        raise ValueError("it is not valid UTF-8")
    return as_text(from_text(typed))


class Setting(NamedTuple):
    """One setting: its key, how a value is checked, its default, and a sentence about it."""

    key: str
    read: Callable[[str], str]
    default: str
    sentence: str


SETTINGS = (
    Setting("me", _handle, "your login name, taken by the first `add`", "The handle under which you promise."),
    Setting("zone", _zone, "the system's", "The IANA zone that days are meant in, unless TZ says another."),
    Setting("date_order", _one_of("dmy", "mdy", "ymd"), "none", "How you write dates: 3/12 is refused without it."),
    Setting("week_start", _one_of("monday", "sunday", "saturday"), "monday", "The day on which your weeks begin."),
    Setting("day_ends", _hour, "none", "When your working day ends, for eod and cob, like 17:30."),
    Setting("ledger", _text, "ledger.json in the user data directory", "The ledger to use: a path or a name."),
    Setting("ledgers.NAME", _text, "none", "The path of a ledger that --ledger NAME then means."),
    Setting("quiet", _hours, "none", "The hours in which nothing is delivered, like 22:00-07:00."),
    Setting("notify.NAME", _address, "none", "The address that remind --via NAME delivers to."),
    Setting("views.NAME", _view, "none", "The filters that --view NAME then means, like --tag talks --mine."),
    Setting("signing_key", _text, "the first of ~/.ssh/id_ed25519, id_ecdsa, id_rsa", "The SSH key to sign with."),
    Setting("signers", _text, "none", "The file that says whose SSH key is whose, for checking signatures."),
)


def declared(key: str) -> Setting:
    """The declaration of a setting. Raises NoSuchSettingError."""
    for setting in SETTINGS:
        if setting.key == key or (setting.key.endswith(".NAME") and _names_one(key, setting.key.removesuffix(".NAME"))):
            return setting
    raise NoSuchSettingError(key, [setting.key for setting in SETTINGS])


def is_secret(key: str) -> bool:
    """Whether a value of that key is for this user's eyes alone."""
    return key.startswith("notify.")


def _names_one(key: str, table: str) -> bool:
    before, _, name = key.partition(".")
    if before != table or not name:
        return False
    if table == "notify":
        return is_address_name(name)
    if table == "views":
        return is_tag(name)
    return "." not in name and "/" not in name and _is_unicode(name)


def placed(key: str, value: str) -> str:
    """A path that was typed as one from here, from the root: the setting is meant wherever a command is run."""
    is_path = key in ("signing_key", "signers") or key.startswith("ledgers.") or (key == "ledger" and _is_path(value))
    return os.path.abspath(value) if is_path and not value.startswith("~") else value


def _is_path(value: str) -> bool:
    """Whether a ledger is named by its path rather than by a configured name."""
    return "/" in value or "." in value


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def checked_value(key: str, typed: str) -> str:
    """The value as it is understood. Raises NoSuchSettingError, BadSettingError."""
    try:
        return declared(key).read(typed)
    except ValueError as problem:
        raise BadSettingError(key, masked(typed) if is_secret(key) else typed, str(problem)) from None
