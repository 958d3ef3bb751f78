"""A plugin of pytest that tries mutants instead of running tests: each in a process of its own, until a test fails.

The tests are collected once and the process is forked for each mutant, whose function then gets the changed code: that
is what makes thousands of them affordable, together with running only the tests that reach the changed line.
"""

import contextlib
import gc
import importlib
import json
import os
import resource
import signal
from collections.abc import Iterator, Mapping
from itertools import accumulate, takewhile
from math import ceil
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from tests.support.mutants import caches
from tests.support.mutants.chosen import files, mutants
from tests.support.mutants.mutant import Mutant
from tests.support.mutants.traces import TRACES

RESULTS = Path(".mutants/results.jsonl")
CHOSEN = Path(".mutants/chosen.json")
SECONDS = float(os.environ.get("FOLLOWTHROUGH_SECONDS_PER_MUTANT", "5"))
MEMORY = 4 * 1024**3
FAR = ("tests/cli", "tests/rendering")
"""Tests of whole commands and of pages: they try only what no nearer test reaches."""
CONTROLS = 40
"""Before every so many mutants its tests are run without a change, in the same way: they have to pass."""
_of_code: dict[CodeType, list[FunctionType]] = {}
"""Every function that there is when the first mutant is tried, by its code: those made by one function share it."""
Tests = Mapping[str, Mapping[str, list[str]]]
"""Which tests reach which line of which file, the quickest first."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Every mutant that is chosen, and has no result yet."""
    items = {item.nodeid: item for item in session.items}
    session.config.pluginmanager.unregister(name="terminalreporter")
    waiting = list(_with_tests())
    _of_code.update(_functions_by_code())
    caches.forget()
    gc.freeze()
    with RESULTS.open("a", encoding="utf-8") as results:
        for place, (mutant, tests, seconds) in enumerate(waiting):
            if place % CONTROLS == 0:
                unchanged = _tried(None, [items[test] for test in tests], seconds)
                assert unchanged in ("survived", "not reached"), f"tests fail without any change: {tests}"
            verdict = _tried(mutant, [items[test] for test in tests], seconds)
            results.write(json.dumps(_result(mutant, verdict, len(tests))) + "\n")
            results.flush()
    return True


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """In a mutant's process: the first failure is what was asked for."""
    if report.failed:
        os._exit(1)


def _with_tests() -> Iterator[tuple[Mutant, list[str], float]]:
    """Each mutant that waits, the tests that are to notice it, and how long they take where nothing is changed."""
    traces = json.loads(TRACES.read_text(encoding="utf-8"))
    took: dict[str, float] = traces["took"]
    for mutant in _waiting():
        tests = _quick(_tests_of(mutant, traces["tests"]), took)
        yield mutant, tests, sum(took[test] for test in tests)


def _waiting() -> Iterator[Mutant]:
    tried = {json.loads(line)["key"] for line in RESULTS.read_text("utf-8").splitlines()} if RESULTS.exists() else set()
    known = {mutant.key: mutant for file in files() for mutant in mutants(file)}
    yield from (known[key] for key in json.loads(CHOSEN.read_text(encoding="utf-8")) if key not in tried)


def _tests_of(mutant: Mutant, tests: Tests) -> list[str]:
    """The tests that reach one of the changed lines; if those belong to a longer statement, the function."""
    lines = tests.get(mutant.file, {})
    reaching = _united(lines, mutant.first, mutant.last) or _united(lines, mutant.begin, mutant.end)
    return [test for test in reaching if not test.startswith(FAR)] or reaching


def _united(lines: Mapping[str, list[str]], first: int, last: int) -> list[str]:
    return list(dict.fromkeys(test for line in range(first, last + 1) for test in lines.get(str(line), ())))


def _quick(tests: list[str], took: Mapping[str, float]) -> list[str]:
    """The quickest first, and as many as take the seconds that one mutant may have."""
    tests = sorted(tests, key=took.__getitem__)
    within = sum(1 for _ in takewhile(lambda total: total <= SECONDS, accumulate(took[test] for test in tests)))
    return tests[: max(1, within)]


def _tried(mutant: Mutant | None, tests: list[pytest.Item], seconds: float) -> str:
    """What the tests say of a mutant, or of the program as it is."""
    if not tests:
        return "not reached"
    process = os.fork()
    if process == 0:
        _run_mutated(mutant, tests, ceil(5 * seconds + 5))
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        return "killed, endless" if os.WTERMSIG(status) == signal.SIGXCPU else "killed, crashed"
    return {0: "survived", 1: "killed", 3: "killed, not compiled"}[os.WEXITSTATUS(status)]


def _run_mutated(mutant: Mutant | None, tests: list[pytest.Item], seconds: int) -> None:
    """In a process of its own, which ends here: with 0 if no test noticed anything."""
    status = 1
    try:
        _be_silent()
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        if mutant and not _put_in(mutant):
            os._exit(3)
        for test, following in zip(tests, [*tests[1:], None], strict=True):
            test.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
        status = 0
    finally:
        os._exit(status)


def _put_in(mutant: Mutant) -> bool:
    """Give the function the changed code: wherever it was imported to, it is the same function."""
    module = importlib.import_module(mutant.module)
    scope: dict[str, object] = {}
    with contextlib.suppress(Exception):
        exec(compile(mutant.source, mutant.file, "exec", dont_inherit=True), vars(module) | {}, scope)
    changed = scope.get(mutant.function.rpartition(".")[2])
    original = _function(module, mutant.function)
    if not isinstance(changed, FunctionType) or changed.__code__.co_freevars != original.__code__.co_freevars:
        return False
    _exchange(original.__code__, changed.__code__)
    original.__defaults__, original.__kwdefaults__ = changed.__defaults__, changed.__kwdefaults__
    return True


def _exchange(original: CodeType, changed: CodeType) -> None:
    """Put other code into every function that has this code, and into those that were made inside of it."""
    for function in _of_code[original]:
        function.__code__ = changed
    inside = [[each for each in code.co_consts if isinstance(each, CodeType)] for code in (original, changed)]
    for old, new in zip(*inside, strict=False):
        if old.co_name == new.co_name and old.co_freevars == new.co_freevars and old in _of_code:
            _exchange(old, new)


def _functions_by_code() -> dict[CodeType, list[FunctionType]]:
    functions: dict[CodeType, list[FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and str(each.__module__).startswith("followthrough."):
            functions.setdefault(each.__code__, []).append(each)
    return functions


def _function(module: object, name: str) -> FunctionType:
    *owners, last = name.split(".")
    owner = module
    for each in owners:
        owner = getattr(owner, each)
    found = vars(owner)[last]
    found = getattr(found, "__func__", found)
    assert isinstance(found, FunctionType)
    return found


def _be_silent() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _result(mutant: Mutant, verdict: str, tests: int) -> dict[str, object]:
    return {
        "key": mutant.key,
        "line": mutant.first,
        "change": mutant.change,
        "verdict": verdict,
        "tests": tests,
    }
