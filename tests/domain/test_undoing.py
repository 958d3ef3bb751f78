"""Undo and redo, against a plain list with a cursor."""

from itertools import count

from hypothesis import given, strategies as st

from followthrough.domain.events import AnyEvent, AnyTombstone, Event, Noted, Retracted
from followthrough.domain.folding import fold
from followthrough.domain.undoing import Recorded, Stacks, Step, stacks, steps_of
from tests.support.builders import ID, a_history, a_tombstone, kept, made, noted, reopened, retracted, stamp
from tests.support.thoroughness import tried_on

COMMANDS = st.lists(
    st.one_of(
        st.tuples(st.just("do"), st.integers(1, 3)),
        st.tuples(st.just("undo"), st.integers(1, 4)),
        st.tuples(st.just("redo"), st.just(1)),
    ),
    max_size=25,
)


class Machine:
    """What a machine records: each command is one step of events in one of three histories, undo the newest first."""

    def __init__(self) -> None:
        self.recorded: list[Recorded] = []
        self._numbers = count(1)

    def stacks(self) -> Stacks:
        return stacks(steps_of(self.recorded, "kkkkk"))

    def do(self, size: int) -> str:
        """A step of so many events; the id of its first."""
        return self._record([lambda given: Noted(**given)] * size)

    def undo(self, times: int) -> None:
        self._take_back(self.stacks().undo[::-1][:times])

    def redo(self) -> None:
        self._take_back(self.stacks().redo[-1:])

    def _take_back(self, steps: tuple[Step, ...]) -> None:
        targets = [part.event.id for step in steps for part in reversed(step.parts)]
        self._record([lambda given, of=target: Retracted(**given, of=of) for target in targets])

    def _record(self, builds: list[object]) -> str:
        first = f"kkkkk.{next(self._numbers)}"
        number = int(first.split(".")[1])
        ids = [first, *(f"kkkkk.{next(self._numbers)}" for _ in builds[1:])]
        for place, (event_id, build) in enumerate(zip(ids, builds, strict=True)):
            event = build(stamp(number + place))  # type: ignore[operator]  # each builds an event from a stamp
            assert event.id == event_id
            stepped = event if len(builds) == 1 else _with_step(event, first)
            self.recorded.append(Recorded("commitments", self._history(event, place), stepped))
        return first

    def _history(self, event: AnyEvent, place: int) -> str:
        """A retraction stands in the history of what it takes back."""
        if isinstance(event, Retracted):
            return next(part.key for part in self.recorded if part.event.id == event.of)
        return f"history {place % 3}"


def _with_step(event: AnyEvent, step: str) -> AnyEvent:
    from msgspec.structs import replace

    return replace(event, step=step)


def first_ids(steps: tuple[Step, ...]) -> list[str]:
    return [step.parts[0].event.id for step in steps]


@tried_on(200)
@given(COMMANDS)
def test_undo_and_redo_are_those_of_a_list_with_a_cursor(commands: list[tuple[str, int]]) -> None:
    machine = Machine()
    steps: list[str] = []
    cursor = 0
    undone_together: list[int] = []
    for command, number in commands:
        if command == "do":
            steps = [*steps[:cursor], machine.do(number)]
            cursor, undone_together = cursor + 1, []
        elif command == "undo" and number <= cursor:
            machine.undo(number)
            cursor -= number
            undone_together.append(number)
        elif command == "redo" and undone_together:
            machine.redo()
            cursor += undone_together.pop()
        now = machine.stacks()
        assert first_ids(now.undo) == steps[:cursor]
        assert len(now.redo) == len(undone_together)


@tried_on(150)
@given(COMMANDS)
def test_what_stands_after_undo_and_redo_is_what_is_before_the_cursor(commands: list[tuple[str, int]]) -> None:
    machine = Machine()
    for command, number in commands:
        if command == "do":
            machine.do(number)
        elif command == "undo" and len(machine.stacks().undo) >= number:
            machine.undo(number)
        elif command == "redo" and machine.stacks().redo:
            machine.redo()
    done = {part.event.id for step in machine.stacks().undo for part in step.parts}
    assert done == _standing([part.event for part in machine.recorded])


def _standing(events: list[Event | AnyTombstone]) -> set[str]:
    void: set[str] = set()
    for event in reversed(events):
        if isinstance(event, Retracted) and event.id not in void:
            void.add(event.of)
    return {event.id for event in events if not isinstance(event, Retracted)} - void


def recorded(*events: AnyEvent) -> list[Recorded]:
    return [Recorded("commitments", ID, event) for event in events]


def test_an_empty_ledger_has_nothing_to_undo_or_redo() -> None:
    assert stacks([]) == Stacks((), ())


def test_steps_are_those_of_one_replica_in_the_order_of_their_numbers() -> None:
    history = a_history(
        made(stamped={"number": 2}),
        noted(number=10),
        noted(number=9),
        noted(replica="zzzzz", number=1),
        kept(number=11),
    )
    assert [step.parts[0].event.id for step in steps_of(recorded(*history), "kkkkk")] == [
        "kkkkk.2",
        "kkkkk.9",
        "kkkkk.10",
        "kkkkk.11",
    ]


def test_events_of_one_command_are_one_step() -> None:
    history = a_history(made(stamped={"step": "kkkkk.1"}), noted(step="kkkkk.1"), kept())
    assert [len(step.parts) for step in steps_of(recorded(*history), "kkkkk")] == [2, 1]


def test_a_new_step_clears_what_could_be_redone() -> None:
    history = a_history(made(), kept(), retracted(2), noted())
    assert stacks(steps_of(recorded(*history), "kkkkk")).redo == ()


def test_reopening_is_a_step_of_its_own_and_no_undo() -> None:
    history = a_history(made(), kept(), reopened(2))
    now = stacks(steps_of(recorded(*history), "kkkkk"))
    assert (first_ids(now.undo), now.redo) == (["kkkkk.1", "kkkkk.2", "kkkkk.3"], ())


def test_a_step_that_erased_something_says_so() -> None:
    (event,) = a_history(made())
    erased = Step((Recorded("forgotten", ID, a_tombstone()),))
    assert erased.is_forgetting
    assert not Step(tuple(recorded(event))).is_forgetting


def test_undoing_everything_leaves_a_promise_undone_and_redoing_it_all_brings_it_back() -> None:
    back = a_history(made(), kept(), retracted(2), retracted(1))
    assert fold(ID, back).state == "undone"
    again = a_history(made(), kept(), retracted(2), retracted(1), retracted(4), retracted(3))
    assert fold(ID, again).state == "kept"
    assert first_ids(stacks(steps_of(recorded(*again), "kkkkk")).undo) == ["kkkkk.1", "kkkkk.2"]


def test_two_commands_to_which_copies_of_one_disk_gave_one_number_are_two_steps_the_older_first() -> None:
    later, earlier, others = (
        Noted(**stamp(2, logged=logged, by=by), step="kkkkk.2")
        for logged, by in (
            ("2026-11-23T12:00-05:00", "sam"),
            ("2026-11-23T11:00-05:00", "sam"),
            ("2026-11-23T11:00-05:00", "bo"),
        )
    )
    found = steps_of(recorded(later, earlier, others, earlier), "kkkkk")
    assert [[(part.event.logged, part.event.by) for part in step.parts] for step in found] == [
        [(others.logged, "bo")],
        [(earlier.logged, "sam")] * 2,
        [(later.logged, "sam")],
    ]
