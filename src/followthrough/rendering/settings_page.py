"""The settings: what is set, and what could be; and the hooks beside them."""

from collections.abc import Iterator, Mapping, Sequence

from followthrough.domain.hooks import HooksFound
from followthrough.rendering.lines import EMPTY, Line, Page, Span, line, quiet


def settings_page(
    path: str,
    values: Mapping[str, str],
    declarations: Sequence[tuple[str, str, str, str]],
    hooks: HooksFound | None = None,
) -> Page:
    """Every setting (key, what it takes, default, sentence) with its value, and where they are kept."""
    lines: list[Line] = [quiet(f"In {path}"), EMPTY]
    for key, meant, default, sentence in declarations:
        lines.append(line(Span(key, "id"), Span(f"  {sentence}", "quiet")))
        lines += _values(key, meant, default, values)
    return (*lines, *(_hooks(hooks) if hooks is not None else ()))


def _values(key: str, meant: str, default: str, values: Mapping[str, str]) -> list[Line]:
    if key.endswith(".NAME"):
        family = key.removesuffix("NAME")
        named = [line(f"  {name} = {value}") for name, value in sorted(values.items()) if name.startswith(family)]
        return named or [quiet(f"  none; each takes {meant}")]
    return [line(f"  {values[key]}") if key in values else quiet(f"  {not_set(default)}; takes {meant}")]


def not_set(default: str) -> str:
    """What holds for a setting that is not set."""
    return "not set" if default == "none" else f"not set: {default}"


def setting_page(value: str | None) -> Page:
    """One setting's value, and nothing where it is not set: scripts read this."""
    return () if value is None else (line(value),)


def _hooks(found: HooksFound) -> Iterator[Line]:
    yield EMPTY
    yield quiet(f"Hooks in {found.directory}")
    if found.objection is not None:
        yield line(f"  None is run: the directory {found.objection}.")
    for name, objection in found.hooks.items():
        yield line(Span(f"  {name}", "id"), Span(f"  not run: it {objection}" if objection else ""))
    for name in found.strays:
        yield line(Span(f"  {name}", "id"), Span("  never run: no event is called that", "quiet"))
    if not found.hooks and not found.strays:
        yield quiet("  none")
