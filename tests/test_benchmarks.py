"""The benchmarks measure what they say: valid ledgers, commands in turn, verdicts that can go either way."""

import json
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from benchmarks.growth import Growth, growth_of, growth_table, growths_of, lifetime_table
from benchmarks.homes import Kept
from benchmarks.layout import COPY, FACTS, LEDGER, Facts, lay_out
from benchmarks.ledgers import NOW, commitments, ledger_of
from benchmarks.page import as_text, speed_table
from benchmarks.rivals import write_taskwarrior, write_tinydb, write_todoman
from benchmarks.stopwatch import Command, FailedRunError, Measured, in_turn
from benchmarks.targets import LARGE, Faster, Finding, Peak, Slower, findings

from followthrough.adapters.ledger.frame import compose, parse
from followthrough.adapters.ledger.tables import LinesTable
from followthrough.domain.commitment import Commitment
from followthrough.formats.record import read_commitment, read_person
from followthrough.formats.sums import event_sum

SIZE = 1000


@pytest.fixture(scope="module")
def found() -> list[Commitment]:
    return list(commitments(SIZE))


@pytest.fixture(scope="module")
def tables(found: list[Commitment]) -> dict[str, LinesTable]:
    return parse(ledger_of(found))


def read_back(tables: dict[str, LinesTable], name: str) -> list[Commitment]:
    return [read_commitment(key, record.line) for key, record in tables[name].items()]


def test_every_commitment_of_a_made_up_ledger_folds_to_what_it_was_made_as(
    found: list[Commitment], tables: dict[str, LinesTable]
) -> None:
    folded = read_back(tables, "open") + read_back(tables, "settled")

    assert sorted(folded, key=lambda each: each.id) == sorted(found, key=lambda each: each.id)


def test_93_percent_of_a_made_up_ledger_are_settled_and_stand_in_the_table_of_settled_ones(
    tables: dict[str, LinesTable],
) -> None:
    states = [{each.state for each in read_back(tables, name)} for name in ("open", "settled")]

    assert (len(tables["open"]), len(tables["settled"])) == (70, 930)
    assert states == [{"open"}, {"kept", "missed", "released", "withdrawn"}]


def test_every_made_up_commitment_has_two_to_five_events(found: list[Commitment]) -> None:
    assert set(Counter(len(each.history) for each in found)) == {2, 3, 4, 5}


def test_made_up_events_come_in_their_order_and_none_lies_in_the_future(found: list[Commitment]) -> None:
    for each in found:
        moments = [event.logged for event in each.history]
        assert moments == sorted(moments)
        assert moments[-1] <= NOW
        assert [event.n for event in each.history] == list(range(1, len(moments) + 1))


def test_made_up_settlings_are_never_before_the_promise_nor_in_the_future(found: list[Commitment]) -> None:
    wrong = [each.id for each in found if each.settled_at is not None and not each.made_at <= each.settled_at <= NOW]

    assert wrong == []


def test_made_up_event_numbers_leave_no_gap_and_the_last_one_is_kept(tables: dict[str, LinesTable]) -> None:
    histories = [record["history"] for name in ("people", "open", "settled") for _, record in tables[name].items()]
    numbers = sorted(int(event["id"].split(".")[1]) for history in histories for event in history)
    (replica,) = tables["replicas"]

    assert numbers == list(range(1, len(numbers) + 1))
    assert tables["replicas"][replica]["last"] == len(numbers)


def test_made_up_events_carry_their_sums(tables: dict[str, LinesTable]) -> None:
    for name in ("people", "open", "settled"):
        for record in tables[name].values():
            assert all(event["sum"] == event_sum(event) for event in record["history"])


def test_everyone_a_made_up_promise_names_is_known(found: list[Commitment], tables: dict[str, LinesTable]) -> None:
    people = {key: read_person(key, record.line) for key, record in tables["people"].items()}
    named = {name for each in found for name in (each.maker, *each.to)}

    assert named <= set(people)
    assert any(person.is_circle for person in people.values())


