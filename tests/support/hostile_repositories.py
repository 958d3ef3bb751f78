"""Clones in which somebody laid out a program to be run: each of them would leave a canary, if anything ran."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.support.shared_clones import Shared

HOOKS = [
    "applypatch-msg",
    "commit-msg",
    "fsmonitor-watchman",
    "post-applypatch",
    "post-checkout",
    "post-commit",
    "post-index-change",
    "post-merge",
    "post-receive",
    "post-rewrite",
    "post-update",
    "pre-auto-gc",
    "pre-applypatch",
    "pre-commit",
    "pre-merge-commit",
    "pre-push",
    "pre-rebase",
    "pre-receive",
    "prepare-commit-msg",
    "proc-receive",
    "push-to-checkout",
    "reference-transaction",
    "sendemail-validate",
    "update",
]


class Trap(NamedTuple):
    """What is laid, whether `ft sync` goes on all the same, and what git by hand would have to do to run it.

    `said` is what is said where it does not go on; `{top}` and `{hub}` stand for the clone and the remote.
    """

    lay: "Callable[[Scene], None]"
    status: int = 0
    said: str = ""
    control: tuple[str, ...] = ()
    environment: Mapping[str, str] = {}


class Scene:
    """Two machines that have something to send to each other, and the canary."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.sam = shared.sam
        self.top = shared.sam.repository
        self.canary = shared.top / "CANARY"
        self.bait = shared.top / "bait"
        self.bait.write_text(f"#!/bin/sh\n/usr/bin/touch {self.canary}\n", encoding="utf-8")
        self.bait.chmod(0o755)

    def filled(self, text: str) -> str:
        """A text with what its placeholders stand for in this scene."""
        known = {
            "top": self.top,
            "elsewhere": self.shared.top / "elsewhere",
            "hub": self.shared.hub,
            "bait": self.bait,
            "canary": self.canary,
        }
        for name, value in known.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def address(self, url: str) -> None:
        """The remote has that address."""
        self.sam.config("protocol.ext.allow", "always")
        self.sam.git("config", "--replace-all", "remote.origin.url", self.filled(url))

    def hooks(self, directory: Path) -> None:
        """Every hook there is."""
        directory.mkdir(parents=True, exist_ok=True)
        for name in HOOKS:
            (directory / name).symlink_to(self.bait)


def configured(*pairs: str, url: str = "") -> "Callable[[Scene], None]":
    """These lines in the clone's configuration, and that address."""

    def lay(scene: Scene) -> None:
        if url:
            scene.address(url)
        for each in pairs:
            key, _, value = each.partition("=")
            scene.sam.config(scene.filled(key), scene.filled(value))

    return lay


def addressed(url: str) -> "Callable[[Scene], None]":
    return lambda scene: scene.address(url)


def included(scene: Scene) -> None:
    (scene.top / ".git" / "more").write_text(f'[remote "origin"]\n\tuploadpack = {scene.bait}\n', encoding="utf-8")
    scene.sam.config("include.path", "more")


def worktree_config(scene: Scene) -> None:
    scene.sam.config("extensions.worktreeConfig", "true")
    scene.sam.git("config", "--worktree", "core.sshCommand", str(scene.bait))
    scene.address("ssh://nowhere.invalid/x")


def address_for_a_name(scene: Scene) -> None:
    scene.sam.config("protocol.ext.allow", "always")
    scene.sam.git("config", "--replace-all", "branch.main.remote", scene.filled("ext::{bait}"))


def old_style_remote(scene: Scene) -> None:
    scene.sam.config("protocol.ext.allow", "always")
    (scene.top / ".git" / "remotes").mkdir()
    (scene.top / ".git" / "remotes" / "old").write_text(f"URL: ext::{scene.bait}\n", encoding="utf-8")
    scene.sam.git("config", "--replace-all", "branch.main.remote", "old")


def promised_objects(scene: Scene) -> None:
    """An object that is missing, and a remote that promised to have it."""
    scene.sam.config("extensions.partialClone", "evil")
    for key, value in (("url", str(scene.shared.hub)), ("promisor", "true"), ("uploadpack", str(scene.bait))):
        scene.sam.config(f"remote.evil.{key}", value)
    missing = "1234567890" * 4
    refs = scene.top / ".git" / "refs" / "followthrough" / "origin"
    refs.mkdir(parents=True, exist_ok=True)
    (refs / "main").write_text(f"{missing}\n", encoding="utf-8")
    scene.sam.git("update-index", "--add", "--cacheinfo", f"100644,{missing},.gitattributes")
    (scene.top / ".gitattributes").unlink(missing_ok=True)


def own_hooks(scene: Scene) -> None:
    scene.hooks(scene.top / ".git" / "hooks")


def hooks_elsewhere(scene: Scene) -> None:
    scene.hooks(scene.top / "tools")
    scene.sam.config("core.hooksPath", str(scene.top / "tools"))


