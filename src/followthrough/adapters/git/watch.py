"""What members did to the history that they share: events taken out or changed, commits replaced by others."""

from collections.abc import Mapping, Sequence

from followthrough.adapters.git.commits import Commits
from followthrough.adapters.ledger.frame import FrameError, parse
from followthrough.domain.errors import FileTooLargeError, UntrustedThereError
from followthrough.domain.syncing import Replaced, Suspicion, TakenOut
from followthrough.formats.losses import Loss, losses

_MOST_COMMITS = 200
_MOST_BYTES = 2**28
"""How much is read for what was taken out and put back since; more is read where something is gone."""


def suspicion(commits: Commits, seen: str | None, theirs: str) -> Suspicion:
    """What was done since the commit of theirs that this machine saw last, if it saw one."""
    if seen is None or seen == theirs:
        return Suspicion()
    replaced = None
    if not commits.is_in(seen, theirs):
        gone = commits.count(seen, f"^{theirs}")
        replaced = Replaced(by=commits.committer(theirs), commit=theirs[:10], gone=gone)
    return Suspicion(replaced=replaced, taken_out=_taken_out_since(commits, seen, theirs))


def _taken_out_since(commits: Commits, seen: str, theirs: str) -> tuple[TakenOut, ...]:
    """What was taken out of what this machine saw, also where somebody else has put it back meanwhile."""
    lost = _lost(commits, seen, theirs)
    if not lost and commits.is_in(theirs, seen):
        return ()
    most = () if lost else (f"--max-count={_MOST_COMMITS}",)
    fresh = commits.listed("--topo-order", "--reverse", *most, theirs, f"^{seen}")
    if not lost and len(fresh) * len(commits.ledger_in(theirs, "") or b"") > _MOST_BYTES:
        return ()
    return _by_commit(commits, seen, fresh) or ((_taken_out(commits, theirs, lost),) if lost else ())


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
