"""ft config"""

from typing import TYPE_CHECKING, Annotated

import typer

from followthrough.cli.completion import complete_setting_values, complete_settings
from followthrough.cli.invocation import invocation
from followthrough.cli.output import answer, say

if TYPE_CHECKING:
    from followthrough.adapters.declared_settings import Setting
    from followthrough.adapters.settings import Settings
    from followthrough.formats.settings_document import DeclaredJson


def command(
    context: typer.Context,
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help="A setting.", autocompletion=complete_settings)
    ] = None,
    value: Annotated[
        str | None,
        typer.Argument(metavar="[VALUE]", help="What to set it to.", autocompletion=complete_setting_values),
    ] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Leave the setting to its default again.")] = False,
) -> None:
    """Show the settings, or set one."""
    from followthrough.adapters.declared_settings import declared
    from followthrough.bootstrap import open_settings

    settings = open_settings()
    if unset and (key is None or value is not None):
        raise typer.BadParameter("Say which setting, and no value: ft config KEY --unset")
    if key is None:
        _show_all(context, settings)
        return
    setting = declared(key)
    if unset:
        settings.take_out(key)
    if value is not None:
        _put(settings, key, value)
    _show(context, settings, key, setting)


def _put(settings: "Settings", key: str, value: str) -> None:
    before = settings.known_me() if key == "me" else None
    after = settings.put(key, value)
    if before not in (None, after):
        say(f"What was promised by @{before} until now stays with @{before}.")


def _show(context: typer.Context, settings: "Settings", key: str, setting: "Setting") -> None:
    from followthrough.adapters.places import ledger_path
    from followthrough.formats.settings_document import settings_json
    from followthrough.rendering.settings_page import not_set, setting_page

    shown = {name: each for name, each in settings.shown().items() if name == key}
    answer(context, lambda: settings_json(shown, [_declared(setting)]), lambda width: setting_page(shown.get(key)))
    if not shown and not invocation(context).json:
        say(not_set(f"{setting.default}, {ledger_path(None, {})}" if key == "ledger" else setting.default))


def _show_all(context: typer.Context, settings: "Settings") -> None:
    from followthrough.adapters.declared_settings import SETTINGS
    from followthrough.bootstrap import look_at_hooks
    from followthrough.formats.settings_document import settings_json
    from followthrough.rendering.settings_page import settings_page

    hooks = look_at_hooks(invocation(context).ledger)
    declarations = [(each.key, each.type.meant, each.default, each.sentence) for each in SETTINGS]
    answer(
        context,
        lambda: settings_json(settings.shown(), map(_declared, SETTINGS), hooks),
        lambda width: settings_page(settings.path, settings.shown(), declarations, hooks),
    )


def _declared(setting: "Setting") -> "DeclaredJson":
    from followthrough.formats.settings_document import DeclaredJson

    return DeclaredJson(
        key=setting.key,
        type=setting.type.name,
        example=setting.type.example,
        choices=setting.type.choices,
        default=setting.default,
        sentence=setting.sentence,
    )
