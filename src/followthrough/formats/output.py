"""The `--json` contract: what commands print for programs, with the name and version of its schema."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from followthrough.domain.circle import CirclePromises, KeptTogether
from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import Digest
from followthrough.domain.open_counts import OpenCounts
from followthrough.domain.reliability.calibration import Calibration
from followthrough.domain.reliability.credit import lateness_credit, next_drop, seconds_between
from followthrough.domain.reliability.scorecard import Chosen, Scorecard, Source
from followthrough.domain.reliability.trend import DayCount, Month
from followthrough.domain.reliability.window import Windows, WindowSums
from followthrough.formats.record import to_text
from followthrough.formats.record_writing import StateFields, state_fields

COMMITMENTS = "followthrough.commitments/1"
DIGEST = "followthrough.digest/1"
SCORE = "followthrough.score/1"
PROMPT = "followthrough.prompt/1"
MESSAGE = "followthrough.message/1"
ERROR = "followthrough.error/1"


class CommitmentJson(StateFields, frozen=True, kw_only=True):
    """A commitment: its id, the state fields of the ledger, whether it is overdue now, and its events.

    `ledger` is there where several ledgers were read: the name of the one it is in, null for the usual one.
    """

    id: str
    overdue: bool
    history: list[dict[str, Any]]
    ledger: str | UnsetType | None = UNSET


class DropJson(Struct, frozen=True, kw_only=True):
    """When the credit of something overdue next enters a lower segment, and what it is then."""

    at: datetime
    credit: float


class OverdueJson(CommitmentJson, frozen=True, kw_only=True):
    """An overdue commitment, with its credit now and the next drop of it."""

    credit_now: float
    next_drop: DropJson | None


class LeftOutJson(Struct, frozen=True, kw_only=True):
    """A line that an import left out, and why."""

    line: int
    reason: str


class ImportedJson(Struct, frozen=True, kw_only=True):
    """The account of an import: how many promises are new, got more, or were there already; what was left out.

    `otherwise` are those already there of which the file has another text, date or outcome. With `dry_run` nothing was
    recorded, and the ids of new promises are not theirs yet.
    """

    format: str
    dry_run: bool
    new: int
    more: int
    known: int
    otherwise: list[str]
    people: list[str]
    left_out: list[LeftOutJson]


class CommitmentsJson(Struct, frozen=True, kw_only=True):
    """What `add`, `list`, `show`, `log`, `with` and every command that changes something print.

    `together` is there where `with` is asked about a circle: the sums of what its members promised it. `imported` is
    there after `import`, whose commitments are those that came in and those that got more, in this order.
    """

    schema: str = COMMITMENTS
    together: KeptTogether | UnsetType = UNSET
    imported: ImportedJson | UnsetType = UNSET
    commitments: list[CommitmentJson]


class DigestJson(Struct, frozen=True, kw_only=True):
    """What `digest` and today's view print."""

    schema: str = DIGEST
    as_of: datetime
    kept_lately: list[CommitmentJson]
    overdue: list[OverdueJson]
    due_today: list[CommitmentJson]
    due_soon: list[CommitmentJson]
    help_wanted: list[CommitmentJson]
    waiting_on_others: list[CommitmentJson]
    again: CommitmentJson | None


class ScoreJson(Struct, frozen=True, kw_only=True):
    """What `score` prints; `chosen` is null unless filters were set."""

    schema: str = SCORE
    who: str
    as_of: datetime
    windows: Windows
    calibration: Calibration
    trend: tuple[Month, ...]
    calendar: tuple[DayCount, ...]
    sums: WindowSums
    sources: tuple[Source, ...]
    chosen: Chosen | None


class PromptJson(Struct, frozen=True, kw_only=True):
    """What `prompt` prints: how many of this user's promises are open; the other counts are among them, each once."""

    schema: str = PROMPT
    open: int
    overdue: int
    today: int
    soon: int


class MessageJson(Struct, frozen=True, kw_only=True):
    """What `say` prints: a message of that kind about a promise, whom to send it to, and its text."""

    schema: str = MESSAGE
    id: str
    kind: str
    to: list[str]
    text: str


class ProblemJson(Struct, frozen=True, kw_only=True):
    """A problem: its kind, a sentence, a hint (null where there is none) and the exit status."""

    kind: str
    message: str
    hint: str | None
    exit_status: int


