"""A release says the same version everywhere, its smallest versions are true, and its workflows hold to their rules."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.dist import untrue_minimums
from tests.support.release import ROOT, problems

PROJECT = '[project]\nname = "followthrough"\nversion = "0.2.0"\n'
CHANGELOG = "# Changelog\n\n## 0.2.0 – 2026-12-01\n\n* More.\n\n## 0.1.0 – 2026-11-01\n"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_a_release_that_is_said_alike_everywhere_has_no_problem() -> None:
    assert problems("v0.2.0", PROJECT, CHANGELOG) == []


@pytest.mark.parametrize("tag", ["0.2.0", "v0.2", "v0.2.1", "release-0.2.0", ""])
def test_a_tag_of_another_version_is_named(tag: str) -> None:
    assert problems(tag, PROJECT, CHANGELOG) == [
        f"The tag is {tag}, the version in pyproject.toml is 0.2.0: the tag has to be v0.2.0."
    ]


def test_a_version_that_the_changelog_does_not_have_is_named() -> None:
    assert problems("v0.2.0", PROJECT, CHANGELOG.replace("0.2.0", "0.3.0")) == [
        "CHANGELOG.md has 0 headings for 0.2.0, it needs one: ## 0.2.0 – YYYY-MM-DD."
    ]


@pytest.mark.parametrize("day", [" – not released yet", " – 2026-13-01", " – 20261201"])
def test_a_heading_without_its_day_is_named(day: str) -> None:
    assert problems("v0.2.0", PROJECT, CHANGELOG.replace(" – 2026-12-01", day)) == [
        "The heading of 0.2.0 in CHANGELOG.md needs its day: ## 0.2.0 – YYYY-MM-DD."
    ]


def test_a_version_below_an_older_one_is_named() -> None:
    older_first = "## 0.1.0 – 2026-11-01\n\n## 0.2.0 – 2026-12-01\n"
    assert problems("v0.2.0", PROJECT, older_first) == ["The heading of 0.2.0 in CHANGELOG.md has to be the first one."]


def test_smallest_versions_that_are_installed_as_declared_are_true() -> None:
    assert untrue_minimums(["rich>=13.8", "typer>=0.27.2,<0.29", "x"], {"rich": "13.8.0", "typer": "0.27.2"}) == []


def test_a_smallest_version_that_could_not_be_installed_is_named() -> None:
    assert untrue_minimums(["rich>=13.7"], {"rich": "13.8.0"}) == [
        "rich 13.7 is declared as the smallest version, but 13.8.0 is the smallest there can be."
    ]


def test_there_are_a_workflow_that_checks_and_one_that_releases() -> None:
    assert [workflow.name for workflow in WORKFLOWS] == ["check.yml", "release.yml"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_a_workflow_runs_pinned_actions_and_is_granted_nothing(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    assert re.findall(r"permissions:.*", text) == ["permissions: {}"]
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert [each for each in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", each)] == []
    assert text.count("uses: actions/checkout@") == text.count("persist-credentials: false")
    jobs = re.findall(r"^  [\w-]+:$", text.partition("\njobs:\n")[2], re.MULTILINE)
    assert text.count("timeout-minutes:") == len(jobs)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_nothing_that_others_wrote_gets_into_a_command_of_a_workflow(workflow: Path) -> None:
    for command in re.findall(r"run:(.*(?:\n {10,}.*)*)", workflow.read_text(encoding="utf-8")):
        assert "${{" not in command


@pytest.mark.external
def test_the_workflows_are_what_forges_understand() -> None:
    checked = [_tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS)]
    done = subprocess.run(checked, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.external
def test_an_auditor_of_workflows_finds_nothing() -> None:
    audit = [_tool("zizmor"), "--offline", "--no-progress", "--persona", "auditor", str(ROOT / ".github" / "workflows")]
    done = subprocess.run(audit, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _tool(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found
