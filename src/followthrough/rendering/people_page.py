"""The list of people: persons with what they are called, circles with their members."""

from collections.abc import Mapping, Sequence

from followthrough.domain.people import Openness, Person
from followthrough.rendering.lines import Line, Page, Span, heading, line, quiet, table, wrapped
from followthrough.rendering.wording import plural

_SHOWN: dict[Openness, str] = {
    "named": "by name",
    "initials": "by initials",
    "counted": "counted only",
    "left-out": "left out",
}
_Sharing = Mapping[str, Mapping[str, Openness]]


def people_page(people: Sequence[Person], me: str, sharing: _Sharing, width: int | None) -> Page:
    """Everyone by handle; circles with their members, and how openly reports may show those."""
    if not people:
        return (line("Nobody is known here yet."),)
    persons = [each for each in people if not each.is_circle]
    circles = [each for each in people if each.is_circle]
    lines = [*_persons(persons, me), *_circles(circles, sharing, width)]
    return tuple(lines if persons else lines[1:])


def _persons(persons: Sequence[Person], me: str) -> list[Line]:
    return table(
        [
            (
                Span(f"@{each.handle}", "id"),
                Span(each.name + (" (you)" if each.handle == me else "")),
                Span(_besides(each), "quiet"),
            )
            for each in persons
        ]
    )


def _besides(person: Person) -> str:
    """What else they are called, their other handles, and where they live."""
    names = [*person.aliases, *(f"@{each}" for each in person.also)]
    return "; ".join([*([f"also {', '.join(names)}"] if names else []), *([person.zone] if person.zone else [])])


def _circles(circles: Sequence[Person], sharing: _Sharing, width: int | None) -> list[Line]:
    lines: list[Line] = []
    for circle in circles:
        members = " ".join(f"@{member}" for member in circle.members)
        besides = _besides(circle)
        lines += [
            (),
            heading(f"{circle.name} (@{circle.handle}, {plural(len(circle.members), 'member')})"),
            line(f"  {members}"),
            *([line(Span(f"  {besides}", "quiet"))] if besides else []),
            *(quiet(f"  {piece}") for piece in wrapped(_in_reports(sharing[circle.handle]), (width or 10_000) - 2)),
        ]
    return lines


def _in_reports(shown: Mapping[str, Openness]) -> str:
    """`In reports: by name @ana @bo; counted only @cy`, without handles where it is the same for all."""
    if len({*shown.values()}) == 1:
        return f"In reports: {_SHOWN[next(iter(shown.values()))]}"
    said = ((word, [f"@{member}" for member, each in shown.items() if each == kind]) for kind, word in _SHOWN.items())
    return f"In reports: {'; '.join(' '.join((word, *who)) for word, who in said if who)}"