class ErrorJson(Struct, frozen=True, kw_only=True):
    """What is printed on standard error when a command with `--json` fails."""

    schema: str = ERROR
    error: ProblemJson


def commitments_json(commitments: Iterable[Commitment], now: datetime, *, several: bool = False) -> CommitmentsJson:
    """The commitments as JSON has them at that moment; where several ledgers were read, each says which it is in."""
    return CommitmentsJson(commitments=[_commitment(each, now, several=several) for each in commitments])


def circle_json(promises: CirclePromises, now: datetime) -> CommitmentsJson:
    """What was promised to a circle as JSON has it: those first that ask for a hand, then open, then settled ones."""
    return CommitmentsJson(
        together=promises.together, commitments=[_commitment(each, now, several=False) for each in promises.in_order]
    )


def digest_json(digest: Digest, *, several: bool = False) -> DigestJson:
    """The digest as JSON has it; where several ledgers were read, each commitment says which it is in."""
    now = digest.as_of

    def section(commitments: Sequence[Commitment]) -> list[CommitmentJson]:
        return [_commitment(each, now, several=several) for each in commitments]

    return DigestJson(
        as_of=now,
        kept_lately=section(digest.kept_lately),
        overdue=[_overdue(each, now, several=several) for each in digest.overdue],
        due_today=section(digest.due_today),
        due_soon=section(digest.due_soon),
        help_wanted=section(digest.help_wanted),
        waiting_on_others=section(digest.waiting_on_others),
        again=None if digest.again is None else _commitment(digest.again, now, several=several),
    )


def score_json(scorecard: Scorecard) -> ScoreJson:
    """The scorecard as JSON has it."""
    return ScoreJson(**msgspec.structs.asdict(scorecard))


def prompt_json(counts: OpenCounts) -> PromptJson:
    """The counts as JSON has them."""
    return PromptJson(open=counts.open, overdue=counts.overdue, today=counts.today, soon=counts.soon)


def _fields(commitment: Commitment, now: datetime, *, several: bool) -> dict[str, Any]:
    return {
        **({"ledger": commitment.ledger} if several else {}),
        **msgspec.structs.asdict(state_fields(commitment)),
        "id": commitment.id,
        "overdue": commitment.overdue(now),
        "history": [msgspec.to_builtins(event, enc_hook=to_text) for event in commitment.history],
    }


def commitment_json(commitment: Commitment, now: datetime) -> CommitmentJson:
    """One commitment as JSON has it at that moment."""
    return _commitment(commitment, now, several=False)


def _commitment(commitment: Commitment, now: datetime, *, several: bool) -> CommitmentJson:
    return CommitmentJson(**_fields(commitment, now, several=several))


def _overdue(commitment: Commitment, now: datetime, *, several: bool) -> OverdueJson:
    assert commitment.judged_due is not None
    deadline = commitment.judged_due.deadline(commitment.zone)
    drop = next_drop(deadline, now)
    return OverdueJson(
        **_fields(commitment, now, several=several),
        credit_now=lateness_credit(seconds_between(deadline, now)),
        next_drop=None if drop is None else DropJson(at=drop.at, credit=drop.credit),
    )


def to_json(document: Struct, indent: int = 2) -> str:
    r"""The document as JSON, indented by so much (-1: on one line), every control, format and bidi character escaped.

    They are written as `\uXXXX`.
    """
    try:
        encoded = msgspec.json.encode(document, enc_hook=to_text)
    except UnicodeEncodeError:  # the path of a file whose name is not UTF-8
        import json

        fields = msgspec.to_builtins(document, enc_hook=to_text)
        return json.dumps(fields, indent=indent) if indent >= 0 else json.dumps(fields, separators=(",", ":"))
    text = msgspec.json.format(encoded, indent=indent).decode()
    text = text.replace("\x7f", "\\u007f")
    return (
        "".join(_escaped(letter) if not letter.isascii() else letter for letter in text) if not text.isascii() else text
    )


def _escaped(letter: str) -> str:
    import unicodedata

    if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return letter
    units = letter.encode("utf-16-be")
    return "".join(f"\\u{units[index : index + 2].hex()}" for index in range(0, len(units), 2))
