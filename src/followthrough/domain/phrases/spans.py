"""Stretches of days, as words: `this week`, `december`, `q1`, `2026`, `the last 30 days`, `weekend`."""

from datetime import date

from followthrough.domain.dates import Span
from followthrough.domain.phrases.days import weekend_span
from followthrough.domain.phrases.grammar import Rule, UnfitError
from followthrough.domain.phrases.lengths import Length
from followthrough.domain.phrases.scene import Period, Scene, year_span


def _span(scene: Scene, period: Period) -> Span:
    """That of them which is, else the next or the last one."""
    if period.alone:
        return period.at(0)
    steps = range(0, -13, -1) if scene.back else range(13)
    spans = (period.at(step) for step in steps)
    return next(span for span in spans if scene.fits(span.first if scene.back else span.last))


def _next_days(scene: Scene, length: Length) -> Span:
    return Span(scene.today, _end(scene, length, 1))


def _last_days(scene: Scene, length: Length) -> Span:
    return Span(_end(scene, length, -1), scene.today)


def _end(scene: Scene, length: Length, sign: int) -> date:
    if not length.whole_days() or length.nothing():
        raise UnfitError("only days and longer make a stretch of days")
    return length.from_day(scene.today, sign)


RULES = (
    Rule("SPAN", "in|during|over? STRETCHOFDAYS", lambda _, span: span),
    Rule("STRETCHOFDAYS", "PERIOD", _span),
    Rule("STRETCHOFDAYS", "YEAR", lambda _, year: year_span(year)),
    Rule("STRETCHOFDAYS", "the? weekend", lambda scene: weekend_span(scene, 0)),
    Rule("STRETCHOFDAYS", "WHICH weekend", weekend_span),
    Rule("STRETCHOFDAYS", "the? next AMOUNT", _next_days),
    Rule("STRETCHOFDAYS", "the? last|past AMOUNT", _last_days),
)
