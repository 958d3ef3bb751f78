"""What `sign` and `verify` say: who signed what and when, and what a signature cannot prove."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from followthrough.domain.due import in_zone
from followthrough.domain.report import Report
from followthrough.domain.sharing import Signed, Signer, Verified
from followthrough.rendering.lines import EMPTY, Line, Page, heading, line, quiet, wrapped
from followthrough.rendering.report.words import as_of, chosen, lead, title
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.wording import clock, long_day

CANNOT_PROVE = (
    "A signature says that this key signed these figures. It cannot prove that every promise was written down, that "
    "what was recorded happened, that the signer's clock was right, or who holds the key."
)


def signed_page(signed: Signed, width: int | None) -> Page:
    """The files, the key, and in a sentence what was signed."""
    key = signed.signature
    return (
        *(heading(f"Signed {path}") for path in signed.written[:1]),
        *_folded([f"{title(signed.report)}.", *_figures(signed.report)], width),
        *_folded([f"Key {key.key}, {key.fingerprint}"], width, soft=True),
        *_folded((f"The signature is in {path}; share both files." for path in signed.written[1:]), width, soft=True),
    )


def verified_page(verified: Verified, width: int | None) -> Page:
    """Who signed what and when, whether page and ledger say the same, and what none of that can prove."""
    report = verified.report
    return (
        heading("The signature is good."),
        *_folded([_signer(verified.signer, verified.signed_at, report.zone)], width),
        EMPTY,
        line(title(report)),
        *_folded(_figures(report), width),
        EMPTY,
        *_folded([*_page(verified), _ledger(verified)], width),
        EMPTY,
        *_folded([CANNOT_PROVE], width, soft=True),
    )


def _figures(report: Report) -> Iterator[str]:
    return filter(None, (as_of(report), chosen(report), lead(report)))


def _signer(signer: Signer, signed_at: datetime | None, zone: str) -> str:
    key = f"{signer.key_type} key {signer.fingerprint}"
    who = f"Signed by {signer.principal}, with the {key}" if signer.principal else f"Signed with the {key}"
    when = ""
    if signed_at is not None:
        moment = in_zone(signed_at, zone)
        when = f", on {long_day(moment.date())}, {clock(moment)} by the signer's clock"
    vouched = "" if signer.principal else " Nobody here says whose key that is: --signers FILE names keys you trust."
    return f"{who}{when}.{vouched}"


def _page(verified: Verified) -> Iterator[str]:
    if verified.page == "same":
        yield "The page shows what was signed, to the byte."
    elif verified.page == "not checked":
        yield (
            f"Version {verified.program} of the program wrote the page, which is another than this one: only the "
            "figures in its JSON are verified, not the page around them."
        )


def _ledger(verified: Verified) -> str:
    match verified.ledger.agrees:
        case True:
            return "The ledger here gives the same report."
        case False:
            return f"The ledger here disagrees: {verified.ledger.reason}."
        case None:
            return f"No ledger here can be compared with it: {verified.ledger.reason}."


def _folded(texts: Iterable[str], width: int | None, *, soft: bool = False) -> Iterator[Line]:
    pieces = (piece for text in texts for piece in wrapped(safe_text(text), width or 10_000))
    return (quiet(piece) if soft else line(piece) for piece in pieces)
