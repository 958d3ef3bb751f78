"""Sign and verify: what is signed, that every change is noticed, and what the ledger at hand says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from followthrough.actions import change_series, settle
from followthrough.actions.add import add, add_all
from followthrough.actions.drafts import Draft
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.forget import forget
from followthrough.actions.people import describe, share
from followthrough.actions.report import combined, laid_out, report
from followthrough.actions.sharing import sign, verify
from followthrough.actions.undo import undo
from followthrough.domain.envelope import Format
from followthrough.domain.errors import (
    BadSignatureError,
    FileInTheWayError,
    NotAReportError,
    NotSignableError,
    NotSignedError,
    PageChangedError,
    Problem,
    UnknownSignerError,
    UnverifiableError,
)
from followthrough.domain.report import Detail, Names
from followthrough.domain.sharing import Agreement
from tests.support.builders import NOW
from tests.support.fakes import FakeClock, FakeLedger, a_workspace
from tests.support.sharing import KEY, FakeFiles, FakeSigning, fingerprint_of

PROGRAM = "1.2.3"
SIGNERS = "/home/ana/signers"


@pytest.fixture
def files() -> FakeFiles:
    return FakeFiles()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW - timedelta(days=30))


@pytest.fixture
def sam(files: FakeFiles, clock: FakeClock) -> WiderWorkspace:
    """Sam's workspace with six promises to Ana: four kept in time, one missed, one open."""
    workspace = a_workspace(
        FakeLedger(may_be_missing=True), clock=clock, files=files, signing=FakeSigning({SIGNERS: {KEY: "sam@kitchen"}})
    )
    ids = []
    for number in range(6):
        made = add(workspace, f"Promise {number}", to=["ana"], by="in 5 days", visibility="public")
        ids.append(made.commitments[0].id)
        clock.forward(minutes=1)
    settle.keep(workspace, ids[:4])
    clock.forward(days=6)
    settle.miss(workspace, ids[4:5])
    clock.set(NOW)
    return workspace


def shared(
    workspace: WiderWorkspace, path: str, kind: Format, *, detail: Detail = "counts", names: Names | None = None
) -> bytes:
    """A report of Sam's, written to that file."""
    text = laid_out(report(workspace, detail=detail, names=names), kind, PROGRAM)
    workspace.files.write(path, text.encode(), lambda there: True, True)
    return text.encode()


def content(workspace: WiderWorkspace, path: str) -> bytes:
    return workspace.files.read(path)


def agreement(workspace: WiderWorkspace, path: str) -> Agreement:
    return verify(workspace, path, program=PROGRAM).ledger


KINDS: tuple[tuple[str, Format], ...] = (("r.json", "json"), ("r.html", "html"), ("r.md", "markdown"))


@pytest.mark.parametrize(("path", "kind"), KINDS)
@pytest.mark.parametrize("detail", ["counts", "titles", "full"])
def test_what_was_signed_is_verified_with_who_and_when(
    sam: WiderWorkspace, clock: FakeClock, path: str, kind: Format, detail: Detail
) -> None:
    shared(sam, path, kind, detail=detail, names="full")
    clock.forward(hours=2)
    signed = sign(sam, path)
    verified = verify(sam, path, program=PROGRAM, signers=SIGNERS)
    assert (signed.at, signed.signature.key) == (clock.now(), KEY)
    assert (verified.signed_at, verified.signer.principal) == (clock.now(), "sam@kitchen")
    assert verified.signer.fingerprint == fingerprint_of(KEY)
    assert verified.report.scorecard.windows.all.on_time.k == 4
    assert verified.page == ("none" if kind == "json" else "same")
    assert verified.ledger == Agreement(agrees=True)


def test_json_has_its_signature_in_a_file_beside_it(sam: WiderWorkspace, files: FakeFiles) -> None:
    shared(sam, "r.json", "json")
    assert sign(sam, "r.json").written == ("r.json", "r.json.sig")
    assert files.content["r.json.sig"].startswith(b"-----BEGIN SSH SIGNATURE-----\n")


@pytest.mark.parametrize(("path", "kind"), KINDS[1:])
def test_a_page_has_its_signature_inside(sam: WiderWorkspace, path: str, kind: Format) -> None:
    shared(sam, path, kind)
    assert sign(sam, path).written == (path,)
    assert b"-----BEGIN SSH SIGNATURE-----\n" in content(sam, path)


