"""A circle's promises as they are read: what was kept together, who asks for a hand, what is waiting."""

from collections.abc import Collection, Sequence
from datetime import datetime

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.reliability.outcome import judge
from followthrough.domain.reliability.window import Count, OnTime, on_time
from followthrough.domain.selection import sort_commitments


class KeptTogether(Struct, frozen=True, kw_only=True):
    """The sums of what the members promised their circle: as many were kept, and in n on time."""

    members: Count
    made: Count
    kept: Count
    on_time: OnTime


class CirclePromises(Struct, frozen=True, kw_only=True):
    """All promises to a circle: those that ask for a hand, other open ones, kept ones, those settled otherwise.

    Open ones are in the order in which they are due, settled ones the latest first.
    """

    together: KeptTogether
    help_wanted: tuple[Commitment, ...]
    waiting: tuple[Commitment, ...]
    kept: tuple[Commitment, ...]
    otherwise: tuple[Commitment, ...]

    @property
    def in_order(self) -> tuple[Commitment, ...]:
        """Each once, as they are read."""
        return (*self.help_wanted, *self.waiting, *self.kept, *self.otherwise)


def circle_promises(received: Sequence[Commitment], members: Collection[str], now: datetime) -> CirclePromises:
    """What a circle of these members was promised, by whomever; its sums are of what the members promised."""
    still_open = sort_commitments([each for each in received if each.state == "open"], "due")
    settled = sort_commitments([each for each in received if each.state != "open"], "settled")
    return CirclePromises(
        together=_kept_together([each for each in received if each.maker in members], len(members), now),
        help_wanted=tuple(each for each in still_open if each.help_wanted),
        waiting=tuple(each for each in still_open if not each.help_wanted),
        kept=tuple(each for each in settled if each.state == "kept"),
        otherwise=tuple(each for each in settled if each.state != "kept"),
    )


def _kept_together(made: Sequence[Commitment], members: int, now: datetime) -> KeptTogether:
    judged = [judge(each, now) for each in made]
    return KeptTogether(
        members=members,
        made=len(made),
        kept=sum(each.state == "kept" for each in made),
        on_time=on_time(sum(each.in_k for each in judged), sum(each.in_n for each in judged)),
    )
