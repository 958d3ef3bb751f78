"""ft report: formats, files that are in the way, reports added up; all that it says."""

import json
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import pytest
from benchmarks.ledgers import NOW as BENCHMARKS_NOW, commitments, ledger_of
from msgspec.structs import replace

from followthrough.bootstrap import program_version
from followthrough.domain.due import Day
from followthrough.domain.events import Made
from followthrough.domain.folding import fold
from followthrough.formats.report_csv import FIGURES_HEAD
from tests.cli.promises import add
from tests.support.terminal import Terminal

FORMATS = {
    "text": "Promises of sam\n",
    "markdown": "# Promises of sam\n",
    "html": '<!DOCTYPE html>\n<html lang="en">\n',
    "json": '{"schema":"followthrough.report/1",',
    "csv": f"{','.join(FIGURES_HEAD)}\r\n",
    "svg": "<svg xmlns=",
}
ENDINGS = {"txt": "text", "md": "markdown", "html": "html", "json": "json", "csv": "csv", "svg": "svg"}
EMPTY = """\
Promises of sam
As of Monday 23 November 2026, 10:00 (America/New_York), 1 promise counted.

No promise has come due yet.

In three windows of time
                 all time  last 90 days  last 20
on time            0 of 0        0 of 0   0 of 0
  rate                  –             –        –
  95 % interval         –             –        –
credit                  –             –        –
kept on time            0             0        0
missed                  0             0        0
pending                 1             0        0

What this rests on
  • Recorded from 23 November 2026 to 23 November 2026: 1 event about 1 promise.
  • Logged by the maker: 1; by recipients: 0; by others: 0.
  • 1 of 1 promise was written down within a day of being given.
  • For 1 of 1 promise one side alone told the story.

What it cannot see
  • Promises that nobody wrote down.
  • How much a promise mattered, and how hard it was to keep.
  • What the other side would say, where one side alone told the story.

On time means: kept in full, no later than the due date agreed in time.
The interval is Wilson's at 95 %. The credit curve is that of commits.to (MIT, ©
2017 Beeminder).
Figures are about promises in a ledger, never about a person.
Made by followthrough {version}.
"""


@pytest.fixture
def sam(terminal: Terminal) -> Terminal:
    """A terminal with one promise."""
    add(terminal, "Send Ana the slides", "--by", "2026-11-27", "--visibility", "public")
    return terminal


def wrote(terminal: Terminal, *words: str, to: Path) -> str:
    """What a command that says nothing but where it wrote put there."""
    assert terminal.ft("report", *words, "-o", str(to)) == (0, "", f"Wrote {to}.\n")
    return to.read_bytes().decode()


def shared(terminal: Terminal, *words: str, to: Path, **environment: str) -> str:
    """The path of a JSON report that a command wrote."""
    assert terminal.ft("report", "--json", *words, "-o", str(to), **environment).status == 0
    return str(to)


def of_another_ledger(terminal: Terminal, name: str) -> str:
    """The path of a JSON report of another ledger."""
    ledger = str(terminal.home / f"{name}.ledger.json")
    add(terminal, "Return the ladder", FOLLOWTHROUGH_LEDGER=ledger)
    return shared(terminal, to=terminal.home / f"{name}.json", FOLLOWTHROUGH_LEDGER=ledger)


def test_without_options_it_is_a_text_of_counts(sam: Terminal) -> None:
    assert sam.ft("report") == (0, EMPTY.replace("{version}", program_version()), "")


@pytest.mark.parametrize("layout", FORMATS)
def test_a_format_is_chosen_by_option(sam: Terminal, layout: str) -> None:
    said = sam.ft("report", "--format", layout)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(FORMATS[layout])


@pytest.mark.parametrize(("ending", "layout"), ENDINGS.items())
def test_a_format_is_chosen_by_the_ending_of_the_file(sam: Terminal, ending: str, layout: str) -> None:
    assert wrote(sam, to=sam.home / f"report.{ending}") == sam.ft("report", "--format", layout).out


