"""What a sync with a git remote did and found: facts to be shown, without a sentence."""

from msgspec import Struct

from followthrough.domain.merging import Brought


class TakenOut(Struct, frozen=True, kw_only=True):
    """Events that a commit of the other side removed or changed: who committed it, and what they were about.

    What was removed stands here again after the merge, and there after the push. Where too many commits came to look at
    each, it is not `certain` which of them it was: this one, the last, or one before it.
    """

    by: str
    commit: str
    events: tuple[str, ...]
    about: tuple[str, ...]
    certain: bool = True


class Replaced(Struct, frozen=True, kw_only=True):
    """The other side's history was replaced by another: how many commits are gone from it, and what stands there now.

    `commit` is the first new one, and `by` committed it; or it was only set back to that one, and nobody says by whom.
    Without a `commit` the branch is gone from there altogether.
    """

    by: str | None
    commit: str | None
    gone: int


class Suspicion(Struct, frozen=True, kw_only=True):
    """What somebody did to the history that others share; the merge undoes its effect, and this tells of it."""

    replaced: Replaced | None = None
    taken_out: tuple[TakenOut, ...] = ()


NOTHING_SUSPECTED = Suspicion()


class Synced(Struct, frozen=True, kw_only=True):
    """What a sync came to. `remote` is None where there is only the history of this machine.

    `brought` is what the other side had that was new here, by
    round; `recorded` the commit that this sync made of the ledger, `sent` says that
    something had to be sent: the other side has it all now in any case. `began`: there was no ledger here before.
    """

    path: str
    branch: str
    remote: str | None
    brought: tuple[Brought, ...]
    recorded: str | None
    sent: bool
    rounds: int
    began: bool = False
    suspicion: Suspicion = NOTHING_SUSPECTED


class Readable(Struct, frozen=True, kw_only=True):
    """What whoever can read a remote can read once the ledger is there: counts of promises, persons, private ones."""

    remote: str
    promises: int
    people: int
    private: int
