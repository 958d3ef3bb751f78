"""`ft sync` with real git: two laptops, a remote between them, and what is said at each step."""

import json
from pathlib import Path

import pytest

from followthrough.adapters.git import repository
from tests.cli.promises import add, stored, texts
from tests.support.clones import Member, circle, git, needs_git, remote_in

pytestmark = needs_git

WHO_READS = (
    "Whoever can read {0} will be able to read all of this ledger: {1} with texts, notes and dates, {2}, and "
    "everything that is recorded later.\n{3} of them is marked private. Visibility is for reports; it hides nothing "
    "from who has the ledger.\ngit keeps every version: what is forgotten here later can still be read in the history "
    "there.\n"
)


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    return remote_in(tmp_path)


@pytest.fixture
def ana(tmp_path: Path) -> Member:
    return Member(tmp_path, "ana")


@pytest.fixture
def bo(tmp_path: Path) -> Member:
    return Member(tmp_path, "bo")


def open_texts(member: Member) -> set[str]:
    return set(texts(member.ft("list", "--json")))


def test_without_a_repository_it_says_how_to_begin(ana: Member) -> None:
    add(ana, "Bring the tent")
    assert ana.ft("sync") == (
        5,
        "",
        f"{ana.ledger} is in no git repository, so there is nothing to sync with yet.\n"
        "ft sync --setup REMOTE, or --setup none for a history here alone.\n",
    )


def test_without_a_ledger_on_either_side_there_is_nothing_to_sync(ana: Member, remote: Path) -> None:
    said = ana.ft("sync", "--setup", str(remote))
    assert (said.status, said.out) == (3, "")
    assert said.err.splitlines()[0] == f"There is no ledger at {ana.ledger}."
    add(ana, "Bring the tent")
    assert ana.sync() == (0, "Sent to origin, main.\n", WHO_READS.format(remote, "1 promise", "1 name", "1 promise"))


def test_the_first_setup_says_who_will_read_what(ana: Member, remote: Path) -> None:
    add(ana, "Bring the tent", "--visibility", "circle")
    add(ana, "Write to the doctor", to="bo")
    said = ana.ft("sync", "--setup", str(remote))
    assert said == (
        0,
        "Sent to origin, main.\n",
        WHO_READS.format(remote, "2 promises", "2 names", "1 promise"),
    )


def test_two_laptops_promise_and_settle_offline_and_both_have_everything(ana: Member, bo: Member, remote: Path) -> None:
    tent = add(ana, "Bring the tent", to="bo")
    ana.sync("--setup", str(remote))
    assert bo.sync("--setup", str(remote)) == (
        0,
        f"Took the ledger over from origin:\n{bo.ledger}\n\nIn step with origin, main.\n",
        WHO_READS.format(remote, "1 promise", "2 names", "1 promise"),
    )
    add(bo, "Book the van", to="ana")
    assert ana.ft("keep", tent).status == 0
    assert ana.ft("note", tent, "the small one").status == 0
    assert bo.ft("note", tent, "thank you").status == 0

    assert bo.sync() == (0, "Sent to origin, main.\n", "")
    assert open_texts(bo) == {"Bring the tent", "Book the van"}
    told = ana.sync()
    assert told.out.splitlines()[0] == "New here"
    assert "Book the van – bo → you, open" in told.out
    assert "Bring the tent – noted; now kept" in told.out
    assert told.out.splitlines()[-1] == "Sent to origin, main."
    settled = bo.sync().out
    assert settled.splitlines()[0] == "Settled there"
    assert settled.splitlines()[-1] == "In step with origin, main."

    assert stored(ana) == stored(bo) == git(remote, "show", "main:ledger.json").encode()
    assert ana.sync() == bo.sync() == (0, "In step with origin, main.\n", "")
    for each in (ana, bo):
        assert each.git("status", "--porcelain") == ""
        assert each.ft("doctor").status == 0


