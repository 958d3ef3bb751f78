"""The configuration file: every setting declared once, read with tomllib, written with its comments kept."""

import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from followthrough.adapters.ledger.storage import refusals
from followthrough.domain.due import is_zone
from followthrough.domain.errors import BadHandleError, BadSettingError, BadSettingsError, NoSuchSettingError
from followthrough.domain.people import read_handle


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


class Setting(NamedTuple):
    """One setting: its key, how a value is checked, its default, and a sentence about it."""

    key: str
    read: Callable[[str], str]
    default: str
    sentence: str


SETTINGS = (
    Setting("me", _handle, "your login name, taken by the first `add`", "The handle under which you promise."),
    Setting("zone", _zone, "the system's", "The IANA zone that days are meant in, unless TZ says another."),
    Setting("ledger", _text, "ledger.json in the user data directory", "The ledger to use: a path or a name."),
    Setting("ledgers.NAME", _text, "none", "The path of a ledger that --ledger NAME then means."),
    Setting("signing_key", _text, "the first of ~/.ssh/id_ed25519, id_ecdsa, id_rsa", "The SSH key to sign with."),
    Setting("signers", _text, "none", "The file that says whose SSH key is whose, for checking signatures."),
)


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
    def signing_key(self) -> str | None:
        """The path of the configured key to sign with, if there is one."""
        return self.values.get("signing_key")

    @property
    def signers(self) -> str | None:
        """The path of the configured signers file, if there is one."""
        return self.values.get("signers")

    @property
    def ledgers(self) -> Mapping[str, str]:
        """The paths of ledgers that have a name."""
        return {key.removeprefix("ledgers."): value for key, value in self.values.items() if key.startswith("ledgers.")}

    def adopt(self, me: str) -> None:
        """Store the handle of this machine's user."""
        self.put("me", me)

    def put(self, key: str, typed: str) -> str:
        """Set one setting; the value as it was understood. Raises NoSuchSettingError, BadSettingError."""
        value = _checked_value(key, typed)
        _write(self.path, key, value)
        self._values = None
        return value


def declared(key: str) -> Setting:
    """The declaration of a setting. Raises NoSuchSettingError."""
    for setting in SETTINGS:
        if setting.key == key or (setting.key == "ledgers.NAME" and _names_a_ledger(key)):
            return setting
    raise NoSuchSettingError(key, [setting.key for setting in SETTINGS])


def _names_a_ledger(key: str) -> bool:
    table, _, name = key.partition(".")
    return table == "ledgers" and bool(name) and "." not in name and "/" not in name and _is_unicode(name)


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _checked_value(key: str, typed: str) -> str:
    try:
        return declared(key).read(typed)
    except ValueError as problem:
        raise BadSettingError(key, typed, str(problem)) from None


def _read(path: str) -> dict[str, Any]:
    import tomllib

    try:
        data = Path(path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise BadSettingsError(path, f"it cannot be read ({error.strerror})") from None
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError) as problem:
        raise BadSettingsError(path, f"{problem}".rstrip(".")) from None


def _checked(path: str, document: Mapping[str, Any]) -> dict[str, str]:
    flat: dict[str, Any] = {}
    for key, value in document.items():
        flat |= {f"{key}.{name}": each for name, each in value.items()} if isinstance(value, dict) else {key: value}
    values: dict[str, str] = {}
    for key, value in flat.items():
        if not isinstance(value, str):
            raise BadSettingsError(path, f"{key} is not a text in quotation marks")
        try:
            values[key] = _checked_value(key, value)
        except (NoSuchSettingError, BadSettingError) as problem:
            raise BadSettingsError(path, str(problem).rstrip(".")) from None
    return values


def _write(path: str, key: str, value: str) -> None:
    import tomllib

    import tomlkit

    _read(path)
    with refusals("write", path):
        file = Path(path)
        document = tomlkit.parse(file.read_text(encoding="utf-8")) if file.exists() else tomlkit.document()
        table, _, name = key.rpartition(".")
        if table:
            if table not in document:
                document[table] = tomlkit.table()
            if not isinstance(document[table], dict):
                raise BadSettingsError(path, f"{table} is not a table")
            document[table][name] = value
        else:
            document[key] = value
        text = tomlkit.dumps(document)
        _checked(path, tomllib.loads(text))
        _replace(file, text)


def _replace(file: Path, text: str) -> None:
    target = Path(os.path.realpath(file))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as stream:
            if target.exists():
                os.fchmod(descriptor, stat.S_IMODE(target.stat().st_mode))
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
