"""Dates that people type: one grammar wherever a date is asked for, strict: the whole phrase is read, or it is refused.

Words are cut (`text`) and told apart (`vocabulary`); rules say what they make together (`lengths`, `clocks`,
`periods`, `numerals`, `days`, `spans`, `moments`), and `grammar` finds every way in which they read a phrase. Where two
ways give two dates, the phrase is refused (`reading`); a refusal names what was not understood (`refusing`).
"""

from followthrough.domain.dates import Dates as Dates, Habits as Habits, Span as Span, Toward as Toward
from followthrough.domain.phrases.reading import (
    Understood as Understood,
    forgotten_quotes as forgotten_quotes,
    read as read,
    read_due as read_due,
    read_due_or_span as read_due_or_span,
    read_duration as read_duration,
    read_span as read_span,
)
