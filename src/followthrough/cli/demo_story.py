"""A made-up half year: what Sam promised eight people and one circle, and what became of it. Data, nothing else."""

from typing import Any, NamedTuple

ME = "sam"
PEOPLE = {
    "sam": "Sam Okafor",
    "ana": "Ana Ruiz",
    "bo": "Bo Lindqvist",
    "chidi": "Chidi Eze",
    "dee": "Dee Marsh",
    "elif": "Elif Kaya",
    "farid": "Farid Haddad",
    "grace": "Grace Oduya",
    "hal": "Hal Novak",
}
CIRCLE = ("kitchen", "Harbour Street Kitchen", ("sam", "ana", "dee", "farid"))
SHOWN = "Repair Grace's bicycle"
"""The promise whose history the demonstration shows."""


class Then(NamedTuple):
    """What happened to a promise, so many days after it was made: an action and its arguments."""

    after: int
    did: str
    how: dict[str, Any] = {}


class Promise(NamedTuple):
    """A promise made so many days ago, due so many days later; `maker` is Sam unless it says otherwise."""

    ago: int
    to: str
    what: str
    due: int | None
    then: tuple[Then, ...] = ()
    maker: str = ME
    more: dict[str, Any] = {}


def kept(after: int, **how: Any) -> Then:
    """Kept, that many days after it was promised."""
    return Then(after, "keep", how)


def confirmed(after: int, who: str) -> Then:
    """The recipient was satisfied."""
    return Then(after, "confirm", {"who": who})


def missed(after: int, **how: Any) -> Then:
    """Missed, as said on that day."""
    return Then(after, "miss", how)


def moved(after: int, to: int, *, agreed: bool = True, note: str | None = None) -> Then:
    """Given a new date, so many days after it was promised."""
    return Then(after, "move", {"to": to, "agreed": agreed, "note": note})


def _kitchen() -> tuple[Promise, ...]:
    """The soup for the Wednesday kitchen, every second week: mostly on time."""
    outcomes = (7, 7, 6, 7, 8, 7, 7, 7, None, 7, 6, 7)
    return tuple(
        Promise(
            ago,
            "kitchen",
            "Cook the Wednesday soup",
            7,
            (kept(after),) if after is not None else (missed(8, because="outside", note="Ill in bed"),),
            more={"tags": ["kitchen"]},
        )
        for ago, after in zip(range(176, 8, -14), outcomes, strict=True)
    )


