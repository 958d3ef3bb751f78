"""What a problem is: made of facts, it says itself in one sentence."""

from typing import ClassVar, dataclass_transform


@dataclass_transform(eq_default=False)
class Problem(Exception):
    """Something the user can act on. Anything else that is raised is a defect.

    A subclass declares its facts as a dataclass does; making 50 real dataclasses would take 15 ms of every start.
    """

    _facts: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._facts = (*cls._facts, *cls.__annotations__)

    def __init__(self, *facts: object, **named: object) -> None:
        super().__init__(*facts, *named.values())
        for name, fact in zip(self._facts, (*facts, *named.values()), strict=True):
            setattr(self, name, fact)


def quoted(text: str, limit: int = 60) -> str:
    """The text in quotation marks, cut where it would drown the sentence around it."""
    return f"“{text}”" if len(text) <= limit else f"“{text[: limit - 1]}…”"