def test_the_merge_has_both_sides_as_parents(ana: Member, bo: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    bo.sync("--setup", str(remote))
    add(bo, "Book the van")
    bo.sync()
    ana.git("commit", "--quiet", "--allow-empty", "-m", "by hand")
    add(ana, "Air the tent")
    before = (ana.git("rev-parse", "HEAD").strip(), git(remote, "rev-parse", "main").strip())
    ana.sync()
    assert ana.git("rev-parse", "HEAD^1", "HEAD^2").split() == [*before]
    assert ana.git("log", "-1", "--format=%an <%ae>%n%s%n%ai") == (
        "ana <ana@followthrough.invalid>\nLedger of @ana, 2026-11-23 10:00\n2026-11-23 10:00:00 -0500\n"
    )


def test_without_a_remote_there_is_a_history(ana: Member) -> None:
    add(ana, "Bring the tent")
    assert ana.sync("--setup", "none") == (0, "Recorded in the history here; there is no remote to send it to.\n", "")
    assert ana.sync().out == "Nothing has changed since the last time; there is no remote to send it to.\n"
    add(ana, "Air the tent")
    ana.sync()
    assert ana.git("rev-list", "--count", "HEAD") == "2\n"


def test_an_unreachable_remote_leaves_everything_here_committed(ana: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    remote.rename(remote.with_name("gone"))
    add(ana, "Air the tent")
    said = ana.ft("sync")
    assert (said.status, said.out) == (8, "")
    sentence, hint = said.err.splitlines()
    assert sentence.startswith("origin could not be reached: ")
    assert sentence.endswith(". What is here is kept, and goes along next time.")
    assert hint == "ft sync again when it can be."
    assert ana.git("show", "HEAD:ledger.json").encode() == stored(ana)
    remote.with_name("gone").rename(remote)
    assert ana.sync().out == "Sent to origin, main.\n"
    assert git(remote, "show", "main:ledger.json").encode() == stored(ana)


def test_a_hook_there_that_refuses_is_told_in_its_words(ana: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'Not on a \033[31mSunday' >&2\nexit 1\n")
    hook.chmod(0o755)
    add(ana, "Air the tent")
    assert ana.ft("sync") == (
        8,
        "",
        "origin did not take what is here: pre-receive hook declined; Not on a  [31mSunday. It is kept here, with what "
        "was there.\nWhoever keeps it can say why. ft sync tries again.\n",
    )
    assert ana.git("show", "HEAD:ledger.json").encode() == stored(ana)
    hook.unlink()
    assert ana.sync().status == 0
    assert git(remote, "show", "main:ledger.json").encode() == stored(ana)


def test_what_it_did_is_told_in_json(ana: Member, bo: Member, remote: Path) -> None:
    add(ana, "Bring the tent", to="bo")
    ana.sync("--setup", str(remote))
    first = json.loads(bo.sync("--json", "--setup", str(remote)).out)
    assert (first["began"], first["recorded"], first["sent"]) == (True, None, False)
    add(bo, "Book the van")
    again = json.loads(bo.sync("--json").out)
    assert again == {
        "schema": "followthrough.sync/1",
        "path": "ledger.json",
        "branch": "main",
        "remote": "origin",
        "began": False,
        "copies": [],
        "recorded": bo.git("rev-parse", "HEAD").strip(),
        "sent": True,
        "rounds": 1,
        "replaced": None,
        "taken_out": [],
    }
    (copy,) = json.loads(ana.sync("--json").out)["copies"]
    assert copy["file"] == "ledger.json in origin"
    assert [each["what"] for each in copy["made"]] == ["Book the van"]


def test_eight_members_who_all_send_at_once_lose_nothing(tmp_path: Path) -> None:
    import subprocess

    from tests.support.terminal import program

    _, members = circle(tmp_path, *(f"m{number}" for number in range(8)))
    for each in members:
        add(each, f"Promised by {each.handle}", to="all-of-us")
    running = [
        subprocess.Popen([program(), "sync"], env=each.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for each in members
    ]
    said = [(*each.communicate(timeout=120), each.returncode) for each in running]
    assert [status for *_, status in said] == [0] * 8, said
    for each in members:
        each.sync()
    assert len({stored(each) for each in members}) == 1
    assert open_texts(members[0]) == {"Open the hall", *(f"Promised by {each.handle}" for each in members)}


def test_another_ledger_there_is_refused_and_nothing_is_touched(ana: Member, bo: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    add(bo, "Write a diary")
    before, there = stored(bo), git(remote, "rev-parse", "main")
    said = bo.ft("sync", "--setup", str(remote))
    assert (said.status, said.out) == (5, "")
    assert "ledger.json in origin is another ledger: its id is " in said.err
    assert (stored(bo), git(remote, "rev-parse", "main")) == (before, there)


def test_a_ledger_of_another_name_there_is_pointed_to(ana: Member, bo: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    elsewhere = bo.home / "ours" / "circle.json"
    add(bo, "Book the van", "--ledger", str(elsewhere))
    said = bo.ft("--ledger", str(elsewhere), "sync", "--setup", str(remote))
    assert (said.status, said.err.splitlines()[-2:]) == (
        5,
        [
            "origin has no circle.json; the ledger there is ledger.json.",
            "Name yours the same: ft --ledger DIRECTORY/ledger.json sync --setup REMOTE",
        ],
    )


def test_a_file_put_back_to_an_older_state_by_git_has_everything_again(ana: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    first = ana.git("rev-parse", "HEAD").strip()
    add(ana, "Air the tent")
    ana.sync()
    ana.git("checkout", first, "--", "ledger.json")
    add(ana, "Pitch the tent")
    assert ana.sync().out == "Sent to origin, main.\n"
    assert open_texts(ana) == {"Bring the tent", "Air the tent", "Pitch the tent"}
    assert git(remote, "show", "main:ledger.json").encode() == stored(ana)


def test_a_lost_ledger_is_not_taken_for_a_new_one(ana: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    ana.ledger.unlink()
    said = ana.ft("sync")
    assert (said.status, said.out) == (3, "")
    assert said.err.splitlines()[0].startswith(f"The ledger at {ana.ledger} is gone.")


def test_in_a_repository_of_its_users_other_files_come_along(tmp_path: Path, remote: Path) -> None:
    one, other = Member(tmp_path, "one"), Member(tmp_path, "other")
    for each, name in ((one, "notes.txt"), (other, "list.txt")):
        notes = each.home / "notes"
        git(tmp_path, "clone", "--quiet", str(remote), str(notes))
        (notes / "ours").mkdir(exist_ok=True)
        each.environment["FOLLOWTHROUGH_LEDGER"] = str(notes / "ours" / "promises.json")
        if each is one:
            add(one, "Bring the tent")
            (notes / "read.me").write_text("both\n")
            git(notes, "add", "read.me")
            git(notes, "commit", "--quiet", "-m", "read me")
        each.sync("--setup", "origin")
        (notes / name).write_text(f"{name}\n")
        git(notes, "add", name)
        git(notes, "commit", "--quiet", "-m", name)
        add(each, f"By {each.handle}")
    for each in (one, other, one):
        each.sync()
    for each in (one, other):
        notes = each.home / "notes"
        assert git(notes, "status", "--porcelain") == ""
        assert (notes / "read.me").read_text() == "both\n"
        assert {path.name for path in notes.glob("*.txt")} == {"notes.txt", "list.txt"}
        assert open_texts(each) == {"Bring the tent", "By one", "By other"}
    git(one.home / "notes", "fsck", "--strict")


def test_the_first_sync_of_a_repository_that_was_there_says_who_will_read_what(ana: Member, remote: Path) -> None:
    add(ana, "See the doctor")
    ana.git("init", "--quiet", "--initial-branch=main")
    ana.git("remote", "add", "origin", f"file://ana:secret@{remote}")
    said = ana.ft("sync")
    assert said.err.splitlines()[0].startswith(f"Whoever can read file://…@{remote} will be able to read all of")
    assert "secret" not in said.err


def test_a_mistyped_address_is_set_anew_and_one_that_was_reached_is_not(ana: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    assert ana.ft("sync", "--setup", f"{remote}x").status == 8
    assert ana.sync("--setup", str(remote)).out == "Sent to origin, main.\n"
    said = ana.ft("sync", "--setup", f"{remote}x")
    assert (said.status, said.err.splitlines()[0]) == (
        5,
        f"This repository has a remote called origin already, and it is {remote}.",
    )


def test_none_ends_the_sending(ana: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    ana.sync("--setup", "none")
    add(ana, "Air the tent")
    assert ana.sync().out == "Recorded in the history here; there is no remote to send it to.\n"
    assert "Air the tent" not in git(remote, "show", "main:ledger.json")


def test_a_repository_holds_one_ledger(ana: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    other = str(ana.repository / "choir.json")
    add(ana, "Sing", "--ledger", other)
    for words in (("--setup", str(remote)), ()):
        said = ana.ft("--ledger", other, "sync", *words)
        assert (said.status, said.out, said.err.splitlines()[0]) == (
            5,
            "",
            f"The repository {ana.repository} is not ready to be synced: ledger.json in it is a ledger too, and a "
            "repository holds one. Nothing was changed.",
        )
    assert ana.sync().out == "In step with origin, main.\n"


def test_a_home_directory_does_not_become_a_repository(ana: Member, remote: Path) -> None:
    ledger = str(ana.home / "medics.json")
    add(ana, "Bring the tent", "--ledger", ledger)
    said = ana.ft("--ledger", ledger, "sync", "--setup", str(remote))
    assert (said.status, said.err.splitlines()[0]) == (
        5,
        f"{ledger} is in your home directory, and all of that would become a repository. Nothing was changed.",
    )
    assert not (ana.home / ".git").exists()


def test_a_clone_on_a_branch_that_nobody_has_does_not_split_the_circle(ana: Member, bo: Member, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=master", "odd.git")
    odd = tmp_path / "odd.git"
    add(ana, "Bring the tent")
    ana.sync("--setup", str(odd))
    bo.repository.parent.mkdir(parents=True)
    git(tmp_path, "clone", "--quiet", str(odd), str(bo.repository))
    add(bo, "A ledger begun by mistake", "--ledger", str(bo.home / "elsewhere.json"))
    said = bo.ft("sync")
    assert (said.status, said.err.splitlines()[-2]) == (
        5,
        "origin has no branch master; it has main. Nothing was sent.",
    )
    assert bo.sync("--setup", "origin").out.splitlines()[0] == "Took the ledger over from origin:"
    assert open_texts(bo) == {"Bring the tent"}


def test_a_branch_that_is_gone_there_is_told(ana: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    git(remote, "update-ref", "-d", "refs/heads/main")
    assert ana.sync().out == (
        "The history there was replaced\n"
        "  1 commit that origin had before is gone from it; nothing was left there, and git does not say by whom. "
        "All of it is there again now.\n\nSent to origin, main.\n"
    )


def test_a_clock_at_the_beginning_of_time_commits_all_the_same(ana: Member) -> None:
    add(ana, "Bring the tent")
    ana.ft("sync", "--setup", "none")
    ana.environment["FOLLOWTHROUGH_NOW"] = "1970-01-01T00:10:00+00:00"
    assert ana.ft("note", "tent", "long ago").status == 0
    assert ana.sync().out == "Recorded in the history here; there is no remote to send it to.\n"


def test_a_file_beside_it_that_was_only_touched_stops_nothing(ana: Member, bo: Member, remote: Path) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    (ana.repository / "notes.txt").write_text("one\n")
    ana.git("add", "notes.txt")
    ana.git("commit", "--quiet", "-m", "notes")
    ana.sync()
    bo.sync("--setup", str(remote))
    (ana.repository / "notes.txt").write_text("two\n")
    ana.git("commit", "--quiet", "-a", "-m", "notes")
    ana.sync()
    (bo.repository / "notes.txt").touch()
    bo.sync()
    assert (bo.repository / "notes.txt").read_text() == "two\n"


def test_the_history_is_packed_before_it_takes_much_room(
    ana: Member, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ana, "Bring the tent")
    ana.sync("--setup", str(remote))
    monkeypatch.setattr(repository, "MOST_LOOSE_OBJECTS", 12)
    loose = []
    for number in range(6):
        assert ana.ft("note", "tent", f"number {number}").status == 0
        ana.sync()
        loose.append(int(ana.git("count-objects").split()[0]))
    assert max(loose) < 12
    assert min(loose[2:]) < 3
    assert ana.git("fsck", "--strict", "--no-dangling") == ""
    assert git(remote, "show", "main:ledger.json").encode() == stored(ana)
