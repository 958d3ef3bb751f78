"""A temporary home for each program that is compared, with the commands that are measured in it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct, json

from benchmarks.layout import COPY, FACTS, LEDGER, TASKS, TINYDB, TODOS, Facts
from benchmarks.ledgers import ME, NOW, ZONE
from benchmarks.stopwatch import Command

HERE = Path(__file__).parent
_WHAT = "Send Ana the slides"
_BY = "2026-12-04"


class Rivals(Struct, frozen=True, kw_only=True):
    """The programs that are installed here; None where one is not."""

    taskwarrior: str | None
    todoman: str | None


class Kept:
    """What a command changes, as it was: files that it rewrites, and directories in which it makes new ones."""

    def __init__(self, copies: Path, files: tuple[Path, ...], directories: tuple[Path, ...]) -> None:
        copies.mkdir()
        inside = [path for directory in directories for path in directory.rglob("*")]
        self._directories = directories
        self._there = frozenset(inside)
        small = [path for path in inside if path.is_file()] if len(inside) < 100 else []
        self._copies = {path: copies / str(number) for number, path in enumerate((*files, *small))}
        for path, copy in self._copies.items():
            shutil.copyfile(path, copy)

    def restore(self) -> None:
        """Put everything back."""
        for directory in self._directories:
            for path in directory.rglob("*"):
                if path.is_file() and path not in self._there:
                    path.unlink()
        for path, copy in self._copies.items():
            shutil.copyfile(copy, path)


def environment_in(home: Path, **more: str) -> dict[str, str]:
    """Nothing of the user's: a home of its own, the path, a language and a zone."""
    home.mkdir(parents=True, exist_ok=True)
    own = {name: str(home / name.lower()) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    plain = {"HOME": str(home), "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TZ": ZONE}
    return {**plain, **own, "XDG_STATE_HOME": str(home / "state"), **more}


def _prepare(arguments: list[str], environment: Mapping[str, str]) -> None:
    subprocess.run(arguments, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True)


def _facts(layout: Path) -> Facts:
    return json.decode((layout / FACTS).read_bytes(), type=Facts)


def followthrough_commands(layout: Path, home: Path) -> list[Command]:
    """`ft` on a ledger that this home's replica has written to before."""
    program = str(Path(sys.executable).parent / "ft")
    ledger, state = home / LEDGER, home / "ft-state"
    environment = environment_in(
        home,
        FOLLOWTHROUGH_LEDGER=str(ledger),
        FOLLOWTHROUGH_STATE=str(state),
        FOLLOWTHROUGH_CONFIG=str(home / "config.toml"),
        FOLLOWTHROUGH_NOW=NOW.isoformat(),
    )
    shutil.copyfile(layout / LEDGER, ledger)
    adding = [program, "add", _WHAT, "--to", "ana", "--by", _BY]
    _prepare([program, "config", "me", ME], environment)
    _prepare(adding, environment)
    kept = Kept(home / "kept", (ledger,), (state,))
    asked: dict[str, list[str]] = {
        "ft list": [program, "list"],
        "ft": [program],
        "ft digest": [program, "digest"],
        "ft prompt": [program, "prompt"],
        "ft score": [program, "score"],
        "ft report, HTML": [program, "report", "--format", "html"],
        "ft add": adding,
        "ft keep": [program, "keep", _facts(layout).to_keep],
    }
    if (layout / COPY).is_file() and find_spec("followthrough.cli.commands.merge"):
        asked["ft merge"] = [program, "merge", str(layout / COPY)]

    def as_left() -> None:
        kept.restore()
        _prepare(adding, environment)

    restore = {"ft add": as_left, "ft keep": as_left, AFTER_OTHERS: kept.restore, "ft merge": kept.restore}
    asked[AFTER_OTHERS] = adding
    commands = [
        Command(name=name, arguments=arguments, environment=environment, restore=restore.get(name))
        for name, arguments in asked.items()
    ]
    terminal = {**environment, "TERM": "xterm-256color"}
    listing = Command(name=ON_TERMINAL, arguments=asked["ft list"], environment=terminal, on_terminal=True)
    return [*commands, listing]


AFTER_OTHERS = "ft add, after another program"
ON_TERMINAL = "ft list, on a terminal in colour"
FOLLOWED = ("ft list", "ft", "ft prompt", "ft score", "ft add", "ft keep")
"""The commands whose cost is followed from a small ledger to a large one."""


def minimal_commands(home: Path) -> list[Command]:
    """The minimal Typer app, and the interpreter alone."""
    environment = environment_in(home)
    return [
        Command(name="python -c pass", arguments=[sys.executable, "-c", "pass"], environment=environment),
        Command(name="minimal app", arguments=[sys.executable, str(HERE / "minimal_app.py")], environment=environment),
    ]


def tinydb_commands(layout: Path, home: Path) -> list[Command]:
    """One insert with TinyDB's own storage."""
    environment = environment_in(home)
    path = home / TINYDB
    shutil.copyfile(layout / TINYDB, path)
    return [
        Command(
            name="TinyDB insert",
            arguments=[sys.executable, str(HERE / "tinydb_insert.py"), str(path), _facts(layout).document],
            environment=environment,
            restore=Kept(home / "kept", (path,), ()).restore,
        )
    ]


def taskwarrior_commands(layout: Path, home: Path, program: str) -> list[Command]:
    """`task` on the same commitments, imported and settled into its files."""
    environment = environment_in(home, TASKRC=str(home / ".taskrc"), TASKDATA=str(home / ".task"))
    (home / ".taskrc").write_text(f"data.location={home / '.task'}\n", encoding="utf-8")
    (home / ".task").mkdir()
    for part in sorted((layout / TASKS).iterdir()):
        _prepare([program, "rc.confirmation=no", "import", str(part)], environment)
    _prepare([program, "next"], environment)  # moves what is completed into its own file
    files = tuple(path for path in (home / ".task").iterdir() if path.is_file())
    return [
        Command(name="task next", arguments=[program, "next"], environment=environment),
        Command(name="task stats", arguments=[program, "stats"], environment=environment),
        Command(
            name="task add",
            arguments=[program, "add", _WHAT, "project:ana", f"due:{_BY}"],
            environment=environment,
            restore=Kept(home / "kept", files, (home / ".task",)).restore,
        ),
    ]


def todoman_commands(layout: Path, home: Path, program: str) -> list[Command]:
    """`todo` on the same commitments, one file each, its cache filled."""
    environment = environment_in(home)
    promises = home / "lists" / "promises"
    shutil.copytree(layout / TODOS, promises)
    configuration = home / "xdg_config_home" / "todoman"
    configuration.mkdir(parents=True)
    (configuration / "config.py").write_text(
        f'path = "{home}/lists/*"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\ndefault_list = "promises"\n',
        encoding="utf-8",
    )
    _prepare([program, "list"], environment)
    cache = home / "xdg_cache_home" / "todoman" / "cache.sqlite3"
    return [
        Command(name="todo list", arguments=[program, "list"], environment=environment),
        Command(
            name="todo new",
            arguments=[program, "new", "-l", "promises", "-d", _BY, _WHAT],
            environment=environment,
            restore=Kept(home / "kept", (cache,), (promises,)).restore,
        ),
    ]


def commands_for(layout: Path, homes: Path, rivals: Rivals) -> list[Command]:
    """Everything that is measured at the size of this layout, each program in a home of its own.

    Where only the ledger is laid out, nothing but the commands whose cost is followed as it grows.
    """
    ours = followthrough_commands(layout, homes / "ft")
    if not (layout / TINYDB).is_file():
        return [each for each in ours if each.name in FOLLOWED]
    commands = [*minimal_commands(homes / "minimal"), *ours, *tinydb_commands(layout, homes / "tinydb")]
    if rivals.taskwarrior:
        commands += taskwarrior_commands(layout, homes / "taskwarrior", rivals.taskwarrior)
    if rivals.todoman and (layout / TODOS).is_dir():
        commands += todoman_commands(layout, homes / "todoman", rivals.todoman)
    return commands
