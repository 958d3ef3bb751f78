"""`ft sync` in repositories that were laid out to run something: nothing of it runs, and what is here stays.

Each of these clones has a program somewhere that leaves a canary. Where git by hand would run it, a control shows that.
"""

from collections.abc import Mapping

import pytest

from tests.support import hostile_repositories as lay
from tests.support.hostile_repositories import Scene, Trap
from tests.support.shared_clones import Shared, without_who_reads

pytestmark = pytest.mark.external

_ADDRESS = "For example: git@host:us/promises.git, https://host/us/promises.git or a directory\n"
_LATER = "ft sync again when it can be.\n"
_SSH = "ssh://nowhere.invalid/x"


def _names(*keys: str) -> str:
    return (
        f"{{top}}/.git/config names programs to run ({', '.join(keys)}); ft sync runs none of a repository's own.\n"
        "If it is meant, say it in your own: git config --global KEY VALUE\n"
    )


def _no_address(typed: str, reason: str) -> str:
    return f"“{typed}” is no address of a repository to sync with: {reason}.\n{_ADDRESS}"


def _unreachable(reason: str, remote: str = "origin") -> str:
    return f"{remote} could not be reached: {reason}. What is here is kept, and goes along next time.\n{_LATER}"


def _not_ready(reason: str) -> str:
    return (
        f"The repository {{top}} is not ready to be synced: {reason}. Nothing was changed.\n"
        "git status in its directory says how it stands.\n"
    )


def _invalid(path: str) -> str:
    return (
        f"git could not make a commit: invalid path '{path}'.\n"
        "Nothing that was recorded is lost; ft sync goes on where it stopped. git status may say more.\n"
    )


_IN_THE_WAY = (
    "The other side changed files beside the ledger that cannot be brought up to date here: Untracked working tree "
    "file 'tools' would be overwritten by merge.\nCommit or put away what you changed there; then ft sync.\n"
)
_NO_EXT = "transport 'ext' not allowed"
_OPTION = "it begins like an option"
_PROGRAM = "what stands before “::” is a program that git would run"
FETCH, PULL, STATUS = ("fetch",), ("pull",), ("status",)

