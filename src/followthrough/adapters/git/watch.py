"""What members did to the history that they share: events taken out or changed, commits replaced by others."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from followthrough.adapters.git.commits import Commits
from followthrough.adapters.ledger.frame import FrameError, parse
from followthrough.domain.errors import FileTooLargeError, UntrustedThereError
from followthrough.domain.syncing import Replaced, Suspicion, TakenOut
from followthrough.formats.losses import Loss, losses

_MOST_COMMITS = 200
_MOST_BYTES = 2**28
"""How much is read for what was taken out and put back since."""
_MOST_TIMES_MORE = 8
"""So many times of both are read where something is gone: nobody is to wait for ever because of what somebody sent."""


def suspicion(commits: Commits, seen: str | None, theirs: str) -> Suspicion:
    """What was done since the commit of theirs that this machine saw last, if it saw one."""
    if seen is None or seen == theirs:
        return Suspicion()
    replaced = None
    if not commits.is_in(seen, theirs):
        replaced = _replaced(commits, seen, theirs)
    return Suspicion(replaced=replaced, taken_out=_taken_out_since(commits, seen, theirs, told=replaced is not None))


def emptied(commits: Commits, seen: str) -> Suspicion:
    """What this machine saw there is gone, and nothing stands in its place."""
    return Suspicion(replaced=Replaced(by=None, commit=None, gone=commits.count(seen)))


def _replaced(commits: Commits, seen: str, theirs: str) -> Replaced:
    """The first commit that stands in the place of those that are gone; none where the history was only set back."""
    gone, fresh = commits.count(seen, f"^{theirs}"), commits.listed("--topo-order", "--reverse", theirs, f"^{seen}")
    if not fresh:
        return Replaced(by=None, commit=theirs[:10], gone=gone)
    return Replaced(by=commits.committer(fresh[0]), commit=fresh[0][:10], gone=gone)


def _taken_out_since(commits: Commits, seen: str, theirs: str, *, told: bool) -> tuple[TakenOut, ...]:
    """What was taken out of what this machine saw, also where somebody else has put it back meanwhile.

    What is gone with a history that was replaced is `told` by that, and not laid to any commit that is left.
    """
    lost = _lost(commits, seen, theirs)
    if not lost and commits.is_in(theirs, seen):
        return ()
    times = _MOST_TIMES_MORE if lost else 1
    size = len(commits.ledger_in(theirs, "") or b"") or 1
    most = min(times * _MOST_COMMITS, times * _MOST_BYTES // size)
    fresh = commits.listed("--topo-order", "--reverse", f"--max-count={most}", theirs, f"^{seen}")
    found = _by_commit(commits, seen, fresh)
    if found or told or not lost:
        return found
    return (replace(_taken_out(commits, theirs, lost), certain=False),)


def _by_commit(commits: Commits, seen: str, fresh: Sequence[str]) -> tuple[TakenOut, ...]:
    """The commits that took something out, each with what its parents had and it has not."""
    found: dict[str, dict[str, Loss]] = {}
    for commit in fresh:
        lost: dict[str, Loss] = {}
        for each in (loss for parent in commits.parents(commit) for loss in _lost(commits, parent, commit)):
            lost.setdefault(each.event, each)
        if lost:
            found[commit] = lost
    if not found:
        return ()
    known = {each.event for each in losses(_tables(commits, seen), {})}
    told = ((commit, tuple(each for each in lost.values() if each.event in known)) for commit, lost in found.items())
    return tuple(_taken_out(commits, commit, lost) for commit, lost in told if lost)


def _taken_out(commits: Commits, commit: str, lost: tuple[Loss, ...]) -> TakenOut:
    about = tuple(dict.fromkeys(each.about for each in lost))
    return TakenOut(
        by=commits.committer(commit), commit=commit[:10], events=tuple(each.event for each in lost), about=about
    )


def _lost(commits: Commits, before: str, after: str) -> tuple[Loss, ...]:
    return losses(_tables(commits, before), _tables(commits, after))


def _tables(commits: Commits, commit: str) -> Mapping[str, Mapping[str, bytes]]:
    """The lines of the ledger in a commit; none where it cannot be read as one."""
    try:
        parsed = parse(commits.ledger_in(commit, "") or b"")
    except (FrameError, FileTooLargeError, UntrustedThereError):
        return {}
    return {name: {key: record.line for key, record in table.items()} for name, table in parsed.items()}
