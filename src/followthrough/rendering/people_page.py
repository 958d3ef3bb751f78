"""The list of people: persons with what they are called, circles with their members."""

from collections.abc import Sequence

from followthrough.domain.people import Person
from followthrough.rendering.lines import Line, Page, Span, heading, line, table
from followthrough.rendering.wording import plural


def people_page(people: Sequence[Person], me: str) -> Page:
    """Everyone by handle; circles with their members."""
    if not people:
        return (line("Nobody is known here yet."),)
    persons = [each for each in people if not each.is_circle]
    circles = [each for each in people if each.is_circle]
    lines = [*_persons(persons, me), *_circles(circles)]
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


def _circles(circles: Sequence[Person]) -> list[Line]:
    lines: list[Line] = []
    for circle in circles:
        members = " ".join(f"@{member}" for member in circle.members)
        besides = _besides(circle)
        lines += [
            (),
            heading(f"{circle.name} (@{circle.handle}, {plural(len(circle.members), 'member')})"),
            line(f"  {members}"),
            *([line(Span(f"  {besides}", "quiet"))] if besides else []),
        ]
    return lines
