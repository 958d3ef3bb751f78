"""ft config"""

from typing import Annotated

import typer

from followthrough.cli.output import answer, say


def _complete(incomplete: str) -> list[tuple[str, str]]:
    from followthrough.adapters.declared_settings import SETTINGS

    return [(setting.key, setting.sentence) for setting in SETTINGS if setting.key.startswith(incomplete)]


def command(
    context: typer.Context,
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", help="A setting.", autocompletion=_complete)] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", help="What to set it to.")] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Leave the setting to its default again.")] = False,
) -> None:
    """Show the settings, or set one."""
    from followthrough.adapters.declared_settings import SETTINGS, declared
    from followthrough.bootstrap import open_settings
    from followthrough.formats.output import settings_json
    from followthrough.rendering.settings_page import setting_page, settings_page

    settings = open_settings()
    if unset and (key is None or value is not None):
        raise typer.BadParameter("Say which setting, and no value: ft config KEY --unset")
    if key is None:
        declarations = [(each.key, each.default, each.sentence) for each in SETTINGS]
        answer(
            context,
            lambda: settings_json(settings.shown()),
            lambda width: settings_page(settings.path, settings.shown(), declarations),
        )
        return
    setting = declared(key)
    if unset:
        settings.take_out(key)
    if value is not None:
        before = settings.known_me() if key == "me" else None
        after = settings.put(key, value)
        if before not in (None, after):
            say(f"What was promised by @{before} until now stays with @{before}.")
    shown = {name: each for name, each in settings.shown().items() if name == key}
    answer(context, lambda: settings_json(shown), lambda width: setting_page(shown.get(key), setting.default))