TRAPS: Mapping[str, Trap] = {
    "ext address": Trap(lay.addressed("ext::{bait}"), 2, _no_address("ext::{bait}", _PROGRAM), FETCH),
    "ext address with a shell": Trap(
        lay.addressed("ext::sh -c touch% {canary}"), 2, _no_address("ext::sh -c touch% {canary}", _PROGRAM), FETCH
    ),
    "fd address": Trap(lay.addressed("fd::17"), 2, _no_address("fd::17", _PROGRAM)),
    "option as an address": Trap(
        lay.addressed("--upload-pack={bait}"), 2, _no_address("--upload-pack={bait}", _OPTION)
    ),
    "option for ssh": Trap(lay.addressed("-oProxyCommand={bait}"), 2, _no_address("-oProxyCommand={bait}", _OPTION)),
    "option as a host": Trap(
        lay.addressed("ssh://-oProxyCommand={bait}/x"),
        2,
        _no_address("ssh://-oProxyCommand={bait}/x", "its host, -oProxyCommand=, begins like an option"),
    ),
    "option as a host, short form": Trap(
        lay.addressed("-oProxyCommand={bait}:x"), 2, _no_address("-oProxyCommand={bait}:x", _OPTION)
    ),
    "option as a host after a user": Trap(
        lay.addressed("git@-oProxyCommand=touch:x"),
        2,
        _no_address("git@-oProxyCommand=touch:x", "its host, -oProxyCommand=touch, begins like an option"),
    ),
    "escape codes in an address": Trap(
        lay.addressed("ssh://a\x1b[31m/x"), 2, _no_address("ssh://a\\u{1b}[31m/x", "there are control characters in it")
    ),
    "address rewritten": Trap(
        lay.configured("url.ext::{bait} .insteadOf={hub}", "protocol.ext.allow=always"), 8, _unreachable(_NO_EXT), FETCH
    ),
    "address rewritten for pushes": Trap(
        lay.configured("url.ext::{bait} .pushInsteadOf={hub}", "protocol.ext.allow=always"),
        8,
        _unreachable(_NO_EXT),
        ("push",),
    ),
    "second address": Trap(
        lay.configured("remote.origin.pushurl=ext::{bait}", "protocol.ext.allow=always"),
        8,
        _unreachable(_NO_EXT),
        ("push",),
    ),
    "remote.origin.vcs": Trap(lay.configured("remote.origin.vcs=ext"), 6, _names("remote.origin.vcs")),
    "remote.origin.uploadpack": Trap(
        lay.configured("remote.origin.uploadpack={bait}"), 6, _names("remote.origin.uploadpack"), FETCH
    ),
    "remote.origin.receivepack": Trap(
        lay.configured("remote.origin.receivepack={bait}"),
        6,
        _names("remote.origin.receivepack"),
        ("push", "origin", "main:x"),
    ),
    "core.sshCommand": Trap(lay.configured("core.sshCommand={bait}", url=_SSH), 6, _names("core.sshcommand"), FETCH),
    "core.gitProxy": Trap(
        lay.configured("core.gitProxy={bait}", url="git://nowhere.invalid/x"), 6, _names("core.gitproxy"), FETCH
    ),
    "core.askPass": Trap(lay.configured("core.askPass={bait}"), 6, _names("core.askpass")),
    "credential.helper": Trap(lay.configured("credential.helper=!{bait}"), 6, _names("credential.helper")),
    "credential.helper of one host": Trap(
        lay.configured("credential.https://x.org.helper=!{bait}"), 6, _names("credential.https://x.org.helper")
    ),
    "included configuration": Trap(lay.included, 6, _names("remote.origin.uploadpack"), FETCH),
    "configuration of the worktree": Trap(lay.worktree_config, 6, _names("core.sshcommand"), FETCH),
    "address in the place of a name": Trap(lay.address_for_a_name, 2, _no_address("ext::{bait}", _PROGRAM), FETCH),
    "remote in the old style": Trap(lay.old_style_remote, 8, _unreachable(_NO_EXT, "old"), FETCH),
    "object that a remote promised": Trap(
        lay.promised_objects, 6, _names("remote.evil.uploadpack"), ("cat-file", "-e", "1234567890" * 4)
    ),
    "core.fsmonitor": Trap(lay.configured("core.fsmonitor={bait}"), control=STATUS),
    "core.hooksPath": Trap(lay.hooks_elsewhere, control=FETCH),
    "hooks": Trap(lay.own_hooks, control=FETCH),
    "core.alternateRefsCommand": Trap(lay.alternates, control=FETCH),
    "aliases": Trap(
        lay.configured(*(f"alias.{each}=!{{bait}}" for each in ("rev-parse", "fetch", "push", "x"))), control=("x",)
    ),
    "filters": Trap(lay.filters, 6, _names("filter.x.clean", "filter.x.smudge", "filter.x.process"), PULL),
    "merge driver of other files": Trap(lay.merge_driver, 6, _names("merge.x.driver"), PULL),
    "programs that show differences": Trap(lay.diff_programs, control=("diff", "--ext-diff")),
    "programs that sign": Trap(
        lay.configured("gpg.program={bait}", "commit.gpgSign=true", "push.gpgSign=if-asked", "tag.gpgSign=true"),
        control=("commit", "--allow-empty", "-m", "x"),
    ),
    "editors and pagers": Trap(
        lay.configured("core.editor={bait}", "core.pager={bait}", "sequence.editor={bait}", "pager.log={bait}"),
        control=("commit", "--allow-empty"),
    ),
    "files elsewhere": Trap(
        lay.elsewhere, 5, _not_ready("its files are said to be in {elsewhere}, where this ledger is not")
    ),
    "program called git in the clone": Trap(lay.program_beside, environment={"PATH": ".::/usr/bin:/bin"}),
    "option as a branch": Trap(lay.on_branch("--upload-pack={bait}")),
    "command as a branch": Trap(lay.on_branch("$(touch${IFS}{canary})")),
    "no branch that git would make": Trap(lay.raw_branch, 5, _not_ready("it is on no branch (a detached HEAD)")),
    "option as a remote": Trap(lay.remote_called("--upload-pack={bait}")),
    "command as a remote": Trap(lay.remote_called("$({bait})")),
    "submodules": Trap(lay.submodules),
    "hook in the tree": Trap(
        lay.tree_with(".git", "hooks", "post-index-change"), 7, _invalid(".git/hooks/post-index-change")
    ),
    "hook in the tree, in capitals": Trap(
        lay.tree_with(".GIT", "hooks", "post-index-change"), 7, _invalid(".GIT/hooks/post-index-change")
    ),
    "hook in the tree, by a short name": Trap(
        lay.tree_with("git~1", "hooks", "post-index-change"), 7, _invalid("git~1/hooks/post-index-change")
    ),
    "hook in a directory above": Trap(lay.tree_with("..", "hooks", "x"), 7, _invalid("../hooks/x")),
    "file behind a link out of the clone": Trap(lay.link_out, 5, _IN_THE_WAY),
    "attributes behind a link": Trap(lay.linked_attributes),
}