def test_the_option_counts_more_than_the_ending(sam: Terminal) -> None:
    assert wrote(sam, "--format", "csv", to=sam.home / "report.html").startswith(FORMATS["csv"])


def test_json_is_asked_for_as_everywhere(sam: Terminal) -> None:
    said = sam.ft("report", "--json")
    assert said == sam.ft("--json", "report") == sam.ft("report", "--format", "json")
    assert json.loads(said.out)["report"]["scorecard"]["who"] == "sam"
    assert said.out.count("\n") == 1


def test_a_hyphen_is_standard_output(sam: Terminal) -> None:
    assert sam.ft("report", "-o", "-") == sam.ft("report")


def test_json_and_another_format_clash(sam: Terminal) -> None:
    said = sam.ft("report", "--json", "--format", "html")
    assert (said.out, json.loads(said.err)["error"]["message"]) == (
        "",
        "--json and --format html do not go together.",
    )


@pytest.mark.parametrize("option", [("--for", "ana"), ("--detail", "full"), ("--names", "none")])
def test_what_is_added_up_takes_no_choice_of_person_or_detail(sam: Terminal, option: tuple[str, str]) -> None:
    mine = shared(sam, to=sam.home / "mine.json")
    assert sam.ft("report", "--combine", mine, *option) == (
        2,
        "",
        f"--combine and {option[0]} do not go together.\nLeave one of them out.\n",
    )


@pytest.mark.parametrize("name", ["notes.txt", "report.html", "report.json", "table.csv", "empty.md"])
def test_a_file_of_somebody_else_is_left_as_it_is(sam: Terminal, name: str) -> None:
    file = sam.home / name
    file.write_text("" if name == "empty.md" else "mine\n")
    before = file.read_bytes()
    assert sam.ft("report", "-o", str(file)) == (
        5,
        "",
        f"{file} is there already and was left as it is.\nTo replace it: --force\n",
    )
    assert file.read_bytes() == before


def test_with_force_a_file_of_somebody_else_is_replaced(sam: Terminal) -> None:
    file = sam.home / "notes.html"
    file.write_text("mine\n")
    assert wrote(sam, "--force", to=file).startswith(FORMATS["html"])


@pytest.mark.parametrize("layout", FORMATS)
def test_a_report_of_ours_is_replaced_whatever_it_was(sam: Terminal, layout: str) -> None:
    file = sam.home / "report"
    for other, beginning in FORMATS.items():
        wrote(sam, "--format", layout, to=file)
        assert wrote(sam, "--format", other, to=file).startswith(beginning)


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_the_ledger_is_never_replaced(sam: Terminal, force: list[str]) -> None:
    before = sam.ledger.read_bytes()
    for layout in FORMATS:
        assert sam.ft("report", "--format", layout, "-o", str(sam.ledger), *force) == (
            5,
            "",
            f"{sam.ledger} is a ledger and was left as it is; it is never written over.\nName another file.\n",
        )
        assert sam.ledger.read_bytes() == before


def test_a_directory_that_is_missing_is_named(sam: Terminal) -> None:
    missing = sam.home / "here" / "there"
    assert sam.ft("report", "-o", str(missing / "report.html")) == (
        3,
        "",
        f"{missing}/report.html cannot be written: there is no directory {missing}.\n"
        f"Make it first, or name another: mkdir -p {missing}\n",
    )
    assert not missing.exists()


def test_a_directory_is_no_file(sam: Terminal) -> None:
    for words in (("-o", str(sam.home)), ("--combine", str(sam.home))):
        assert sam.ft("report", *words) == (7, "", f"{sam.home} is a directory, not a file.\nName a file.\n")


def test_a_badge_is_of_counts_alone(sam: Terminal) -> None:
    assert sam.ft("report", "--format", "svg", "--detail", "titles") == (
        2,
        "",
        "--format svg and --detail titles do not go together.\nLeave one of them out.\n",
    )


def test_without_a_ledger_there_is_no_report(terminal: Terminal) -> None:
    file, ledger = terminal.home / "report.html", terminal.home / "none.json"
    assert terminal.ft("--ledger", str(ledger), "report", "-o", str(file)) == (
        3,
        "",
        f"There is no ledger at {ledger}.\n"
        "The first ft add begins one there. Check --ledger and FOLLOWTHROUGH_LEDGER.\n",
    )
    assert not file.exists()