STORY = (
    *_kitchen(),
    Promise(182, "ana", "Lend Ana the projector", 4, (kept(3), confirmed(4, "ana"))),
    Promise(179, "bo", "Read Bo's application letter", 3, (kept(3),), more={"confidence": "90"}),
    Promise(171, "chidi", "Introduce Chidi to the printer in Mill Lane", 10, (kept(12),), more={"confidence": "80"}),
    Promise(168, "dee", "Drive Dee to the clinic", 2, (kept(2), confirmed(3, "dee"))),
    Promise(160, "elif", "Send Elif the minutes", 1, (kept(1),), more={"tags": ["minutes"]}),
    Promise(155, "hal", "Water Hal's tomatoes while he is away", 14, (kept(14), confirmed(15, "hal"))),
    Promise(
        150, "farid", "Translate the leaflet for Farid", 7, (moved(4, 11, note="Farid needs it on Monday"), kept(10))
    ),
    Promise(146, "grace", "Bring Grace the spare key", 1, (kept(1),)),
    Promise(141, "ana", "Proofread Ana's grant report", 5, (kept(8, note="Three days late, Ana still made it"),)),
    Promise(
        133,
        "bo",
        "Return Bo's drill",
        10,
        (missed(15, because="mine"), Then(20, "repair", {"how": "Brought it with a new set of bits"})),
    ),
    Promise(126, "dee", "Call the housing office with Dee", 3, (kept(3),), more={"confidence": "70"}),
    Promise(122, "sam", "Lend Sam the van for the move", 9, (kept(9), confirmed(9, "sam")), maker="hal"),
    Promise(
        118, "chidi", "Fix the sound at Chidi's reading", 6, (kept(6), confirmed(7, "chidi")), more={"confidence": "95"}
    ),
    Promise(109, "elif", "Write the first draft of the rota", 7, (Then(3, "release", {"who": "elif"}),)),
    Promise(104, "hal", "Help Hal carry the wardrobe", 2, (kept(2),)),
    Promise(
        97,
        "farid",
        "Find a second speaker for the evening",
        14,
        (Then(5, "withdraw", {"note": "No time this month, Farid asks Grace"}),),
    ),
    Promise(92, "sam", "Send Sam the photos of the party", 5, (kept(11),), maker="grace"),
    Promise(88, "grace", "Babysit for Grace", 1, (kept(1), confirmed(2, "grace")), more={"confidence": "90"}),
    Promise(83, "ana", "Return the projector to the library", 6, (kept(5),)),
    Promise(
        76,
        "bo",
        "Practise the interview with Bo",
        4,
        (moved(2, 8), kept(8), confirmed(9, "bo")),
        more={"confidence": "80"},
    ),
    Promise(70, "chidi", "Print forty copies of the zine", 5, (kept(5, part="75%", note="Thirty; the toner ran out"),)),
    Promise(64, "dee", "Sort the donated coats", 9, (kept(9),), more={"tags": ["coats"]}),
    Promise(58, "elif", "Book the hall for December", 7, (kept(6), confirmed(7, "elif")), more={"confidence": "90"}),
    Promise(51, "hal", "Look after the cat on Sunday", 3, (kept(3),)),
    Promise(45, "farid", "Send Farid the budget figures", 4, (missed(6, because="mine"),), more={"confidence": "60"}),
    Promise(40, "sam", "Bring back the tent", 14, (kept(13),), maker="chidi"),
    Promise(37, "ana", "Write Ana a reference", 8, (kept(7), confirmed(8, "ana")), more={"confidence": "90"}),
    Promise(31, "bo", "Lend Bo twenty for the train", 1, (kept(1),)),
    Promise(
        26,
        "grace",
        SHOWN,
        9,
        (
            Then(6, "note", {"text": "Waiting for the brake cable"}),
            moved(8, 16, note="The shop has the cable on Friday"),
            kept(16),
            Then(17, "confirm", {"who": "grace", "satisfied": False, "note": "The back brake still rubs"}),
            kept(19),
            confirmed(20, "grace"),
        ),
        more={"confidence": "70", "tags": ["bicycle"]},
    ),
    Promise(20, "chidi", "Send Chidi the names for the mailing list", 5, (kept(4),)),
    Promise(15, "dee", "Ask the pharmacy about Dee's delivery", 3, (kept(3), confirmed(4, "dee"))),
    Promise(12, "elif", "Scan the receipts for Elif", 6, (), more={"tags": ["receipts"]}),
    Promise(10, "hal", "Pick up the paint for Hal", 4, (kept(7),)),
    Promise(9, "sam", "Send Sam the contract to sign", 6, (), maker="farid", more={"chase": 10}),
    Promise(8, "farid", "Reserve the van for the market", 5, (kept(5),)),
    Promise(7, "bo", "Return Bo's drill once more", 5, (kept(4), confirmed(5, "bo"))),
    Promise(6, "kitchen", "Cook the Wednesday soup", 6, (), more={"tags": ["kitchen"]}),
    Promise(5, "ana", "Send Ana the slides", 5, (), more={"confidence": "90", "tags": ["talks"]}),
    Promise(
        4,
        "grace",
        "Find three helpers for the coat day",
        6,
        (Then(1, "note", {"text": "One found, two to go", "help_wanted": True}),),
    ),
    Promise(3, "chidi", "Read Chidi's new chapter", 9, ()),
    Promise(3, "sam", "Ask her sister about the piano", 4, (), maker="elif"),
    Promise(2, "dee", "Bring Dee the winter blankets", 3, ()),
    Promise(1, "hal", "Teach Hal to make sourdough", None, ()),
    Promise(40, "kitchen", "Bring the market's leftover bread", 6, (kept(6),), maker="ana"),
    Promise(33, "kitchen", "Sharpen the kitchen's knives", 7, (kept(9),), maker="dee"),
    Promise(26, "kitchen", "Collect the borrowed crates", 5, (kept(4),), maker="farid"),
)
