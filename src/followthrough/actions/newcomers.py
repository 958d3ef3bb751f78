"""Whom a step mentions: people whom the ledger knows, and those who are new."""

from collections.abc import Iterable, Mapping

from followthrough.actions.ports import Pen
from followthrough.domain.errors import (
    NearHandleError,
    ReservedHandleError,
    SeveralNamesError,
)
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.near_names import NOT_SAID, Intended, is_one_slip, near_people
from followthrough.domain.people import Described, Person, PersonEvent, find_person, means_me, named_handle

MOST_COMPARED = 200
"""New handles of one step that are held against those of others, for a slip of the fingers: nobody types that many."""


class Newcomers:
    """The handles a step mentions for the first time, with the display names typed for them."""

    def __init__(self, people: Mapping[str, Person], me: str | None = None, intended: Intended = NOT_SAID) -> None:
        self._people = people
        self._me = me
        self._intended = intended
        self.names: dict[str, str | None] = {}

    def handle(self, typed: str) -> str:
        """The handle of whoever is meant: someone known, or someone new.

        Raises BadHandleError, NearHandleError, SeveralNamesError.
        """
        known = find_person(typed, self._people)
        if known is not None and self._people[known].standing:
            return self.exactly(known)
        if means_me(typed) and self._me is not None:
            return self.exactly(self._me)
        if {"and", "&"} & set(typed.casefold().split()):
            raise SeveralNamesError(typed.strip())
        return self._new(*named_handle(typed))

    def _new(self, handle: str, name: str | None) -> str:
        meant = self._intended.answered(handle)
        if meant is None and handle not in self.names and len(self.names) < MOST_COMPARED:
            near = (
                *near_people(handle, name, self._people),
                *(each for each in self.names if is_one_slip(handle, each)),
            )
            if near:
                raise NearHandleError(handle, near)
        return self.exactly(meant) if meant not in (None, handle) else self.exactly(handle, name)

    def exactly(self, handle: str, name: str | None = None) -> str:
        """This very handle, or the one that stands for it now, whoever else has it as a name.

        Raises ReservedHandleError.
        """
        if handle == SOMEONE:
            raise ReservedHandleError(handle)
        known = self._people.get(handle)
        standing = handle if known is None else known.handle
        if known is None or not known.standing:
            self.names[standing] = self.names.get(standing) or name
        return standing

    def introduced(self, pen: Pen) -> tuple[tuple[str, Described], ...]:
        """The events that put them among the people."""
        return tuple(
            (handle, Described(**pen.stamp(self._history(handle)), name=name or handle))
            for handle, name in self.names.items()
        )

    def _history(self, handle: str) -> tuple[PersonEvent, ...]:
        return self._people[handle].history if handle in self._people else ()


def split_names(typed: Iterable[str]) -> list[str]:
    """Names given one by one or with commas between them."""
    return [name for each in typed for name in each.split(",") if name.strip()]