TAKEN_IN = (
    "address rewritten for pushes",
    "second address",
    "filters",
    *(name for name in TRAPS if name.startswith(("hook in the tree", "hook in a directory", "file behind"))),
)
"""Refused after the other side's ledger, of which there is nothing to say, was taken in."""


@pytest.fixture
def scene(apart: Shared) -> Scene:
    """Two machines with something to send to each other."""
    return Scene(apart)


@pytest.mark.parametrize("name", TRAPS)
def test_nothing_of_a_repository_runs(scene: Scene, name: str) -> None:
    trap = TRAPS[name]
    trap.lay(scene)
    before = scene.sam.ledger.read_bytes()
    said = scene.sam.ft("sync", **trap.environment)
    scene.sam.ft("doctor", **trap.environment)
    assert not scene.canary.exists()
    assert (said.status, without_who_reads(said.err)) == (trap.status, scene.filled(trap.said)), said
    if not trap.status or name in TAKEN_IN:
        assert scene.sam.texts() == ["Bring the tent", "Fix the bike", "Send the slides", "Water the plants"]
    else:
        assert scene.sam.ledger.read_bytes() == before
    assert not said.out or not trap.status


@pytest.mark.parametrize("name", [name for name, trap in TRAPS.items() if trap.control])
def test_git_by_hand_runs_what_is_laid_there(scene: Scene, name: str) -> None:
    TRAPS[name].lay(scene)
    scene.sam.run_git(*TRAPS[name].control)
    assert scene.canary.exists()


ENVIRONMENT = {
    "GIT_DIR": "{elsewhere}/.git",
    "GIT_WORK_TREE": "{elsewhere}",
    "GIT_INDEX_FILE": "{elsewhere}/index",
    "GIT_OBJECT_DIRECTORY": "{elsewhere}/objects",
    "GIT_CONFIG": "{elsewhere}/config",
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "remote.origin.uploadpack",
    "GIT_CONFIG_VALUE_0": "{bait}",
    "GIT_CONFIG_KEY_1": "core.fsmonitor",
    "GIT_CONFIG_VALUE_1": "{bait}",
    "GIT_CONFIG_PARAMETERS": "'core.sshCommand={bait}' 'remote.origin.receivepack={bait}'",
    "GIT_EXTERNAL_DIFF": "{bait}",
    "GIT_EDITOR": "{bait}",
    "GIT_PAGER": "{bait}",
    "GIT_ASKPASS": "{bait}",
    "SSH_ASKPASS": "{bait}",
    "GIT_PROXY_COMMAND": "{bait}",
    "GIT_TEMPLATE_DIR": "{elsewhere}",
    "GIT_TRACE": "{canary}",
    "GIT_TRACE2_EVENT": "{canary}",
    "GIT_ALLOW_PROTOCOL": "ext",
    "GIT_NAMESPACE": "x",
    "GIT_CEILING_DIRECTORIES": "/",
}


