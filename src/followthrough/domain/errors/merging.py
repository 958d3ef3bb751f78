"""Why two copies of a ledger cannot be merged."""

from typing import Literal

from followthrough.domain.errors.problem import Problem


class OtherLedgerError(Problem):
    ours: str
    theirs: str

    def __str__(self) -> str:
        return (
            f"They are two ledgers, not two copies of one: this one is {self.ours}, the other {self.theirs}. "
            "Nothing was changed."
        )


class UnreadableRecordError(Problem):
    side: Literal["ours", "theirs"]
    reason: str

    def __str__(self) -> str:
        whose = "this ledger" if self.side == "ours" else "the other copy"
        return f"A record of {whose} cannot be read: {self.reason}. Nothing was changed."