def test_the_same_size_gives_the_same_ledger_and_another_seed_another(found: list[Commitment]) -> None:
    assert ledger_of(list(commitments(50))) == ledger_of(list(commitments(50)))
    assert ledger_of(list(commitments(50))) != ledger_of(list(commitments(50, seed=1)))


def test_a_made_up_ledger_is_in_the_layout_of_ours(found: list[Commitment]) -> None:
    written = ledger_of(found)

    assert compose(parse(written)) == written


def test_other_programs_get_the_same_commitments_in_the_same_states(found: list[Commitment], tmp_path: Path) -> None:
    write_tinydb(found, tmp_path / "tinydb.json")
    write_taskwarrior(found, tmp_path / "tasks")
    write_todoman(found, tmp_path / "todos")

    documents = json.loads((tmp_path / "tinydb.json").read_text(encoding="utf-8"))["_default"]
    tasks = [task for part in (tmp_path / "tasks").iterdir() for task in json.loads(part.read_text(encoding="utf-8"))]
    todos = [path.read_text(encoding="utf-8") for path in (tmp_path / "todos").iterdir()]
    assert Counter(each["state"] for each in documents.values()) == Counter(each.state for each in found)
    assert (len(tasks), sum(task["status"] == "pending" for task in tasks)) == (SIZE, 70)
    assert (len(todos), sum("STATUS:NEEDS-ACTION" in todo for todo in todos)) == (SIZE, 70)


def recorder(name: str, log: Path, **more: object) -> Command:
    script = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"
    return Command(name=name, arguments=[sys.executable, "-c", script, str(log), name], environment={}, **more)  # type: ignore[arg-type]  # fields of a Command


def test_commands_run_in_turn_and_the_first_round_is_not_counted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    seen: list[str] = []

    measured = in_turn([recorder("A", log), recorder("B", log, on_terminal=True)], 2, seen.append)

    assert log.read_text() == "ABABAB"
    assert seen == list("ABABAB")
    assert {name: len(each.seconds) for name, each in measured.items()} == {"A": 2, "B": 2}
    assert all(each.peak > 1_000_000 for each in measured.values())


def test_what_a_command_changes_is_put_back_before_each_of_its_runs(tmp_path: Path) -> None:
    log, state = tmp_path / "log", tmp_path / "state"
    state.mkdir()
    log.write_text("before ")
    kept = Kept(tmp_path / "kept", (log,), (state,))
    (state / "new").touch()

    in_turn([recorder("A", log, restore=kept.restore)], 3, lambda _: None)

    assert log.read_text() == "before A"
    assert list(state.iterdir()) == []


def test_a_command_that_fails_ends_the_measurement_with_what_it_said() -> None:
    failing = Command(name="X", arguments=[sys.executable, "-c", "raise SystemExit('no such task')"], environment={})

    with pytest.raises(FailedRunError, match=r"^X: exit status 1\nno such task$"):
        in_turn([failing], 1, lambda _: None)


def took(*milliseconds: int, megabytes: int = 10) -> Measured:
    return Measured(seconds=tuple(each / 1000 for each in milliseconds), peak=megabytes * 1_000_000)


RUNS = {("a", 1): took(100, 900, 120), ("b", 1): took(240, 230, 250), ("a", 2): took(300, megabytes=50)}


@pytest.mark.parametrize(
    ("target", "measured", "verdict"),
    [
        (Slower("", ("b", 1), ("a", 1), 2), "2.00 ×", "ok"),
        (Slower("", ("b", 1), ("a", 1), 1.9), "2.00 ×", "short"),
        (Slower("", ("a", 2), ("a", 1), 2.5), "2.50 ×", "ok"),
        (Faster("", ("a", 1), ("b", 1), 2), "2.00 ×", "ok"),
        (Faster("", ("a", 1), ("b", 1), 2.1), "2.00 ×", "short"),
        (Peak("", ("a", 2), 50), "50 MB", "ok"),
        (Peak("", ("a", 2), 49), "50 MB", "short"),
        (Faster("", ("a", 2), ("b", 2), 2), "without b at 2", "not measured"),
        (Peak("", ("b", 2), 49), "without b at 2", "not measured"),
    ],
)
def test_a_verdict_compares_medians_with_the_figure_to_meet(
    target: Slower | Faster | Peak, measured: str, verdict: str
) -> None:
    finding = target.finding(RUNS)

    assert (finding.measured, finding.verdict) == (measured, verdict)


