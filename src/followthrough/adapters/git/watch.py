"""What members did to the history that they share: events taken out or changed, commits replaced by others."""

from collections.abc import Mapping

from followthrough.adapters.git.commits import Commits
from followthrough.adapters.ledger.frame import FrameError, parse
from followthrough.domain.syncing import Replaced, Suspicion, TakenOut
from followthrough.formats.losses import Loss, losses

_MOST_COMMITS = 200


def suspicion(commits: Commits, seen: str | None, theirs: str) -> Suspicion:
    """What was done since the commit of theirs that this machine saw last, if it saw one."""
    if seen is None or seen == theirs:
        return Suspicion()
    replaced = None
    if not commits.is_in(seen, theirs):
        gone = commits.count(seen, f"^{theirs}")
        replaced = Replaced(by=commits.committer(theirs), commit=theirs[:10], gone=gone)
    if not _lost(commits, seen, theirs):
        return Suspicion(replaced=replaced)
    return Suspicion(replaced=replaced, taken_out=_by_commit(commits, seen, theirs))


def _by_commit(commits: Commits, seen: str, theirs: str) -> tuple[TakenOut, ...]:
    """The commits that took something out, each with what its parents had and it has not."""
    fresh = commits.listed("--topo-order", "--reverse", f"--max-count={_MOST_COMMITS}", theirs, f"^{seen}")
    found = []
    for commit in fresh:
        lost = {each.event: each for parent in commits.parents(commit) for each in _lost(commits, parent, commit)}
        if lost:
            found.append(_taken_out(commits, commit, tuple(lost.values())))
    return tuple(found) or (_taken_out(commits, theirs, _lost(commits, seen, theirs)),)


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
    except FrameError:
        return {}
    return {name: {key: record.line for key, record in table.items()} for name, table in parsed.items()}