@pytest.mark.parametrize(("path", "kind"), KINDS)
def test_signing_again_says_the_later_moment(sam: WiderWorkspace, clock: FakeClock, path: str, kind: Format) -> None:
    shared(sam, path, kind)
    sign(sam, path)
    clock.forward(days=1)
    sign(sam, path)
    assert verify(sam, path, program=PROGRAM).signed_at == clock.now()


def test_without_signers_the_key_is_named_and_nobody_else(sam: WiderWorkspace) -> None:
    shared(sam, "r.json", "json")
    sign(sam, "r.json")
    assert verify(sam, "r.json", program=PROGRAM).signer.principal is None


def test_a_key_that_the_signers_do_not_name_is_refused(files: FakeFiles, sam: WiderWorkspace) -> None:
    stranger = replace(sam, signing=FakeSigning({SIGNERS: {"/elsewhere/key": "ana"}}))
    shared(sam, "r.json", "json")
    sign(sam, "r.json")
    with pytest.raises(UnknownSignerError):
        verify(stranger, "r.json", program=PROGRAM, signers=SIGNERS)


@pytest.mark.parametrize(("path", "kind"), KINDS)
def test_what_nobody_signed_is_refused(sam: WiderWorkspace, path: str, kind: Format) -> None:
    shared(sam, path, kind)
    with pytest.raises(NotSignedError):
        verify(sam, path, program=PROGRAM)


def is_refused(workspace: WiderWorkspace, path: str) -> bool:
    try:
        verify(workspace, path, program=PROGRAM)
    except (UnverifiableError, NotSignedError, BadSignatureError, PageChangedError):
        return True
    return False


def flipped(before: bytes, place: int, bit: int) -> bytes:
    return before[:place] + bytes([before[place] ^ (1 << bit)]) + before[place + 1 :]


@pytest.mark.parametrize("path", ["r.json", "r.json.sig"])
def test_every_flipped_byte_of_json_or_its_signature_is_refused(
    sam: WiderWorkspace, files: FakeFiles, path: str
) -> None:
    shared(sam, "r.json", "json")
    sign(sam, "r.json")
    before = files.content[path]
    for place in range(len(before)):
        files.content[path] = flipped(before, place, place % 8)
        assert is_refused(sam, "r.json"), f"byte {place}, bit {place % 8}"
    files.content[path] = before
    assert not is_refused(sam, "r.json")


@pytest.mark.parametrize(
    ("path", "kind", "step"),
    [
        ("r.html", "html", 1297),
        ("r.md", "markdown", 23),
        pytest.param("r.html", "html", 13, marks=pytest.mark.torture),
        pytest.param("r.md", "markdown", 1, marks=pytest.mark.torture),
    ],
)
def test_flipped_bytes_of_a_page_are_refused(
    sam: WiderWorkspace, files: FakeFiles, path: str, kind: Format, step: int
) -> None:
    shared(sam, path, kind, detail="full", names="full")
    sign(sam, path)
    before = files.content[path]
    for place in (*range(0, len(before), step), *range(len(before) - 200, len(before))):
        files.content[path] = flipped(before, place, place % 8)
        assert is_refused(sam, path), f"byte {place}, bit {place % 8}"
    files.content[path] = before
    assert not is_refused(sam, path)


CHANGES: tuple[Callable[[bytes], bytes], ...] = (
    lambda page: page.replace(b"4 of 5", b"5 of 5", 1),
    lambda page: page + b"\n",
    lambda page: page[:-1],
    lambda page: page.replace(b"Promise 1", b"Promise 9", 1),
    lambda page: page.replace(b"\n", b"\r\n"),
    lambda page: page.replace(b"Not signed.", b""),
)


@pytest.mark.parametrize(("path", "kind"), KINDS[1:])
@pytest.mark.parametrize("change", CHANGES)
def test_a_page_that_was_changed_is_neither_verified_nor_signed(
    sam: WiderWorkspace, files: FakeFiles, path: str, kind: Format, change: Callable[[bytes], bytes]
) -> None:
    unsigned = shared(sam, path, kind, detail="titles")
    sign(sam, path)
    signed = files.content[path]
    for before, attempt in ((unsigned, sign), (signed, None)):
        files.content[path] = change(before)
        if files.content[path] == before:
            continue
        with pytest.raises(Problem):
            _ = attempt(sam, path) if attempt else verify(sam, path, program=PROGRAM)