def alternates(scene: Scene) -> None:
    scene.sam.git("clone", "--quiet", "--bare", str(scene.shared.hub), str(scene.shared.top / "spare.git"))
    (scene.top / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (scene.top / ".git" / "objects" / "info" / "alternates").write_text(
        f"{scene.shared.top}/spare.git/objects\n", encoding="utf-8"
    )
    scene.sam.config("core.alternateRefsCommand", str(scene.bait))


def others_changed_there(scene: Scene, files: Mapping[str, str]) -> None:
    """The other member pushes other files."""
    for path, content in files.items():
        scene.shared.ana.write(path, content)
    scene.shared.ana.commit_all_and_push()


def filters(scene: Scene) -> None:
    scene.sam.commit()
    others_changed_there(scene, {"notes.txt": "hello\n", "sub/.gitattributes": "* filter=x\n", "sub/a.txt": "hello\n"})
    for key in ("clean", "smudge", "process"):
        scene.sam.config(f"filter.x.{key}", str(scene.bait))


def merge_driver(scene: Scene) -> None:
    scene.sam.write("notes.txt", "a\nb\nc\nd\ne\nf\n")
    scene.sam.write(".gitattributes", "*.txt merge=x\n/ledger.json merge=followthrough -text\n")
    scene.sam.commit()
    scene.sam.synced()
    scene.shared.ana.synced()
    others_changed_there(scene, {"notes.txt": "a\nb\nc\nd\ne\nF\n"})
    scene.sam.write("notes.txt", "A\nb\nc\nd\ne\nf\n")
    scene.sam.commit()
    scene.sam.config("merge.x.driver", f"{scene.bait} %O %A %B")


def diff_programs(scene: Scene) -> None:
    scene.sam.write(".gitattributes", "* diff=x\n/ledger.json merge=followthrough -text\n")
    configured("diff.external={bait}", "diff.x.command={bait}", "diff.x.textconv={bait}")(scene)


def elsewhere(scene: Scene) -> None:
    (scene.shared.top / "elsewhere").mkdir()
    scene.sam.config("core.worktree", str(scene.shared.top / "elsewhere"))


def program_beside(scene: Scene) -> None:
    scene.sam.write("git", scene.bait.read_bytes(), 0o755)


def submodules(scene: Scene) -> None:
    inner = scene.shared.hub_git("rev-parse", "main")
    ana = scene.shared.ana
    ana.write(
        ".gitmodules",
        f'[submodule "x"]\n\tpath = x\n\turl = ext::{scene.bait}\n\tupdate = !{scene.bait}\n'
        f'[submodule "../../y"]\n\tpath = y\n\turl = -u{scene.bait}\n',
    )
    ana.git("add", ".gitmodules")
    ana.git("update-index", "--add", "--cacheinfo", f"160000,{inner},x")
    ana.git("commit", "--quiet", "--message", "Modules")
    ana.git("push", "--quiet", "origin", "main")
    scene.sam.config("submodule.recurse", "true")
    scene.sam.config("submodule.x.update", f"!{scene.bait}")
    scene.sam.config("submodule.x.url", f"ext::{scene.bait}")
    scene.sam.config("submodule.x.active", "true")


def tree_with(*path: str, mode: str = "100755") -> "Callable[[Scene], None]":
    """A commit of the other side that has the bait under a path that git itself would never write."""

    def lay(scene: Scene) -> None:
        git, hub = scene.shared.hub_git, scene.shared.hub
        name = git("hash-object", "-w", str(scene.bait))
        kind = mode
        for each in reversed(path[1:]):
            name, kind = _tree(scene, hub, [(kind, each, name)]), "40000"
        there = [line.split(None, 3) for line in git("ls-tree", "main").splitlines()]
        entries = [(each[0].lstrip("0"), each[3], each[2]) for each in there]
        tree = _tree(scene, hub, [*entries, (kind, path[0], name)])
        commit = git("-c", "user.name=x", "-c", "user.email=x@x", "commit-tree", tree, "-p", "main", "-m", "x")
        git("update-ref", "refs/heads/main", commit)

    return lay


def _tree(scene: Scene, hub: Path, entries: list[tuple[str, str, str]]) -> str:
    """A tree object, whatever it holds."""
    entries = sorted(entries, key=lambda each: each[1] + ("/" if each[0] == "40000" else ""))
    raw = b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(blob) for mode, name, blob in entries)
    file = scene.shared.top / "tree"
    file.write_bytes(raw)
    return scene.shared.hub_git("hash-object", "-w", "-t", "tree", "--literally", str(file))


def link_out(scene: Scene) -> None:
    """A directory that is a link out of the clone, and then files in it."""
    tree_with("tools", "post-commit")(scene)
    (scene.top / "tools").symlink_to(scene.top / ".git" / "hooks")


def linked_attributes(scene: Scene) -> None:
    private = scene.shared.top / "private"
    private.write_text("* filter=x\n", encoding="utf-8")
    (scene.top / ".gitattributes").unlink()
    (scene.top / ".gitattributes").symlink_to(private)
    scene.sam.config("filter.x.clean", str(scene.bait))


def on_branch(name: str) -> "Callable[[Scene], None]":
    def lay(scene: Scene) -> None:
        branch = scene.filled(f"refs/heads/{name}")
        scene.sam.git("symbolic-ref", "HEAD", branch)
        scene.shared.hub_git("update-ref", branch, "main")

    return lay


def raw_branch(scene: Scene) -> None:
    (scene.top / ".git" / "HEAD").write_text(
        f"ref: refs/heads/--upload-pack={scene.bait} $({scene.bait})\n", encoding="utf-8"
    )


def remote_called(name: str) -> "Callable[[Scene], None]":
    def lay(scene: Scene) -> None:
        remote = scene.filled(name)
        scene.sam.config(f"remote.{remote}.url", str(scene.shared.hub))
        scene.sam.git("config", "--replace-all", "branch.main.remote", remote)

    return lay


def nothing(scene: Scene) -> None:
    """Everything is in the environment."""