def test_without_any_run_every_figure_is_listed_as_not_measured() -> None:
    assert {each.verdict for each in findings({})} == {"not measured"}
    assert findings({})[-1] == Finding(
        row="peak memory at 100,000",
        wanted="ft score ≤ 300 MB",
        measured=f"without ft score at {LARGE:,}",
        verdict="not measured",
    )


def test_the_table_names_each_row_once() -> None:
    first = Finding(row="row", wanted="a ≤ b", measured="1 ×", verdict="ok")
    second = msgspec.structs.replace(first, verdict="short")

    assert as_text([speed_table([first, second])]) == (
        "     at least  measured  verdict\nrow  a ≤ b     1 ×       ok\n     a ≤ b     1 ×       short\n"
    )


def test_the_growth_of_a_command_is_the_line_through_what_it_took_at_every_size() -> None:
    runs = {("a", size): took(100 + size // 50, megabytes=20 + size // 1000) for size in (1_000, 10_000, 40_000)}
    found = growth_of("a", runs)

    assert found is not None
    assert (found.start, found.each) == pytest.approx((0.1, 0.02 / 1000))
    assert found.felt_at() == pytest.approx(20_000, abs=1)
    assert (found.seconds(1_000_000), found.peak(100_000)) == pytest.approx((20.1, 120_000_000))
    assert growth_of("a", {key: took(5) for key in [("a", 1), ("a", 2), ("b", 3)]}) is None
    assert growths_of(["b", "a"], runs) == [found]


def test_what_growth_means_is_said_for_circles_of_people_who_promise_every_day() -> None:
    line = {"start_bytes": 30e6, "each_bytes": 100.0}
    growths = [
        Growth(command="a", start=0.1, each=0.4 / 219_000, **line),
        Growth(command="b", start=0.1, each=0.0, **line),
        Growth(command="c", start=0.6, each=0.1, **line),
    ]

    assert growth_table(growths[:1])[1:] == [("a", "1.83", "219,000", "1,926", "130")]
    assert [row[2] for row in growth_table(growths)[1:]] == ["219,000", "never", "0"]
    assert lifetime_table(growths) == [
        ("years until 0.5 s", "one person", "5 people", "20 people", "100 people"),
        ("a", "200", "40", "10", "2.0"),
        ("b", "never", "never", "never", "never"),
        ("c", "0.0", "0.0", "0.0", "0.0"),
    ]


def test_a_copy_to_merge_has_half_of_the_ledger_and_as_much_of_its_own(tmp_path: Path) -> None:
    lay_out(100, tmp_path, ["copy"])
    here, there = (
        {key for name in ("open", "settled") for key in parse((tmp_path / file).read_bytes())[name]}
        for file in (LEDGER, COPY)
    )

    assert (len(here), len(there), len(here & there)) == (100, 100, 50)


def test_a_ledger_laid_out_alone_is_the_same_as_one_laid_out_beside_others(tmp_path: Path) -> None:
    for name, others in (("alone", []), ("beside", ["tinydb"])):
        (tmp_path / name).mkdir()
        lay_out(100, tmp_path / name, others)

    assert (tmp_path / "alone" / LEDGER).read_bytes() == (tmp_path / "beside" / LEDGER).read_bytes()
    assert (tmp_path / "alone" / FACTS).read_bytes() == (tmp_path / "beside" / FACTS).read_bytes()
    facts = msgspec.json.decode((tmp_path / "alone" / FACTS).read_bytes(), type=Facts)
    assert (facts.unsettled, facts.ledger_bytes) == (7, (tmp_path / "alone" / LEDGER).stat().st_size)