@pytest.mark.parametrize("more", [b'"claim":"99.6 percent, audited",', b'"program":"another",'])
def test_json_that_says_more_than_a_report_is_neither_signed_nor_verified(
    sam: WiderWorkspace, files: FakeFiles, more: bytes
) -> None:
    shared(sam, "r.json", "json")
    files.content["r.json"] = files.content["r.json"].replace(b"{", b"{" + more, 1)
    before = dict(files.content)
    with pytest.raises(NotSignableError):
        sign(sam, "r.json")
    assert files.content == before
    by_hand = sam.signing.sign(before["r.json"], None)
    files.content["r.json.sig"] = by_hand.armored.encode()
    with pytest.raises(PageChangedError):
        verify(sam, "r.json", program=PROGRAM)


def test_what_it_cannot_see_is_not_for_the_signer_to_say(sam: WiderWorkspace, files: FakeFiles) -> None:
    shared(sam, "r.json", "json")
    forged = files.content["r.json"].replace(b"Promises that nobody wrote down.", b"Nothing at all.")
    files.content["r.json"], files.content["r.json.sig"] = forged, sam.signing.sign(forged, None).armored.encode()
    with pytest.raises(PageChangedError):
        verify(sam, "r.json", program=PROGRAM)


def test_of_a_page_of_another_version_only_the_json_is_verified(sam: WiderWorkspace, files: FakeFiles) -> None:
    shared(sam, "r.html", "html")
    sign(sam, "r.html")
    assert verify(sam, "r.html", program="9.9").page == "not checked"
    files.content["r.html"] = files.content["r.html"].replace(b"<h1>", b"<h1 >")
    assert verify(sam, "r.html", program="9.9").page == "not checked"
    files.content["r.html"] = files.content["r.html"].replace(b'"k":4', b'"k":5', 1)
    with pytest.raises((BadSignatureError, UnverifiableError)):
        verify(sam, "r.html", program="9.9")


@pytest.mark.parametrize("content", [b"", b"{}", b"# Notes\n", b"<!DOCTYPE html>\n<html></html>", b"\xff\xfe", b"[1]"])
def test_what_is_no_report_is_neither_signed_nor_verified(
    sam: WiderWorkspace, files: FakeFiles, content: bytes
) -> None:
    files.content["r"] = content
    with pytest.raises(NotAReportError):
        sign(sam, "r")
    with pytest.raises(UnverifiableError):
        verify(sam, "r", program=PROGRAM)
    assert files.content == {"r": content}


def test_a_signature_file_that_is_something_else_is_left_as_it_is(sam: WiderWorkspace, files: FakeFiles) -> None:
    shared(sam, "r.json", "json")
    files.content["r.json.sig"] = b"my notes"
    before = dict(files.content)
    with pytest.raises(FileInTheWayError):
        sign(sam, "r.json")
    assert files.content == before


def test_a_page_as_another_version_writes_it_is_not_signed(sam: WiderWorkspace, files: FakeFiles) -> None:
    shared(sam, "r.html", "html")
    files.content["r.html"] = files.content["r.html"].replace(b"<h1>", b"<h1 >")
    with pytest.raises(NotSignableError):
        sign(sam, "r.html")


# The ledger at hand


def test_later_events_of_the_ledger_do_not_disagree(sam: WiderWorkspace, clock: FakeClock) -> None:
    shared(sam, "r.json", "json", detail="full", names="full")
    sign(sam, "r.json")
    clock.forward(days=1)
    late = add(sam, "Later", to=["ana"], by="tomorrow").commitments[0].id
    settle.keep(sam, [late])
    settle.reopen(sam, [_missed(sam)])
    describe(sam, "ana", name="Ana Ruiz")
    undo(sam)
    assert agreement(sam, "r.json") == Agreement(agrees=True)


