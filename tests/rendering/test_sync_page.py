"""What `ft sync` says, by what it found."""

from followthrough.domain.merging import Arrived, Brought, MergeAccount
from followthrough.domain.syncing import Readable, Replaced, Suspicion, Synced, TakenOut
from followthrough.rendering.lines import to_text
from followthrough.rendering.sync_page import readable_said, sync_page
from tests.support.builders import a_reader


def synced(**facts: object) -> Synced:
    usual: dict[str, object] = {
        "path": "ledger.json",
        "branch": "main",
        "remote": "origin",
        "brought": (),
        "recorded": None,
        "sent": False,
        "rounds": 1,
    }
    return Synced(**usual | facts)  # type: ignore[arg-type]  # facts by name


def page(width: int | None = 60, **facts: object) -> str:
    return to_text(sync_page(synced(**facts), "/home/sam/ledger.json", a_reader(), width))


def test_where_everything_stands_is_one_line() -> None:
    assert page() == "In step with origin, main.\n"
    assert page(sent=True, recorded="1a2b3c") == "Sent to origin, main.\n"
    assert page(remote=None, recorded="1a2b3c") == (
        "Recorded in the history here; there is no remote to send it\nto.\n"
    )
    assert page(None, remote=None) == "Nothing has changed since the last time; there is no remote to send it to.\n"


def test_what_came_in_is_told_as_a_merge_tells_it() -> None:
    arrived = Arrived(id="kmzqrtplwvny", what="Bring the tent", maker="ana", to=("sam",), state="open")
    brought = (Brought(path="ledger.json in origin", account=MergeAccount(made=(arrived,)), changed=True),)
    assert page(brought=brought) == (
        "New here\n  kmzq  Bring the tent – Ana Ruiz → you, open\n\nIn step with origin, main.\n"
    )
    assert page(brought=brought, began=True) == (
        "Took the ledger over from origin:\n/home/sam/ledger.json\n\nIn step with origin, main.\n"
    )


def test_who_did_something_to_the_history_is_named_with_the_commit() -> None:
    suspicion = Suspicion(
        replaced=Replaced(by="Bo", commit="1a2b3c4d5e", gone=2),
        taken_out=(
            TakenOut(by="Bo\x1b[31m", commit="6f7a8b9c0d", events=("tkqzm.1", "tkqzm.2"), about=("“Bring the tent”",)),
        ),
    )
    assert page(suspicion=suspicion, sent=True) == (
        "The history there was replaced\n"
        "  2 commits that origin had before are gone from it;\n"
        "  1a2b3c4d5e by Bo stands in their place. All of it is there\n"
        "  again now.\n"
        "Taken out or changed there, and as it was again now\n"
        "  2 events by commit 6f7a8b9c0d of Bo\\u{1b}[31m: “Bring the\n"
        "  tent”\n"
        "\n"
        "Sent to origin, main.\n"
    )


def test_where_it_is_not_certain_which_commit_it_was_that_is_said() -> None:
    taken = TakenOut(by="Bo", commit="6f7a8b9c0d", events=("tkqzm.1",), about=("@ana",), certain=False)
    assert page(None, suspicion=Suspicion(taken_out=(taken,))) == (
        "Taken out or changed there, and as it was again now\n"
        "  1 event by commit 6f7a8b9c0d of Bo, or one before it: @ana\n"
        "\n"
        "In step with origin, main.\n"
    )


def test_who_will_read_what_is_said_before_anything_is_sent() -> None:
    few = Readable(remote="git@host:us.git", promises=1, people=2, private=0)
    first, last = readable_said(few)
    assert first == (
        "Whoever can read git@host:us.git will be able to read all of this ledger: 1 promise with texts, notes and "
        "dates, 2 names, and everything that is recorded later."
    )
    assert last == "git keeps every version: what is forgotten here later can still be read in the history there."
    several = Readable(remote="git@host:us.git", promises=9, people=2, private=4)
    assert readable_said(several) == (
        first.replace("1 promise", "9 promises"),
        "4 promises of them are marked private. Visibility is for reports; it hides nothing from who has the ledger.",
        last,
    )
