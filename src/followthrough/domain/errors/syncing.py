"""Why a ledger could not be synced: the repository it is in, or the other side of it."""

from collections.abc import Sequence

from followthrough.domain.errors.problem import Problem


class NoGitError(Problem):
    program: str

    def __str__(self) -> str:
        return f"There is no {self.program} on this machine, which ft sync runs on."


class OldGitError(Problem):
    program: str

    def __str__(self) -> str:
        return f"The {self.program} on this machine is too old for ft sync."


class GitFailedError(Problem):
    doing: str
    reason: str

    def __str__(self) -> str:
        return f"git could not {self.doing}: {self.reason}."


class LedgerAtHomeError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} is in your home directory, and all of that would become a repository. Nothing was changed."


class NotARepositoryError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} is in no git repository, so there is nothing to sync with yet."


class RepositoryNotReadyError(Problem):
    top: str
    reason: str

    def __str__(self) -> str:
        return f"The repository {self.top} is not ready to be synced: {self.reason}. Nothing was changed."


class NamesProgramError(Problem):
    file: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file} names programs to run ({', '.join(self.keys)}); ft sync runs none of a repository's own."


class BadRemoteError(Problem):
    typed: str
    reason: str

    def __str__(self) -> str:
        return f"“{self.typed}” is no address of a repository to sync with: {self.reason}."


class OtherRemoteError(Problem):
    name: str
    url: str

    def __str__(self) -> str:
        return f"This repository has a remote called {self.name} already, and it is {self.url}."


class ForeignRemoteError(Problem):
    url: str

    def __str__(self) -> str:
        return f"{self.url} is a directory of another user's: what its hooks say would be run as you."


class NoSuchBranchThereError(Problem):
    remote: str
    branch: str
    there: str

    def __str__(self) -> str:
        return f"{self.remote} has no branch {self.branch}; it has {self.there}. Nothing was sent."


class RemoteUnreachableError(Problem):
    remote: str
    reason: str

    def __str__(self) -> str:
        return f"{self.remote} could not be reached: {self.reason}. What is here is kept, and goes along next time."


class RemoteRefusedError(Problem):
    remote: str
    reason: str

    def __str__(self) -> str:
        return f"{self.remote} did not take what is here: {self.reason}. It is kept here, with what was there."


class RestlessRemoteError(Problem):
    remote: str
    rounds: int

    def __str__(self) -> str:
        return f"{self.remote} was changed by others {self.rounds} times in a row while this machine was sending."


class OtherPathError(Problem):
    path: str
    there: str
    remote: str

    def __str__(self) -> str:
        return f"{self.remote} has no {self.path}; the ledger there is {self.there}."


class OtherLedgerThereError(Problem):
    where: str
    theirs: str
    ours: str

    def __str__(self) -> str:
        return (
            f"{self.where} is another ledger: its id is {self.theirs}, that of the one here {self.ours}. "
            "Nothing was changed on either side."
        )


class UntrustedThereError(Problem):
    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where} cannot be trusted as a ledger: {self.reason}. Nothing was changed here."


class OthersConflictError(Problem):
    names: Sequence[str]

    def __str__(self) -> str:
        more = f" and {len(self.names) - 3} more" if len(self.names) > 3 else ""
        return f"Other files in the repository were changed on both sides: {', '.join(self.names[:3])}{more}."


class OthersInTheWayError(Problem):
    reason: str

    def __str__(self) -> str:
        return f"The other side changed files beside the ledger that cannot be brought up to date here: {self.reason}."


class SyncingElsewhereError(Problem):
    top: str
    seconds: float

    def __str__(self) -> str:
        return f"Another process is syncing {self.top}; waited {self.seconds:g} seconds."
