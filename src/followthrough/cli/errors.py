"""Says what went wrong: a sentence and a hint on standard error, or the same as JSON."""

import sys
from typing import Any

from followthrough.cli.answers import answer_to, kind_of
from followthrough.cli.display import write_json, write_line, write_verbatim
from followthrough.cli.exit_status import DEFECT, Answer
from followthrough.domain.errors import Problem, SeveralMatchesError
from followthrough.rendering.safe_text import safe_text

_LONGEST_MESSAGE = 400
_REPORT = "This is a defect in followthrough. Please report it with the lines above and what you typed."


def report_problem(problem: Problem, *, json: bool, instead: str | None = None) -> int:
    """Say a problem, with a hint `instead` of its own, if there is one; its exit status."""
    answer = answer_to(problem)
    answer = answer if instead is None else Answer(answer.status, instead)
    if json:
        _write_json(kind_of(problem), _with_candidates(problem), answer)
    else:
        _write(str(problem))
        if isinstance(problem, SeveralMatchesError):
            for short, text in problem.candidates:
                _write(f"  {short}  {text[:60]}")
        if answer.hint:
            _write(answer.hint)
    return answer.status


def report_usage(problem: Any, *, json: bool) -> int:
    """Say what was wrong with the command line; its exit status."""
    context = getattr(problem, "ctx", None)
    hint = f"{context.command_path} --help" if context is not None else "ft --help"
    answer = Answer(problem.exit_code, hint)
    message = " ".join(problem.format_message().split())
    if len(message) > _LONGEST_MESSAGE:
        message = f"{message[:_LONGEST_MESSAGE]}…"
    if json:
        _write_json("usage", message, answer)
    else:
        _write(message)
        _write(f"See {hint}")
    return answer.status


def report_defect(defect: BaseException) -> int:
    """Print the traceback and where to report it; the exit status."""
    import traceback

    for text in traceback.format_exception(defect):
        for each in text.rstrip("\n").split("\n"):
            write_verbatim(each, sys.stderr)
    _write(_REPORT)
    return DEFECT


def _with_candidates(problem: Problem) -> str:
    if not isinstance(problem, SeveralMatchesError):
        return str(problem)
    return f"{problem} " + ", ".join(f"{short} “{text[:60]}”" for short, text in problem.candidates)


def _write(text: str) -> None:
    write_line(text, sys.stderr)


def _write_json(kind: str, message: str, answer: Answer) -> None:
    from followthrough.formats.output import ErrorJson, ProblemJson, to_json

    hint = None if answer.hint is None else _encodable(answer.hint)
    problem = ProblemJson(kind=kind, message=_encodable(message), hint=hint, exit_status=answer.status)
    document = ErrorJson(error=problem)
    write_json(to_json(document), sys.stderr)


def _encodable(text: str) -> str:
    r"""The text with bytes that were no UTF-8, which JSON cannot hold, as `\u{…}`."""
    return "".join(safe_text(letter) if "\ud800" <= letter <= "\udfff" else letter for letter in text)