def test_somebody_who_is_not_known_is_named(sam: Terminal) -> None:
    assert sam.ft("report", "--for", "zoe") == (
        3,
        "",
        "Nobody here is called “zoe”.\nft people lists everyone.\n",
    )


def test_a_report_is_of_whom_it_is_asked_for(sam: Terminal) -> None:
    assert sam.ft("report", "--for", "ana").out.startswith("Promises of ana\n")


def test_titles_are_shown_where_their_visibility_allows_it(sam: Terminal) -> None:
    add(sam, "Nobody else’s business", "--by", "2026-11-28")
    said = sam.ft("report", "--detail", "titles").out
    assert "1 promise may be shown here; 1 more is counted only." in said
    assert "Send Ana the slides" in said
    assert "Nobody else’s business" not in said
    assert "Send Ana the slides" not in sam.ft("report").out


@pytest.mark.parametrize(
    "words",
    [
        ("--combine", "A", "B", "C"),
        ("--combine", "A", "--combine", "B", "--combine", "C"),
        ("--combine=A", "B", "C"),
        ("A", "--combine", "B", "C"),
    ],
)
def test_reports_are_added_up_however_they_are_listed(sam: Terminal, words: tuple[str, ...]) -> None:
    paths = {
        "A": shared(sam, to=sam.home / "a.json"),
        "B": of_another_ledger(sam, "b"),
        "C": of_another_ledger(sam, "c"),
    }
    typed = [paths.get(word, word.replace("=A", f"={paths['A']}")) for word in words]
    said = sam.ft("report", *typed)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Promises of 3 scorecards, added up\n")
    assert "  • Added up from 3 scorecards of 3 ledgers.\n" in said.out
    as_html = sam.ft("report", *typed, "--format", "html")
    assert "Promises of 3 scorecards, added up</h1>" in as_html.out


def test_adding_up_needs_no_ledger_of_ones_own(sam: Terminal) -> None:
    mine = shared(sam, to=sam.home / "mine.json")
    sam.ledger.unlink()
    assert sam.ft("report", "--combine", mine).status == 0


def test_a_scorecard_of_score_is_added_up_too(sam: Terminal) -> None:
    card = sam.home / "card.json"
    card.write_text(sam.ft("score", "--json").out)
    said = sam.ft("report", "--combine", str(card), of_another_ledger(sam, "b"))
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Promises of 2 scorecards, added up\n")
    assert "Who logged these promises, and since when, is not known for all of them." in said.out


def test_the_same_promises_are_not_counted_twice(sam: Terminal) -> None:
    mine = shared(sam, to=sam.home / "mine.json")
    ledger = json.loads(Path(mine).read_text())["report"]["scorecard"]["sources"][0]["ledger"]
    assert sam.ft("report", "--combine", mine, mine) == (
        5,
        "",
        f"Somebody's promises in the ledger {ledger} are in two of these scorecards.\n"
        "Leave one of them out: each maker of a ledger is counted once.\n",
    )


BAD = {
    "empty": (b"", "it is neither JSON nor a page that carries the JSON it was made from"),
    "text": (b"Hello\n", "it is neither JSON nor a page that carries the JSON it was made from"),
    "bytes": (b"\xff\xfe\x00", "it is not valid UTF-8"),
    "list": (b"[]", "it is neither JSON nor a page that carries the JSON it was made from"),
    "object": (b"{}", "it is JSON of another kind"),
    "number": (b'{"schema":7}', "Expected `str`, got `int` - at `$.schema`"),
    "deep": (b'{"schema":' + b"[" * 50_000, None),
}


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_a_file_that_is_no_report_is_named_in_a_sentence(sam: Terminal, content: bytes, reason: str | None) -> None:
    file = sam.home / "bad.json"
    file.write_bytes(content)
    said = sam.ft("report", "--combine", str(file))
    assert (said.status, said.out) == (2, "")
    sentence, hint, *more = said.err.splitlines()
    assert sentence.startswith(f"{file} is no report of followthrough: ")
    assert reason is None or sentence.endswith(f": {reason}.")
    assert (hint, more) == ("ft report --format json -o FILE writes one.", [])


