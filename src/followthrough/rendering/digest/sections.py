"""What a digest says, whatever it is laid out in: its title, its sections, what stands below a promise."""

from collections.abc import Sequence
from datetime import datetime

from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import Digest, chase_has_come
from followthrough.domain.due import day_of, in_zone
from followthrough.domain.reliability.credit import lateness_credit, next_drop, seconds_between
from followthrough.rendering.wording import clock, long_day, percent, plural, short_day

Section = tuple[str, Sequence[Commitment]]
OVERDUE, WAITING, AGAIN = "Overdue", "Waiting on others", "Brought up again"
NOTHING = "Nothing is due in the coming days."


def title(digest: Digest, zone: str) -> str:
    """`Promises on Monday 23 November 2026`."""
    return f"Promises on {long_day(day_of(digest.as_of, zone))}"


def sections(digest: Digest) -> list[Section]:
    """The sections that hold something, in the order in which they are read.

    What was kept lately comes first, and of what asks for attention a hand that is wanted.
    """
    named: list[Section] = [
        ("Kept lately", digest.kept_lately),
        ("Help wanted", digest.help_wanted),
        (OVERDUE, digest.overdue),
        ("Due today", digest.due_today),
        ("Due soon", digest.due_soon),
        (WAITING, digest.waiting_on_others),
        (AGAIN, () if digest.again is None else (digest.again,)),
    ]
    return [(name, found) for name, found in named if found]


def beside(section: str, commitment: Commitment, me: str, digest: Digest, zone: str) -> str | None:
    """What else is said of a promise in a section: the credit of one of mine, when to ask about another's."""
    mine, now = commitment.maker == me, digest.as_of
    if section == OVERDUE or (section == AGAIN and mine and commitment.overdue(now)):
        earlier = digest.earlier.get(commitment.series or "", 0)
        passed = f"; {plural(earlier, 'earlier one')} passed too" if earlier else ""
        return f"{credit_now(commitment, now, zone)}{passed}"
    if section == WAITING or (section == AGAIN and not mine):
        return _to_ask(commitment, now, zone)
    return None


def _to_ask(commitment: Commitment, now: datetime, zone: str) -> str | None:
    if commitment.chase is None:
        return None
    if chase_has_come(commitment, now, zone):
        return "time to ask about it"
    return f"to ask about on {short_day(commitment.chase.day_in(zone), day_of(now, zone))}"


def credit_now(commitment: Commitment, now: datetime, zone: str) -> str:
    """`worth 97 % now, 90 % from Sun 29 Nov`: the credit of something overdue, and its next drop."""
    assert commitment.judged_due is not None
    deadline = commitment.judged_due.deadline(commitment.zone)
    worth = f"worth {percent(lateness_credit(seconds_between(deadline, now)))} now"
    drop = next_drop(deadline, now)
    if drop is None:
        return worth
    at = in_zone(drop.at, zone)
    when = clock(at) if at.date() == day_of(now, zone) else short_day(at.date(), day_of(now, zone))
    lower = percent(drop.credit)
    return f"{worth}, {'less' if worth.startswith(f'worth {lower}') else lower} from {when}"
