"""A plugin of pytest that writes down which lines of the mutated files each test runs, and how long it takes."""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from coverage import Coverage, CoverageData

from tests.support.mutants import caches

SOURCE = Path("src/followthrough").absolute()
TRACES = Path(os.environ.get("FOLLOWTHROUGH_TRACES", ".mutants/traces.json"))
_coverage = Coverage(data_file=None, source=[str(SOURCE)], messages=False)
_took: dict[str, float] = {}


def pytest_collection_finish() -> None:
    """What is only read in, before the first test, belongs to no test."""
    _coverage.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """One test, with nothing remembered that another one computed."""
    caches.forget()
    _coverage.switch_context(item.nodeid)
    began = process_time()
    result = yield
    _took[item.nodeid] = process_time() - began
    return result


def pytest_sessionfinish(exitstatus: int) -> None:
    """The tests by line, the quickest first."""
    _coverage.stop()
    TRACES.parent.mkdir(exist_ok=True)
    TRACES.write_text(json.dumps({"took": _took, "tests": _tests_by_line(_coverage.get_data())}), encoding="utf-8")


def _tests_by_line(data: CoverageData) -> dict[str, dict[int, list[str]]]:
    places = {test: place for place, test in enumerate(sorted(_took, key=_took.__getitem__))}
    tests: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for file in data.measured_files():
        for line, contexts in data.contexts_by_lineno(file).items():
            known = [each for each in contexts if each in places]
            tests[str(Path(file).relative_to(Path.cwd()))][line] = sorted(known, key=places.__getitem__)
    return tests
