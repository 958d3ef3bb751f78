"""The configuration file: read with tomllib, checked, written with its comments kept."""

import os
import stat
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from followthrough.adapters.declared_settings import (
    checked_value,
    declared,
    is_secret,
    placed,
)
from followthrough.adapters.settings_file import change, read_text
from followthrough.domain.address import masked
from followthrough.domain.errors import (
    BadSettingError,
    BadSettingsError,
    NoSuchAddressError,
    NoSuchSettingError,
)

if TYPE_CHECKING:
    from followthrough.domain.dates import Habits
    from followthrough.domain.hours import Hours


class Settings:
    """The settings as a file has them; nothing is read until the first is asked for."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._values: dict[str, str] | None = None

    @property
    def values(self) -> Mapping[str, str]:
        """Every setting that is set, by key (`me`, `ledgers.medics`). Raises BadSettingsError."""
        if self._values is None:
            self._values = _checked(self.path, _read(self.path))
        return self._values

    @property
    def me(self) -> str | None:
        """The handle of this machine's user, if it is set."""
        return self.values.get("me")

    def known_me(self) -> str | None:
        """The handle of this machine's user, if it is set in a file that can be read."""
        try:
            return self.me
        except BadSettingsError:
            return None

    @property
    def zone(self) -> str | None:
        """The configured zone, if there is one."""
        return self.values.get("zone")

    @property
    def ledger(self) -> str | None:
        """The configured ledger, if there is one."""
        return self.values.get("ledger")

    @property
    def quiet(self) -> "Hours | None":
        """The hours in which nothing is delivered, if they are set."""
        from followthrough.domain.hours import read_hours

        typed = self.values.get("quiet")
        return None if typed is None else read_hours(typed)

    @property
    def habits(self) -> "Habits":
        """How this user writes dates and works, as far as that is set."""
        from followthrough.domain.dates import habits_from

        return habits_from(self.values)

    def address(self, name: str) -> str:
        """The address that is configured under a name. Raises NoSuchAddressError."""
        address = self.values.get(f"notify.{name}")
        if address is None:
            raise NoSuchAddressError(name)
        return address

    def others_may_read(self) -> bool:
        """Whether the permissions of the file let others than this user read it."""
        try:
            return bool(stat.S_IMODE(os.stat(self.path).st_mode) & 0o077)
        except OSError:
            return False

    def shown(self) -> Mapping[str, str]:
        """Every setting that is set as it may be shown: of an address its kind alone."""
        return {key: masked(value) if is_secret(key) else value for key, value in self.values.items()}

    @property
    def signing_key(self) -> str | None:
        """The path of the configured key to sign with, if there is one."""
        return self.values.get("signing_key")

    @property
    def signers(self) -> str | None:
        """The path of the configured signers file, if there is one."""
        return self.values.get("signers")

    def naming(self, handle: str) -> Sequence[str]:
        """The settings that are called after this person: an address, a ledger."""
        return [key for key in sorted(self.values) if key.rpartition(".")[2].casefold() == handle]

    @property
    def ledgers(self) -> Mapping[str, str]:
        """The paths of ledgers that have a name."""
        return {key.removeprefix("ledgers."): value for key, value in self.values.items() if key.startswith("ledgers.")}

    @property
    def views(self) -> Mapping[str, str]:
        """The filters that are saved, as options, by the name of their view."""
        return {key.removeprefix("views."): value for key, value in self.values.items() if key.startswith("views.")}

    def keep_view(self, name: str, filters: str) -> None:
        """Save filters under a name."""
        self.put(f"views.{name}", filters)

    def adopt(self, me: str) -> None:
        """Store the handle of this machine's user."""
        self.put("me", me)

    def put(self, key: str, typed: str) -> str:
        """Set one setting; the value as it was understood. Raises NoSuchSettingError, BadSettingError."""
        value = placed(key, checked_value(key, typed))
        _write(self.path, key, value)
        self._values = None
        return value

    def take_out(self, key: str) -> None:
        """Leave one setting to its default again; it is no error where it was not set. Raises NoSuchSettingError."""
        declared(key)
        if read_text(self.path) is not None:
            _write(self.path, key, None)
            self._values = None


def _read(path: str) -> dict[str, Any]:
    return _parsed(path, read_text(path) or "")


def _parsed(path: str, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadSettingsError(path, f"{problem}".rstrip(".")) from None


def _checked(path: str, document: Mapping[str, Any]) -> dict[str, str]:
    values: dict[str, str] = {}
    for key, value in _flat(document).items():
        try:
            takes = declared(key).type.meant
            if not isinstance(value, str):
                raise BadSettingsError(path, f"{key} is not a text in quotation marks; it takes {takes}")
            values[key] = checked_value(key, value)
        except (NoSuchSettingError, BadSettingError) as problem:
            raise BadSettingsError(path, str(problem).rstrip(".")) from None
    return values


def _flat(document: Mapping[str, Any]) -> dict[str, Any]:
    """Every value by its key, those in a table by `table.name`."""
    flat: dict[str, Any] = {}
    for key, value in document.items():
        flat |= {f"{key}.{name}": each for name, each in value.items()} if isinstance(value, dict) else {key: value}
    return flat


def _write(path: str, key: str, value: str | None) -> None:
    """The file with that setting, or without it where there is no value; a first one has every setting explained."""
    from followthrough.adapters.settings_text import UnwritableTextError, first_text, with_value, without

    def decide(text: str | None) -> str:
        before = _parsed(path, text or "")
        if value is None and key not in _flat(before):
            return text or ""
        try:
            after = (
                with_value(first_text() if text is None else text, key, value)
                if value is not None
                else without(text or "", key)
            )
        except (UnwritableTextError, RecursionError) as problem:
            raise BadSettingsError(path, str(problem)) from None
        _checked(path, _parsed(path, after))
        return after

    change(path, decide, private=lambda text: any(map(is_secret, _flat(_parsed(path, text)))))
