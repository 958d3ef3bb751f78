"""The scorecard as a page that reads without colour: a table, the plots below it, and what it cannot know."""

from followthrough.domain.reliability.interval import ENOUGH
from followthrough.domain.reliability.scorecard import Chosen, Scorecard
from followthrough.domain.reliability.window import Window
from followthrough.rendering.figures import ALWAYS, WINDOWS, Table, windows_table
from followthrough.rendering.lines import EMPTY, Line, Page, Span, line, table, wrapped
from followthrough.rendering.plots import calibration_plot, intervals_plot, months_plot
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import long_day, plural
from followthrough.rendering.year import year_plot, year_said

_WIDTH, _NARROWEST = 80, 40


def score_page(scorecard: Scorecard, reader: Reader, width: int | None, *, drawn: bool = True) -> Page:
    """The windows side by side, what was kept first, and the plots there is something to draw for.

    Rows that are empty everywhere are left out. Without a width it is 80 columns wide, and never less than 40. Where it
    is not `drawn`, figures and sentences say what the plots would show.
    """
    columns = max(width or _WIDTH, _NARROWEST)
    windows, today = scorecard.windows.shown, scorecard.as_of.date()
    name = reader.name(scorecard.who)
    named = [(title, each.on_time) for title, each in zip(WINDOWS, windows, strict=False)]
    plots = (
        intervals_plot(named, columns) if drawn else (),
        months_plot(scorecard.trend, today, columns, drawn=drawn),
        calibration_plot(scorecard.calibration, columns, drawn=drawn),
        year_plot(scorecard.calendar, today, columns) if drawn else year_said(scorecard.calendar, today, columns),
    )
    return (
        *_broken(Span(f"{name[:1].upper()}{name[1:]}, as of {long_day(today)}", "heading"), columns),
        *_broken(Span(_counted(windows[0], scorecard.chosen), "quiet"), columns),
        EMPTY,
        *_figures(windows_table(windows), columns),
        *(each for plot in plots if plot for each in (EMPTY, *plot)),
        EMPTY,
        *(each for note in _footnotes(windows[0]) for each in _broken(note, columns)),
    )


def _broken(span: Span, columns: int) -> list[Line]:
    return [line(Span(each, span.style)) for each in wrapped(safe_text(span.text), columns)]


def _counted(everything: Window, chosen: Chosen | None) -> str:
    if chosen is None:
        return f"{plural(everything.counts.made, 'promise')} counted"
    return f"{chosen.promises:,} of {plural(chosen.of, 'promise')}: {', '.join(chosen.filters)}"


def _figures(its: Table, columns: int) -> list[Line]:
    """The windows side by side; one below the other, each with the rows it has, where that is too wide."""
    titles = [Span(title, "heading") for title in its.head[1:]]
    beside = table(
        [(Span(""), *titles), *((Span(row.indented), *map(Span, row.values)) for row in its.rows)],
        right=frozenset(range(1, len(its.head))),
    )
    if all(sum(len(span.text) for span in each) <= columns for each in beside):
        return beside
    below: list[Line] = []
    for index, title in enumerate(titles):
        own = [row for row in its.rows if row.values[index] not in ("0", "–") or row.label in ALWAYS]
        cells = [(Span(row.indented), Span(row.values[index])) for row in own]
        below += [*([EMPTY] if index else []), line(title), *table(cells, right=frozenset({1}))]
    return below


def _footnotes(everything: Window) -> list[Span]:
    notes = []
    if everything.on_time.n < ENOUGH:
        notes.append(Span(f"Too few to judge: rates begin at {ENOUGH} promises that came due."))
    prompt = everything.logged_promptly
    if prompt.n:
        notes.append(Span(f"{prompt.k:,} of {plural(prompt.n, 'keeping')} logged within a day.", "quiet"))
    if imported := everything.counts.imported:
        of = plural(everything.counts.made, "promise")
        notes.append(Span(f"{imported:,} of {of} came from a file, with the dates that stood there.", "quiet"))
    return [*notes, Span("It knows only promises that somebody wrote down here.", "quiet")]
