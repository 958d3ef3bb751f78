"""What a shell's prompt says of open promises: counts put into a format."""

from followthrough.domain.open_counts import OpenCounts

PLACEHOLDERS = ("{open}", "{overdue}", "{today}", "{soon}")


def prompt_text(counts: OpenCounts, template: str | None) -> str | None:
    """The counts in the format, `{open} open, {overdue} overdue` where none is given; empty where nothing is open.

    None where the format has a placeholder that there is not; `first_unknown` says which.
    """
    if template is not None and first_unknown(template) is not None:
        return None
    if not counts.open:
        return ""
    if template is None:
        return f"{counts.open} open" + (f", {counts.overdue} overdue" if counts.overdue else "")
    numbers = counts.numbers()
    return "".join(f"{text}{numbers[braced[1:-1]]}" if braced else text for text, braced in _pieces(template))


def first_unknown(template: str) -> str | None:
    """The first thing in braces that is no placeholder; `{{` and `}}` stand for braces."""
    return next((braced for _, braced in _pieces(template) if braced and braced not in PLACEHOLDERS), None)


def _pieces(template: str) -> list[tuple[str, str]]:
    """The format as texts, each with what stands in braces behind it; nothing does at the end."""
    pieces: list[tuple[str, str]] = []
    text, at = "", 0
    while (brace := template.find("{", at)) >= 0:
        text += template[at:brace].replace("}}", "}")
        if template.startswith("{{", brace):
            text, at = text + "{", brace + 2
            continue
        end = template.find("}", brace) + 1 or len(template)
        pieces.append((text, template[brace:end]))
        text, at = "", end
    return [*pieces, (text + template[at:].replace("}}", "}"), "")]
