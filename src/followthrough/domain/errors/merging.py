"""Why two copies of a ledger cannot be merged."""

from typing import Literal

from followthrough.domain.errors.problem import Problem


class OtherLedgerError(Problem):
    path: str
    theirs: str
    ours: str

    def __str__(self) -> str:
        return (
            f"{self.path} is a copy of another ledger: its id is {self.theirs}, that of this one {self.ours}. "
            "Nothing was changed."
        )


class UnreadableRecordError(Problem):
    side: Literal["ours", "theirs"]
    reason: str

    def __str__(self) -> str:
        whose = "this ledger" if self.side == "ours" else "the other copy"
        return f"A record of {whose} cannot be read: {self.reason}. Nothing was changed."
