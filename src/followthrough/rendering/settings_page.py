"""The settings: what is set, and what could be."""

from collections.abc import Mapping, Sequence

from followthrough.rendering.lines import EMPTY, Line, Page, Span, line, quiet


def settings_page(path: str, values: Mapping[str, str], declarations: Sequence[tuple[str, str, str]]) -> Page:
    """Every setting (key, default, sentence) with its value, and where they are kept."""
    lines: list[Line] = [quiet(f"In {path}"), EMPTY]
    for key, default, sentence in declarations:
        lines.append(line(Span(key, "id"), Span(f"  {sentence}", "quiet")))
        lines += _values(key, default, values)
    return tuple(lines)


def _values(key: str, default: str, values: Mapping[str, str]) -> list[Line]:
    if key.endswith(".NAME"):
        family = key.removesuffix("NAME")
        named = [line(f"  {name} = {value}") for name, value in sorted(values.items()) if name.startswith(family)]
        return named or [quiet(f"  {default}")]
    return [line(f"  {values[key]}") if key in values else quiet(f"  not set: {default}")]


def setting_page(value: str | None, default: str) -> Page:
    """One setting's value."""
    return (line(value),) if value is not None else (quiet(f"not set: {default}"),)
