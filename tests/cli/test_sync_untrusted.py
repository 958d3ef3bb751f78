"""What the other side of `ft sync` may have in the ledger's place: refused whole, and what is here stays as it is."""

import json
from collections.abc import Callable
from random import Random

import pytest

from followthrough.actions.merge import Copy
from followthrough.adapters.git import commits
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.merging import read_copy
from followthrough.domain.errors import UntrustedLedgerError
from tests.support.mutations import mutations
from tests.support.shared_clones import Shared
from tests.support.terminal import Said

pytestmark = pytest.mark.external


def _refused(shared: Shared) -> Said:
    """What a sync says that leaves everything here as it is, and sends nothing."""
    head = shared.sam.git("rev-parse", "HEAD")
    before, there = shared.sam.ledger.read_bytes(), shared.hub_git("rev-parse", "main")
    said = shared.sam.ft("sync")
    assert (shared.sam.ledger.read_bytes(), said.out) == (before, ""), said
    assert (shared.hub_git("rev-parse", "main"), shared.sam.git("rev-parse", "HEAD")) == (there, head)
    return said


def _with(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new)


CONFLICT = b"<<<<<<< here\n%s=======\n%s>>>>>>> there\n"
ENTRIES = ("120000 blob {}", "160000 commit " + "1" * 40, "040000 tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904")
CONTENTS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda it: b"",
    "blank": lambda it: b" \n\n",
    "no document": lambda it: b"hello\n",
    "another document": lambda it: b'{"a": [1, 2]}\n',
    "a list": lambda it: b"[" + it + b"]",
    "no table": lambda it: b"{}\n",
    "conflict markers": lambda it: CONFLICT % (it, it),
    "NUL bytes": lambda it: b"\0" * 4096,
    "UTF-16": lambda it: it.decode().encode("utf-16"),
    "not UTF-8": lambda it: _with(it, b"Send the slides", b"Send \xff\xfe slides"),
    "deep": lambda it: b'{"meta":' * 100_000,
    "deep in a record": lambda it: _with(it, b'"history":[', b'"history":[' + b"[" * 100_000 + b"]" * 100_000 + b","),
    "another program's": lambda it: _with(it, b'"app":"followthrough"', b'"app":"todo"'),
    "newer": lambda it: _with(it, b'"min_writer":1', b'"min_writer":99'),
    "a number that is none": lambda it: _with(it, b'"min_writer":1', b'"min_writer":1e999'),
    "a newer that is none": lambda it: _with(it, b'"min_writer":1', b'"min_writer":"x"'),
    "cut": lambda it: it[: len(it) // 2],
    "twice": lambda it: it + it,
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_ledger_that_is_none_is_refused_whole(apart: Shared, name: str) -> None:
    apart.put_there(CONTENTS[name](apart.there))
    said = _refused(apart)
    assert said.status == 6
    assert said.err.startswith("ledger.json in origin ")
    assert "\x1b" not in said.err
    assert len(said.err.splitlines()) == 2


@pytest.mark.parametrize("entry", ENTRIES, ids=["link", "repository", "directory"])
def test_what_is_no_file_is_refused(apart: Shared, entry: str) -> None:
    apart.put_there(b"/etc/passwd", entry=entry)
    assert _refused(apart) == (
        6,
        "",
        "ledger.json in origin cannot be trusted as a ledger: it is a link, a directory or another repository, not a "
        "file. Nothing was changed here.\nWhoever sent it last can mend it there: ft doctor on their machine, then ft "
        "sync.\n",
    )


def test_a_file_without_end_is_refused_before_it_is_read(apart: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "LARGEST_MEGABYTES", 1)
    apart.put_there(b"\0" * 1_000_001)
    assert _refused(apart) == (5, "", "ledger.json in origin is larger than 1 MB, the most that is read.\n")


def test_every_truncation_is_refused(apart: Shared) -> None:
    content = apart.there
    for length in range(len(content) - 1):
        with pytest.raises(UntrustedLedgerError):
            read_copy(Copy(path="there", content=content[:length]), "", Disk())


def test_a_truncation_on_the_other_side_changes_nothing_here(apart: Shared) -> None:
    content = apart.there
    dice = Random(7)
    for length in sorted(dice.sample(range(len(content) - 1), 6)):
        apart.put_there(content[:length])
        assert _refused(apart).status == 6


def test_damage_on_the_other_side_never_takes_anything_away_here(apart: Shared) -> None:
    content, mine = apart.there, apart.sam.texts()
    for damaged in mutations(content, seed=7, count=12):
        apart.put_there(damaged)
        said = apart.sam.ft("sync")
        assert "Traceback" not in said.err
        assert said.status in (0, 5, 6), said
        assert {*mine} <= {*apart.sam.texts()}
        assert said.status == 0 or said.out == ""


def test_another_ledger_is_not_taken_in(apart: Shared) -> None:
    document = json.loads(apart.there)
    own = document["meta"]["1"]["ledger"].encode()
    apart.put_there(_with(apart.there, own, b"kkkkkkkkkkkk"))
    said = _refused(apart)
    assert (said.status, said.err.splitlines()[0]) == (
        5,
        "ledger.json in origin is another ledger: its id is kkkkkkkkkkkk, that of the one here "
        f"{own.decode()}. Nothing was changed on either side.",
    )


def test_a_history_that_has_nothing_to_do_with_ours_is_united(apart: Shared) -> None:
    commit = apart.put_there(apart.there, root=True)
    assert apart.sam.synced().out.split("\n\n")[1:] == [
        "The history there was replaced\n"
        f"  2 commits that origin had before are gone from it; {commit[:10]} by mal stands in their place. All of it "
        "is there again now.",
        "Sent to origin, main.\n",
    ]
    assert apart.sam.texts() == ["Bring the tent", "Fix the bike", "Send the slides", "Water the plants"]
    assert apart.there == apart.sam.ledger.read_bytes()


def test_an_event_that_is_not_what_its_sum_says_does_not_take_the_place_of_the_intact_one(apart: Shared) -> None:
    apart.put_there(_with(apart.there, b'"what":"Send the slides"', b'"what":"Burn the slides"'))
    assert "text: “Send the slides” here, “Burn the slides” there; “Send the slides” stands\n" in apart.sam.synced().out
    assert "Send the slides" in apart.sam.texts()


NAMES = "m\x1b[31mal\x1b]0;owned\x07\u202e"


def _by(shared: Shared, committer: bytes) -> str:
    """One of ours is taken out there, by somebody who goes by that name."""
    shared.sam.synced()
    document = json.loads(shared.there)
    document["open"].popitem()
    shared.put_there(json.dumps(document).encode())
    raw = shared.hub_git("cat-file", "commit", "main").encode() + b"\n"
    file = shared.written(raw.replace(b"committer mal", b"committer " + committer))
    commit = shared.hub_git("hash-object", "-w", "-t", "commit", "--literally", str(file))
    shared.hub_git("update-ref", "refs/heads/main", commit)
    return commit[:10]


def test_escape_codes_in_the_name_of_who_commits_are_shown_as_such(apart: Shared) -> None:
    commit = _by(apart, "m\x1b[31mal\x1b]0;owned\x07\u202e".encode())
    assert (
        apart.sam.synced()
        .out.splitlines()[1]
        .startswith(f"  1 event by commit {commit} of m\\u{{1b}}[31mal\\u{{1b}}]0;owned\\u{{7}}\\u{{202e}}: ")
    )


def test_a_name_that_is_no_text_is_shown_all_the_same(apart: Shared) -> None:
    commit = _by(apart, b"m\xff\xfel")
    said = apart.sam.synced("--json")
    assert [(each["by"], each["commit"]) for each in json.loads(said.out)["taken_out"]] == [("m\ufffd\ufffdl", commit)]
