"""Every setting, declared once: its key, its type, its default, a sentence."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from followthrough.adapters.setting_types import (
    ADDRESS,
    FILTERS,
    HANDLE,
    HOUR,
    HOURS,
    PATH,
    PATH_OR_NAME,
    ZONE,
    SettingType,
    is_unicode,
    one_of,
)
from followthrough.domain.address import is_address_name, masked
from followthrough.domain.errors import BadSettingError, NoSuchSettingError
from followthrough.domain.typed import is_tag


class Setting(NamedTuple):
    """One setting: its key, what it takes, its default, and a sentence about it."""

    key: str
    type: SettingType
    default: str
    sentence: str

    @property
    def table(self) -> str | None:
        """The table of those that are many, each under a name of the user's."""
        return self.key.removesuffix(".NAME") if self.key.endswith(".NAME") else None


_KEY = SettingType("a path", "~/.ssh/id_ed25519", PATH.read)
_SIGNERS = SettingType("a path", "~/.ssh/allowed_signers", PATH.read)

SETTINGS = (
    Setting("me", HANDLE, "your login name, taken by the first `add`", "The handle under which you promise."),
    Setting("zone", ZONE, "the system's", "The IANA zone that days are meant in, unless TZ says another."),
    Setting("date_order", one_of("dmy", "mdy", "ymd"), "none", "How you write dates: 3/12 is refused without it."),
    Setting("week_start", one_of("monday", "sunday", "saturday"), "monday", "The day on which your weeks begin."),
    Setting("day_ends", HOUR, "none", "When your working day ends, for eod and cob."),
    Setting("ledger", PATH_OR_NAME, "ledger.json in the user data directory", "The ledger to use."),
    Setting("ledgers.NAME", PATH, "none", "The path of a ledger that --ledger NAME then means."),
    Setting("quiet", HOURS, "none", "The hours in which nothing is delivered."),
    Setting("notify.NAME", ADDRESS, "none", "The address that remind --via NAME delivers to."),
    Setting("views.NAME", FILTERS, "none", "The filters that --view NAME then means."),
    Setting("signing_key", _KEY, "the first of ~/.ssh/id_ed25519, id_ecdsa, id_rsa", "The SSH key to sign with."),
    Setting("signers", _SIGNERS, "none", "The file that says whose SSH key is whose, for checking signatures."),
)


def declared(key: str) -> Setting:
    """The declaration of a setting. Raises NoSuchSettingError."""
    for setting in SETTINGS:
        if (setting.table is None and setting.key == key) or (setting.table and _names_one(key, setting.table)):
            return setting
    known = [setting.key for setting in SETTINGS]
    raise NoSuchSettingError(key, known, _nearest(key, known))


def _nearest(key: str, known: Sequence[str]) -> str | None:
    """The setting that was probably meant, if one is near."""
    from difflib import get_close_matches

    by_name = {each.partition(".")[0]: each for each in known if "." in each or "." not in key}
    nearest = get_close_matches(key.partition(".")[0], by_name, n=1, cutoff=0.7)
    return by_name[nearest[0]] if nearest else None


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
    return "." not in name and "/" not in name and is_unicode(name)


def placed(key: str, value: str) -> str:
    """A path that was typed as one from here, from the root: the setting is meant wherever a command is run."""
    is_path = key in ("signing_key", "signers") or key.startswith("ledgers.") or (key == "ledger" and _is_path(value))
    return os.path.abspath(value) if is_path and not value.startswith("~") else value


def _is_path(value: str) -> bool:
    """Whether a ledger is named by its path rather than by a configured name."""
    return "/" in value or "." in value


def checked_value(key: str, typed: str) -> str:
    """The value as it is understood. Raises NoSuchSettingError, BadSettingError."""
    setting = declared(key)
    try:
        return setting.type.read(typed)
    except ValueError as problem:
        besides = f", and {problem}" if str(problem) else ""
        shown = masked(typed) if is_secret(key) else typed
        raise BadSettingError(key, shown, f"it takes {setting.type.meant}{besides}") from None
