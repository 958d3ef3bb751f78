"""The table of docs/mutation.md, from what became of the mutants."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from followthrough.domain.reliability.interval import wilson
from tests.support.mutants.chosen import CORE, ROOT, of
from tests.support.mutants.tried import RESULTS

PAGE = ROOT / "docs" / "mutation.md"
BEGIN, END = "<!-- mutants: written by make mutate -->\n", "<!-- end of mutants -->\n"
SURVIVED = ("survived", "not reached")


def results() -> dict[str, str]:
    """What became of each mutant that was tried, by its key."""
    return {result["key"]: result["verdict"] for result in _lines()}


def survivors() -> str:
    """What no test noticed: where, and what was changed."""
    left = (result for result in _lines() if result["verdict"] in SURVIVED)
    return "\n".join(f"{each['key']} line {each['line']}: {each['verdict']}\n{each['change']}\n" for each in left)


def forget_survivors(only: str) -> None:
    """Let what survived be tried again."""
    kept = [each for each in _lines() if each["verdict"] not in SURVIVED or only not in each["key"]]
    RESULTS.write_text("".join(json.dumps(each) + "\n" for each in kept), encoding="utf-8")


def _lines() -> list[dict[str, str]]:
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    return [json.loads(line) for line in lines]


def table(keys: Mapping[str, list[str]], verdicts: Mapping[str, str]) -> str:
    """A row for all, for the domain, for the core, for the merge, and for each module of which some were tried."""
    rows = [_row(f"`{_short(file)}`{' *' * of(CORE, file)}", [of_file], verdicts) for file, of_file in keys.items()]
    core = [of_file for file, of_file in keys.items() if of(CORE, file)]
    domain = [of_file for file, of_file in keys.items() if file.startswith("src/followthrough/domain/")]
    merge = [of_file for file, of_file in keys.items() if file.startswith("src/followthrough/formats/")]
    sums = [
        _row("**all**", keys.values(), verdicts),
        _row("**the domain**", domain, verdicts),
        _row("**the core** *, a part of it", core, verdicts),
        _row("**the merge**", merge, verdicts),
    ]
    head = "| module | mutants | tried | killed | survived | not reached | killed, of those tried | 95 % interval |\n"
    return head + "|---|--:|--:|--:|--:|--:|--:|--:|\n" + "".join([*sums, *filter(None, rows)])


def _row(name: str, keys: Iterable[list[str]], verdicts: Mapping[str, str]) -> str:
    every = [key for of_file in keys for key in of_file]
    counts = Counter(verdicts[key].partition(",")[0] for key in every if key in verdicts)
    tried, killed = counts.total(), counts["killed"]
    if not tried:
        return ""
    low, high = wilson(killed, tried)
    share = f"{killed / tried:.1%} | {low:.1%} – {high:.1%}"
    return (
        f"| {name} | {len(every)} | {tried} | {killed} | {counts['survived']} | {counts['not reached']} | {share} |\n"
    )


def _short(file: str) -> str:
    return file.removeprefix("src/followthrough/")


def write(rows: str) -> None:
    """Put the table between its two comments."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{rows}\n{END}{rest.split(END)[1]}", encoding="utf-8")
