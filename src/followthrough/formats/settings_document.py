"""What `config` prints as JSON: the settings, what each may be, and the hooks."""

from collections.abc import Iterable, Mapping

from msgspec import UNSET, Struct, UnsetType

from followthrough.domain.hooks import HooksFound

SETTINGS = "followthrough.settings/1"


class DeclaredJson(Struct, frozen=True, kw_only=True):
    """What a setting is: its key, what it takes, a value for example, its default, and a sentence about it.

    `choices` are all the values there are, where they are few. A key that ends in `.NAME` stands for any name.
    """

    key: str
    type: str
    example: str
    choices: tuple[str, ...] = ()
    default: str
    sentence: str


class HooksJson(Struct, frozen=True, kw_only=True):
    """The directory of hooks and what keeps all of them from being run, and of each hook what keeps it; else null.

    `strays` are files that no kind of event is called after.
    """

    directory: str
    objection: str | None
    hooks: Mapping[str, str | None]
    strays: tuple[str, ...]


class SettingsJson(Struct, frozen=True, kw_only=True):
    """What `config` prints: every setting that is set, what there is to set, and hooks where there is a directory."""

    schema: str = SETTINGS
    settings: dict[str, str]
    declared: tuple[DeclaredJson, ...]
    hooks: HooksJson | UnsetType = UNSET


def settings_json(
    settings: Mapping[str, str], declared: Iterable[DeclaredJson], hooks: HooksFound | None = None
) -> SettingsJson:
    """The settings as JSON has them."""
    return SettingsJson(
        settings=dict(settings), declared=tuple(declared), hooks=UNSET if hooks is None else _hooks(hooks)
    )


def _hooks(found: HooksFound) -> HooksJson:
    return HooksJson(directory=found.directory, objection=found.objection, hooks=found.hooks, strays=found.strays)
