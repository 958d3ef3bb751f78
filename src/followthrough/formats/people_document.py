"""What `people` prints as JSON, and `forget`, which takes people and promises out."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from followthrough.domain.forgetting import ForgottenPerson
from followthrough.domain.people import Openness, Person


class PersonJson(Struct, frozen=True, kw_only=True):
    """A person, or a circle with its members: what else they are called, their other handles, where they live.

    `sharing` has for each member of a circle how openly its reports may show them.
    """

    handle: str
    name: str
    members: list[str]
    aliases: list[str]
    also: list[str]
    zone: str | None
    sharing: dict[str, Openness]


class PeopleJson(Struct, frozen=True, kw_only=True):
    """What `people` prints."""

    schema: str = "followthrough.people/1"
    me: str
    people: list[PersonJson]


class ForgottenPersonJson(Struct, frozen=True, kw_only=True):
    """Someone who was forgotten: in how many promises `someone` stands for them now.

    `named_in` are the promises whose texts have their name still, `settings` those that are called after them.
    """

    handle: str
    promises: int
    named_in: list[str]
    settings: list[str]


class ForgottenJson(Struct, frozen=True, kw_only=True):
    """What `forget` prints: the ids that were erased, and the persons."""

    schema: str = "followthrough.forgotten/1"
    forgotten: list[str]
    people: list[ForgottenPersonJson]


def people_json(me: str, people: Iterable[Person], sharing: Mapping[str, Mapping[str, Openness]]) -> PeopleJson:
    """The people as JSON has them."""
    return PeopleJson(
        me=me,
        people=[
            PersonJson(
                handle=each.handle,
                name=each.name,
                members=list(each.members),
                aliases=list(each.aliases),
                also=list(each.also),
                zone=each.zone,
                sharing=dict(sharing.get(each.handle, {})),
            )
            for each in people
        ],
    )


def forgotten_json(ids: Iterable[str], persons: Iterable[ForgottenPerson]) -> ForgottenJson:
    """What was forgotten as JSON has it."""
    return ForgottenJson(
        forgotten=list(ids),
        people=[
            ForgottenPersonJson(
                handle=each.handle,
                promises=each.promises,
                named_in=list(each.named_in),
                settings=list(each.settings),
            )
            for each in persons
        ],
    )
