"""The pages of `doctor`: all is well in one line, or each finding with what to do about it."""

from collections.abc import Iterable, Sequence

from followthrough.domain.findings import Checked, Finding, is_remark
from followthrough.rendering.doctor.advice import advice, done
from followthrough.rendering.doctor.names import Names, enumeration
from followthrough.rendering.doctor.sentences import sentence
from followthrough.rendering.lines import Line, Page, Span, heading, line, quiet, wrapped
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.wording import plural

_MOST_OF_A_KIND = 10


def doctor_page(findings: Sequence[Finding], counts: str, names: Names, width: int | None) -> Page:
    """What was found in a ledger; `counts` say in how much."""
    wrong = [each for each in findings if not is_remark(each)]
    if not wrong:
        return (*_said(f"All is well: {counts}.", width), *_remarks(findings, names, width))
    head = f"{plural(len(wrong), 'thing is', 'things are')} not as {_it(wrong)} should be:"
    return (
        *(heading(each) for each in _pieces(head, width)),
        *_listed(wrong, names, width),
        *_remarks(findings, names, width),
    )


def checked_said(checked: Checked) -> str:
    """How much was looked at, in words."""
    counts = [
        plural(checked.promises, "promise"),
        plural(checked.events, "event"),
        plural(checked.people, "person", "people"),
        *([f"{checked.forgotten:,} forgotten"] if checked.forgotten else []),
    ]
    copies = [
        *([plural(checked.backups, "backup")] if checked.backups else []),
        *([f"{plural(checked.journal, 'event')} of the journal"] if checked.journal else []),
    ]
    return enumeration(counts) + (f", held against {enumeration(copies)}" if copies else "")


def _it(wrong: Sequence[Finding]) -> str:
    return "it" if len(wrong) == 1 else "they"


def mended_page(
    mended: Sequence[Finding],
    aside: str | None,
    findings: Sequence[Finding],
    names: Names,
    width: int | None,
) -> Page:
    """What was done, then what remains."""
    lines: list[Line] = []
    for each in _few([done(finding, names) for finding in mended]):
        lines += _said(each, width)
    if aside is not None:
        lines += _said(f"The damaged file is kept beside the ledger: {aside}", width)
    wrong = [each for each in findings if not is_remark(each)]
    if wrong:
        head = f"{plural(len(wrong), 'thing remains', 'things remain')}:"
        lines += [heading(head), *_listed(wrong, names, width)]
    elif mended:
        lines += _said("All is well now.", width)
    else:
        lines += _said("There was nothing to mend.", width)
    return (*lines, *_remarks(findings, names, width))


def _few(texts: Sequence[str]) -> Iterable[str]:
    once = list(dict.fromkeys(texts))
    yield from once[: 3 * _MOST_OF_A_KIND]
    if len(once) > 3 * _MOST_OF_A_KIND:
        yield f"And {len(once) - 3 * _MOST_OF_A_KIND:,} more like these."


def _listed(wrong: Sequence[Finding], names: Names, width: int | None) -> list[Line]:
    lines: list[Line] = []
    counts: dict[str, int] = {}
    for finding in wrong:
        kind = type(finding).__name__
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= _MOST_OF_A_KIND:
            pieces = _pieces(sentence(finding, names), width, 2)
            lines += [line(Span("* "), Span(pieces[0])), *(line(f"  {each}") for each in pieces[1:])]
            what_to_do = advice(finding)
            lines += [] if what_to_do is None else [quiet(f"  {each}") for each in _pieces(what_to_do, width, 2)]
    more = sum(count - _MOST_OF_A_KIND for count in counts.values() if count > _MOST_OF_A_KIND)
    return [*lines, line(f"* And {more:,} more of the same kinds; --json lists all.")] if more else lines


def _remarks(findings: Sequence[Finding], names: Names, width: int | None) -> list[Line]:
    return [
        quiet(each)
        for finding in findings
        if is_remark(finding)
        for each in _pieces(f"Good to know: {_lowered(sentence(finding, names))}", width)
    ]


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]


def _said(text: str, width: int | None) -> list[Line]:
    return [line(each) for each in _pieces(text, width)]


def _pieces(text: str, width: int | None, indent: int = 0) -> list[str]:
    return wrapped(safe_text(text), (width or 10_000) - indent)