def test_a_report_whose_figures_were_changed_is_refused(sam: Terminal) -> None:
    mine = Path(shared(sam, to=sam.home / "mine.json"))
    mine.write_text(mine.read_text().replace('"pending":1', '"pending":9', 1))
    assert sam.ft("report", "--combine", str(mine)) == (
        2,
        "",
        f"{mine} is no report of followthrough: windows.all has counts that do not add up.\n"
        "ft report --format json -o FILE writes one.\n",
    )


def test_a_file_that_is_missing_is_named(sam: Terminal) -> None:
    missing = str(sam.home / "missing.json")
    assert sam.ft("report", "--combine", missing) == (3, "", f"There is no file {missing}.\n")


def test_a_file_without_combine_is_stray(sam: Terminal) -> None:
    assert sam.ft("report", "notes.json") == (
        2,
        "",
        "notes.json was given without saying what for.\n"
        "To add reports up: ft report --combine FILE... To write one to a file: ft report -o FILE\n",
    )


@pytest.mark.parametrize(
    ("option", "choices"),
    [
        ("--format", "'text', 'markdown', 'html', 'json', 'csv', 'svg'"),
        ("--detail", "'counts', 'titles', 'full'"),
        ("--names", "'full', 'initials', 'none'"),
    ],
)
def test_a_choice_that_does_not_exist_is_refused(sam: Terminal, option: str, choices: str) -> None:
    assert sam.ft("report", option, "all") == (
        2,
        "",
        f"Invalid value for '{option}': 'all' is not one of {choices}.\nSee ft report --help\n",
    )


@pytest.mark.parametrize("words", [("-o", ""), ("--combine", "")])
def test_a_file_without_a_name_is_refused(sam: Terminal, words: tuple[str, str]) -> None:
    said = sam.ft("report", *words)
    assert (said.status, said.out, said.err.splitlines()[0]) == (2, "", "The name of the file is empty.")


def test_nothing_is_written_where_anything_is_refused(sam: Terminal) -> None:
    file = sam.home / "report.html"
    assert sam.ft("report", "--for", "zoe", "-o", str(file)).status == 3
    assert not file.exists()


def busiest(size: int) -> bytes:
    """A ledger of that size in which promises came due on every day of the last year, and in every month of six."""
    days = cycle(date(2026, 11, 29) - timedelta(days=each) for each in range(371))
    found = []
    for index, each in enumerate(commitments(size)):
        first, *others = each.history
        assert isinstance(first, Made)
        if index % 5 == 0 and each.state != "open":
            first = replace(first, due=Day(next(days)), maker="sam", to=("ana",))
        found.append(fold(each.id, [replace(first, visibility="public"), *others]))
    return ledger_of(found)


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A terminal with 10,000 promises."""
    terminal = Terminal(tmp_path_factory.mktemp("busy"), FOLLOWTHROUGH_NOW=BENCHMARKS_NOW.isoformat())
    terminal.ledger.parent.mkdir(parents=True)
    terminal.ledger.write_bytes(busiest(10_000))
    assert terminal.ft("config", "me", "sam").status == 0
    return terminal


def test_a_report_of_counts_of_10_000_promises_is_below_100_kilobytes(ten_thousand: Terminal) -> None:
    said = ten_thousand.ft("report", "--format", "html")
    assert (said.status, said.err) == (0, "")
    assert said.out.count('class="free"') < 20
    assert 40_000 < len(said.out.encode()) < 100_000


def test_a_report_of_10_000_promises_lists_the_latest_500(ten_thousand: Terminal) -> None:
    for detail in ("titles", "full"):
        said = ten_thousand.ft("report", "--format", "html", "--detail", detail)
        assert (said.status, said.err) == (0, "")
        assert "; the latest 500 are listed" in said.out
        assert said.out.count("<br><span") >= 500