def test_what_became_of_a_series_since_does_not_disagree(sam: WiderWorkspace, clock: FakeClock) -> None:
    add_all(sam, [Draft(what="Call Ana", to=("ana",), every="every 2 days")])
    add_all(sam, [Draft(what="Water", to=("ana",), every="3 days after i keep it")])
    clock.forward(days=5)
    shared(sam, "r.json", "json")
    sign(sam, "r.json")
    open_ = [each.id for each in sam.ledger.read().unsettled() if each.series is not None]
    assert len(open_) == 4
    settle.keep(sam, open_)
    clock.forward(days=1)
    for key in sam.ledger.read().series():
        change_series.stop(sam, key)
    clock.forward(days=20)
    assert agreement(sam, "r.json") == Agreement(agrees=True)


def _missed(workspace: WiderWorkspace) -> str:
    return next(each.id for each in workspace.ledger.read().settled() if each.state == "missed")


@pytest.mark.parametrize("names", ["initials", "none"])
def test_the_ledger_agrees_with_a_report_that_hides_whom_it_is_about(sam: WiderWorkspace, names: Names) -> None:
    shared(sam, "r.json", "json", detail="full", names=names)
    sign(sam, "r.json")
    assert agreement(sam, "r.json") == Agreement(agrees=True)


def test_the_ledger_agrees_with_the_report_of_a_circle(sam: WiderWorkspace, clock: FakeClock) -> None:
    describe(sam, "kitchen", members=["sam", "ana", "bo"])
    for maker in ("sam", "ana", "bo"):
        add(sam, "Wash up", maker=maker, to=["kitchen"], by="tomorrow", visibility="circle")
    clock.forward(days=2)
    text = laid_out(report(sam, "kitchen", detail="titles", names="none"), "json", PROGRAM)
    sam.files.write("r.json", text.encode(), lambda there: True, True)
    sign(sam, "r.json")
    describe(sam, "kitchen", members=["cleo"])
    share(sam, "kitchen", "left-out")
    assert agreement(sam, "r.json") == Agreement(agrees=True)


def test_a_ledger_that_was_tampered_with_disagrees(sam: WiderWorkspace) -> None:
    shared(sam, "r.json", "json")
    sign(sam, "r.json")
    ledger = sam.ledger
    assert isinstance(ledger, FakeLedger)
    kept = next(each.id for each in ledger.read().settled() if each.state == "kept")
    del ledger._histories[kept]
    assert agreement(sam, "r.json") == Agreement(agrees=False, reason="it gives 3 of 5 on time, the report 4 of 6")


def test_what_was_forgotten_since_is_said(sam: WiderWorkspace) -> None:
    shared(sam, "r.json", "json")
    sign(sam, "r.json")
    forget(sam, [_missed(sam)])
    assert agreement(sam, "r.json") == Agreement(
        agrees=None, reason="1 of the promises that were counted were forgotten since"
    )


def test_a_copy_that_lacks_events_cannot_tell(sam: WiderWorkspace, files: FakeFiles) -> None:
    made = report(sam)
    ahead = replace(made, replicas={name: last + 3 for name, last in made.replicas.items()})
    files.content["r.json"] = laid_out(ahead, "json", PROGRAM).encode()
    sign(sam, "r.json")
    assert agreement(sam, "r.json") == Agreement(agrees=None, reason="it lacks 3 of the events that were counted")


def test_another_ledger_cannot_tell(sam: WiderWorkspace, files: FakeFiles) -> None:
    shared(sam, "r.json", "json")
    sign(sam, "r.json")
    other = a_workspace(FakeLedger(may_be_missing=True), files=files, signing=FakeSigning())
    assert agreement(other, "r.json") == Agreement(agrees=None, reason="the report was made from another ledger")
    missing = a_workspace(FakeLedger(), files=files, signing=FakeSigning())
    assert agreement(missing, "r.json") == Agreement(agrees=None, reason="There is no ledger at /home/sam/ledger.json")


def test_several_scorecards_added_up_are_of_no_single_ledger(sam: WiderWorkspace, files: FakeFiles) -> None:
    files.content["r.json"] = laid_out(combined([report(sam)]), "json", PROGRAM).encode()
    sign(sam, "r.json")
    assert agreement(sam, "r.json") == Agreement(agrees=None, reason="it adds up several scorecards")
