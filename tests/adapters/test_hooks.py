"""Hooks: real programs in a directory, what they are given, how they fail, and which are never run."""

import json
import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Timer

import pytest

from followthrough.actions.hooked import Happened
from followthrough.adapters.hooks.running import FileHooks
from followthrough.adapters.hooks.trust import looked_at
from followthrough.adapters.places import Places
from followthrough.domain.hooks import KINDS
from followthrough.formats.hook_document import HookLedgerJson
from tests.support.builders import NOW, a_promise, kept, made

PROMISE = a_promise(made("Send the slides"), kept())
MADE, KEPT = (Happened(commitment_id=PROMISE.id, event=event, commitment=PROMISE, at=NOW) for event in PROMISE.history)


class Home:
    """A home with a configuration, a ledger elsewhere in it, and hooks that may be put there."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.hooks = home / "config" / "hooks"
        self.hooks.mkdir(parents=True, mode=0o755)
        self.ledger = home / "data" / "ledger.json"
        self.ledger.parent.mkdir()
        self.environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SECRET": "hunter2"}

    def hook(self, name: str, script: str, mode: int = 0o755) -> Path:
        """A hook of that name with a script in it."""
        path = self.hooks / name
        path.write_text(script, encoding="utf-8")
        path.chmod(mode)
        return path

    def run(self, *happened: Happened, wait_seconds: float = 5) -> list[str]:
        """Run the hooks of these events; what is said of them."""
        places = Places(str(self.home / "config" / "config.toml"), str(self.home / "state"))
        ledger = HookLedgerJson(path=str(self.ledger), name="work")
        hooks = FileHooks(str(self.hooks), ledger, places, self.environment, wait_seconds=wait_seconds)
        return [str(each) for each in hooks.run(happened)]

    def read(self, name: str) -> str:
        """What a hook wrote into a file in the home."""
        return (self.home / name).read_text(encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_hook_is_given_the_event_and_the_promise_on_one_line(home: Home) -> None:
    home.hook("kept", "#!/bin/sh\ncat > ../given\n")

    assert home.run(KEPT) == []
    given = home.read("given")
    assert given.endswith("}\n")
    assert given.count("\n") == 1
    document = json.loads(given)
    assert (document["schema"], document["id"]) == ("followthrough.hook/1", PROMISE.id)
    assert document["ledger"] == {"path": str(home.ledger), "name": "work"}
    assert (document["event"]["did"], document["commitment"]["state"]) == ("kept", "kept")
    assert [each["did"] for each in document["commitment"]["history"]] == ["made", "kept"]


def test_hooks_are_run_in_the_order_of_what_was_recorded(home: Home) -> None:
    for name in ("made", "kept"):
        home.hook(name, f"#!/bin/sh\necho {name} >> ../order\n")

    assert home.run(MADE, KEPT, MADE) == []
    assert home.read("order") == "made\nkept\nmade\n"


def test_a_hook_knows_little_of_its_surroundings(home: Home) -> None:
    home.hook(
        "kept", "#!/bin/sh\n/usr/bin/env -u PWD -u _ -u SHLVL -u OLDPWD | /usr/bin/sort > ../env; pwd > ../place\n"
    )

    assert home.run(KEPT) == []
    assert home.read("env").splitlines() == [
        f"FOLLOWTHROUGH_CONFIG={home.home}/config/config.toml",
        "FOLLOWTHROUGH_HOOK=kept",
        f"FOLLOWTHROUGH_LEDGER={home.ledger}",
        f"FOLLOWTHROUGH_STATE={home.home}/state",
        f"HOME={home.home}",
        "LC_ALL=C.UTF-8",
        "PATH=/usr/bin:/bin",
    ]
    assert home.read("place") == f"{home.home}/config\n"


def test_events_without_a_hook_run_nothing(home: Home) -> None:
    home.hook("kept.sh", "#!/bin/sh\ntouch ../ran\n")
    home.hooks.chmod(0o777)

    assert home.run(MADE, KEPT) == []
    assert not (home.home / "ran").exists()


FAILING = {
    "a status": ("#!/bin/sh\nexit 3\n", "ended with status 3"),
    "a status and words": (
        "#!/bin/sh\necho first >&2\necho 'no such list.' >&2\nexit 1\n",
        "ended with status 1 (no such list)",
    ),
    "a signal": ("#!/bin/sh\nkill -9 $$\n", "was ended by signal 9"),
    "an interpreter that is missing": (
        "#!/nowhere/python\n",
        "could not be started: No such file or directory "
        "(its first line names the program that runs it, like #!/bin/sh)",
    ),
    "no first line": (
        "touch ../ran\n",
        "could not be started: Exec format error (its first line names the program that runs it, like #!/bin/sh)",
    ),
    "a flood": (
        "#!/bin/sh\nyes out | head -c 3000000\nyes err | head -c 3000000 >&2\nexit 4\n",
        "ended with status 4 (err)",
    ),
}


@pytest.mark.parametrize("case", FAILING)
def test_a_hook_that_fails_is_said_in_one_sentence(home: Home, case: str) -> None:
    script, reason = FAILING[case]
    home.hook("kept", script)

    assert home.run(KEPT) == [f"The hook kept {reason}. What was recorded stands."]
    assert not (home.home / "ran").exists()


def test_a_hook_that_fails_for_many_is_said_once(home: Home) -> None:
    home.hook("kept", "#!/bin/sh\nexit 3\n")
    home.hook("made", "#!/bin/sh\ntouch ../ran\n")

    assert home.run(KEPT, KEPT, MADE, KEPT) == ["The hook kept ended with status 3, 3 times. What was recorded stands."]
    assert (home.home / "ran").exists()


def test_a_hook_that_does_not_end_is_stopped_with_what_it_started_and_not_run_again(home: Home) -> None:
    home.hook("kept", "#!/bin/sh\nsleep 60 & echo $! > ../child\nwait\n")
    home.hook("made", "#!/bin/sh\ntouch ../ran\n")

    assert home.run(KEPT, KEPT, MADE, KEPT, wait_seconds=0.3) == [
        "The hook kept did not end within 0.3 seconds and was stopped, and not run for 2 more. "
        "What was recorded stands."
    ]
    assert (home.home / "ran").exists()
    assert _ends(int(home.read("child")))


def _ends(process: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_what_a_hook_leaves_running_is_not_waited_for(home: Home) -> None:
    home.hook("kept", "#!/bin/sh\nsleep 3 &\nexit 0\n")
    began = time.monotonic()

    assert home.run(KEPT) == []
    assert time.monotonic() - began < 2


def test_a_hook_need_not_read_what_it_is_given(home: Home) -> None:
    long = a_promise(made("Send the slides"), *[kept(note="x" * 4000) for _ in range(50)])
    home.hook("made", "#!/bin/sh\nexit 0\n")

    assert home.run(Happened(commitment_id=long.id, event=long.history[0], commitment=long, at=NOW)) == []


def test_an_interrupt_ends_the_hook_and_is_not_swallowed(home: Home) -> None:
    home.hook("kept", "#!/bin/sh\necho $$ > ../child\nexec sleep 60\n")
    Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        home.run(KEPT, KEPT, wait_seconds=20)

    assert _ends(int(home.read("child")))


def _is_run(home: Home) -> bool:
    return (home.home / "ran").exists()


RUNS = "#!/bin/sh\ntouch ../ran\n"


def test_a_directory_that_others_may_change_is_not_trusted(home: Home) -> None:
    home.hook("kept", RUNS)
    home.hooks.chmod(0o775)

    assert home.run(KEPT, KEPT) == [
        f"No hook was run: {home.hooks} can be changed by others (chmod go-w {home.hooks})."
    ]
    assert not _is_run(home)


def test_a_directory_of_somebody_else_is_not_trusted(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.hook("kept", RUNS)
    monkeypatch.setattr(os, "geteuid", lambda: home.hooks.stat().st_uid + 1)

    assert home.run(KEPT) == [f"No hook was run: {home.hooks} belongs to someone else."]
    assert not _is_run(home)


def _in_a_work_tree_of_both(home: Home) -> Path:
    (home.home / ".git").mkdir()
    return home.home


def _in_a_worktree_with_a_file_for_git(home: Home) -> Path:
    (home.home / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    return home.home


def _beside_the_ledger(home: Home) -> Path:
    home.ledger = home.home / "config" / "ledger.json"
    return home.ledger.parent


def _linked_to_beside_the_ledger(home: Home) -> Path:
    home.hooks.rename(home.ledger.parent / "hooks")
    home.hooks.symlink_to(home.ledger.parent / "hooks")
    return home.ledger.parent


def _beside_what_the_ledger_links_to(home: Home) -> Path:
    home.ledger.symlink_to(home.home / "config" / "real.json")
    return home.home / "config"


def _beside_a_link_to_the_ledger(home: Home) -> Path:
    home.ledger = home.home / "config" / "ledger.json"
    home.ledger.symlink_to(home.home / "data" / "real.json")
    return home.home / "config"


@pytest.mark.parametrize(
    "laid_out",
    [
        _in_a_work_tree_of_both,
        _in_a_worktree_with_a_file_for_git,
        _beside_the_ledger,
        _linked_to_beside_the_ledger,
        _beside_what_the_ledger_links_to,
        _beside_a_link_to_the_ledger,
    ],
)
def test_nothing_that_comes_with_a_ledger_is_run(home: Home, laid_out: Callable[[Home], Path]) -> None:
    home.hook("kept", "#!/bin/sh\ntouch $HOME/ran\n")
    place = laid_out(home)

    assert home.run(KEPT) == [f"No hook was run: {home.hooks} lies in {place}, where the ledger is."]
    assert not _is_run(home)


def test_a_hook_that_links_into_the_directory_of_the_ledger_is_not_run(home: Home) -> None:
    real = home.hook("kept", RUNS).rename(home.ledger.parent / "kept")
    (home.hooks / "kept").symlink_to(real)

    assert home.run(KEPT) == [
        f"The hook kept was not run: it lies in {real.parent}, where the ledger is. What was recorded stands."
    ]
    assert not _is_run(home)


def test_a_ledger_that_lies_in_the_home_itself_leaves_hooks_as_they_are(home: Home) -> None:
    home.ledger = home.home / "ledger.json"
    home.hook("kept", RUNS)

    assert home.run(KEPT) == []
    assert _is_run(home)


def test_a_directory_whose_name_begins_as_that_of_the_ledgers_is_another(home: Home) -> None:
    home.ledger = home.home / "conf" / "ledger.json"
    home.hook("kept", RUNS)

    assert home.run(KEPT) == []
    assert _is_run(home)


def test_hooks_in_a_work_tree_without_the_ledger_are_run(home: Home) -> None:
    (home.home / "config" / ".git").mkdir()
    home.hook("kept", RUNS)

    assert home.run(KEPT) == []
    assert _is_run(home)


@pytest.mark.parametrize(
    ("mode", "objection"),
    [(0o644, "is not executable (chmod u+x {path})"), (0o757, "can be changed by others (chmod go-w {path})")],
)
def test_a_file_that_is_not_safely_executable_is_not_run(home: Home, mode: int, objection: str) -> None:
    path = home.hook("kept", RUNS, mode)

    sentence = f"The hook kept was not run: it {objection.format(path=path)}. What was recorded stands."
    assert home.run(KEPT) == [sentence]
    assert not _is_run(home)


def _directory(path: Path) -> None:
    path.mkdir()


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _fifo(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("laid", "objection"),
    [
        (_directory, "is no file"),
        (_dangling, "cannot be read (No such file or directory)"),
        (_fifo, "is no file"),
    ],
)
def test_what_is_no_file_is_not_run(home: Home, laid: Callable[[Path], None], objection: str) -> None:
    laid(home.hooks / "kept")

    assert home.run(KEPT) == [f"The hook kept was not run: it {objection}. What was recorded stands."]


def test_what_lies_among_the_hooks_is_told_apart(home: Home) -> None:
    home.hook("kept", RUNS)
    unsafe = home.hook("made", RUNS, 0o644)
    home.hook("kept.sh", RUNS)
    home.hook("Kept", RUNS)
    home.hook(".swp", RUNS)
    found = looked_at(str(home.hooks), str(home.ledger), home.environment)

    assert found.objection is None
    assert found.hooks == {"kept": None, "made": f"is not executable (chmod u+x {unsafe})"}
    assert found.strays == ("Kept", "kept.sh")


def test_there_is_a_hook_for_every_kind_of_event() -> None:
    kinds: Sequence[str] = KINDS
    assert set(kinds) == {
        *("made", "edited", "noted", "moved", "kept", "missed", "released", "withdrawn", "reopened", "confirmed"),
        *("repaired", "retracted", "forgotten"),
    }