def test_nothing_that_the_environment_says_to_git_counts(scene: Scene) -> None:
    scene.hooks(scene.shared.top / "elsewhere" / "hooks")
    variables = {name: scene.filled(value) for name, value in ENVIRONMENT.items()}
    said = scene.sam.ft("sync", **variables)
    assert (said.status, without_who_reads(said.err)) == (0, "")
    assert not scene.canary.exists()
    assert "Water the plants" in scene.sam.texts()
    assert [*(scene.shared.top / "elsewhere").iterdir()] == [scene.shared.top / "elsewhere" / "hooks"]


def test_setting_up_runs_no_templates(scene: Scene) -> None:
    scene.hooks(scene.shared.top / "templates" / "hooks")
    scene.sam.git("config", "--global", "init.templateDir", str(scene.shared.top / "templates"))
    other = str(scene.shared.top / "other" / "ledger.json")
    assert scene.sam.ft("--ledger", other, "sync", "--setup", str(scene.shared.hub)).status == 0
    assert not (scene.shared.top / "other" / ".git" / "hooks").exists()
    assert not scene.canary.exists()


@pytest.fixture
def unborn(scene: Scene) -> Scene:
    """A repository that somebody made, in which nothing is committed, with no ledger yet."""
    scene.sam.environment["FOLLOWTHROUGH_LEDGER"] = str(scene.shared.top / "unborn" / "ledger.json")
    scene.sam.git("init", "--quiet", "--template=", str(scene.shared.top / "unborn"), at=scene.shared.top)
    scene.sam.git("remote", "add", "origin", str(scene.shared.hub), at=scene.shared.top / "unborn")
    scene.sam.git("config", "remote.origin.uploadpack", str(scene.bait), at=scene.shared.top / "unborn")
    return scene


def test_setting_up_asks_no_remote_that_names_a_program(unborn: Scene) -> None:
    said = unborn.sam.ft("sync", "--setup", "origin")
    assert not unborn.canary.exists()
    assert (said.status, said.out) == (6, "")
    assert said.err.splitlines()[-2].endswith(
        "config names programs to run (remote.origin.uploadpack); ft sync runs none of a repository's own."
    )


def test_git_by_hand_asks_such_a_remote_with_the_program(unborn: Scene) -> None:
    unborn.sam.run_git("ls-remote", "origin", at=unborn.shared.top / "unborn")
    assert unborn.canary.exists()


def _embedded(scene: Scene) -> None:
    """The ledger's directory looks like a bare repository to git; it came with the repository around it."""
    inner = scene.shared.top / "outer" / "team"
    scene.sam.git("init", "--quiet", "--template=", str(inner.parent), at=scene.shared.top)
    scene.sam.git("init", "--quiet", "--bare", "--template=", str(inner), at=scene.shared.top)
    for key, value in (("core.bare", "false"), ("core.worktree", "."), ("core.fsmonitor", str(scene.bait))):
        scene.sam.git("config", "--file", str(inner / "config"), key, value, at=scene.shared.top)
    scene.sam.environment["FOLLOWTHROUGH_LEDGER"] = str(inner / "ledger.json")


def test_a_directory_that_looks_like_a_repository_is_none(scene: Scene) -> None:
    _embedded(scene)
    scene.sam.add("Send the slides")
    said = scene.sam.ft("sync")
    scene.sam.ft("doctor")
    assert not scene.canary.exists()
    assert (said.status, said.out) == (5, "")


def test_git_by_hand_takes_such_a_directory_for_one(scene: Scene) -> None:
    _embedded(scene)
    scene.sam.run_git("status", at=scene.shared.top / "outer" / "team")
    assert scene.canary.exists()
