"""Hooks: which kinds of event have one, and what there is to say of those that were not run or failed."""

from collections.abc import Mapping
from typing import get_args

from msgspec import Struct

from followthrough.domain.events import AnyEvent, Tombstone
from followthrough.domain.notices import Notice

KINDS: tuple[str, ...] = tuple(str(each.__struct_config__.tag) for each in (*get_args(AnyEvent), Tombstone))
"""The kinds of event of promises, each the name of its hook."""


class HooksFound(Struct, frozen=True, kw_only=True):
    """What lies in a directory of hooks: each hook with what keeps it from being run, and files that are none."""

    directory: str
    objection: str | None
    """Why none of them is run."""
    hooks: Mapping[str, str | None]
    strays: tuple[str, ...]


class HooksNotRun(Notice, frozen=True):
    """Nothing in the directory of hooks is run."""

    directory: str
    objection: str

    def __str__(self) -> str:
        return f"No hook was run: {self.directory} {self.objection}."


class HookFailed(Notice, frozen=True):
    """A hook that could not be run or did not end well, so many times in one command."""

    hook: str
    reason: str
    times: int = 1
    left_out: int = 0
    """How many events it was not told of afterwards."""

    def __str__(self) -> str:
        times = f", {self.times} times" if self.times > 1 else ""
        left_out = f", and not run for {self.left_out} more" if self.left_out else ""
        return f"The hook {self.hook} {self.reason}{times}{left_out}. What was recorded stands."
