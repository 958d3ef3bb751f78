"""What other programs sort by, as tags: what a tag cannot hold becomes a hyphen."""

import re
from collections.abc import Iterable

from followthrough.domain.typed import is_tag

_NOT_IN_TAGS = re.compile(r"[^\w.-]+")
_LONGEST = 64


def as_tags(names: Iterable[str]) -> tuple[str, ...]:
    """The tags for these names, each once: `Big House` is `Big-House`, `@work` is `work`."""
    tags = (each if is_tag(each) else _cleaned(each) for each in names)
    return tuple(dict.fromkeys(each for each in tags if each))


def _cleaned(name: str) -> str:
    return _NOT_IN_TAGS.sub("-", name[: 4 * _LONGEST]).strip("-.")[:_LONGEST]
