"""The documents: what they show is what happens, where they point there is something, what they list is complete."""

import re
import shutil
from pathlib import Path

import pytest

from followthrough.adapters.declared_settings import SETTINGS
from followthrough.cli.catalog import COMMANDS
from followthrough.domain.events import AnyEvent, Particulars, Tombstone
from followthrough.domain.people import Described
from followthrough.formats.documents import DOCUMENTS, schema_of
from followthrough.formats.output import CommitmentJson
from followthrough.formats.record_writing import StateFields
from tests.support.console_sessions import (
    ROOT,
    DocumentError,
    documents,
    foreign_programs,
    replayed,
    seed_of,
)
from tests.support.named_options import strangers

PROSE = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
SETTING = "<!-- now: 2026-11-23T10:00:00-05:00, zone: America/New_York, width: 80 -->\n"


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def with_and_without_foreign_programs() -> list[object]:
    """Each document with sessions; `external` where it needs a program that may be missing."""
    return [
        pytest.param(path, id=name_of(path), marks=[pytest.mark.external] if foreign else [])
        for path in documents()
        for foreign in [foreign_programs(path.read_text(encoding="utf-8"))]
    ]


@pytest.mark.parametrize("path", with_and_without_foreign_programs())
def test_the_sessions_of_a_document_show_what_happens(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    missing = [program for program in foreign_programs(text) if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    assert replayed(text, seed_of(path)) == text


def test_the_readme_and_the_tutorial_have_sessions() -> None:
    assert {ROOT / "README.md", ROOT / "docs/tutorial.md"} <= set(documents())


def test_a_session_that_shows_something_else_is_noticed() -> None:
    text = f"{SETTING}```console\n$ ft undo\nNothing whatever.\n```\n"
    assert replayed(text, "seed") == f"{SETTING}```console\n$ ft undo\n{NO_LEDGER}```\n"


NO_LEDGER = """There is no ledger at
/home/sam/.local/share/followthrough/ledger.json.
The first ft add begins one there. Check --ledger and FOLLOWTHROUGH_LEDGER.
"""


def test_a_status_a_pipe_and_a_file_of_the_document_can_be_shown() -> None:
    text = (
        f"{SETTING}```python\n# read.py\nimport sys\n\nprint(sys.stdin.read().upper())\n```\n"
        "```console\n$ ft undo\n$ echo $?\n$ echo one |\n>   python read.py\n```\n"
    )
    assert replayed(text, "seed") == (
        f"{SETTING}```python\n# read.py\nimport sys\n\nprint(sys.stdin.read().upper())\n```\n"
        f"```console\n$ ft undo\n{NO_LEDGER}$ echo $?\n3\n$ echo one |\n>   python read.py\nONE\n\n```\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```console\n$ ft list\n```\n", id="no clock"),
        pytest.param(f"{SETTING}* so:\n\n  ```console\n$ ft list\n```\n", id="indented"),
        pytest.param(f"{SETTING}```console\nft list\n```\n", id="no command"),
    ],
)
def test_a_session_that_would_not_be_played_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        replayed(text, "seed")


@pytest.mark.parametrize("path", PROSE, ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if not target.startswith("https://")]
    assert [target for target in targets if not leads_somewhere(path, target)] == []


def leads_somewhere(path: Path, target: str) -> bool:
    file, _, anchor = target.partition("#")
    found = (path.parent / file).resolve() if file else path
    if not found.is_relative_to(ROOT) or not found.exists():
        return False
    return not anchor or anchor in anchors(found.read_text(encoding="utf-8"))


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_document_is_reached_from_the_index() -> None:
    reached, waiting = set[Path](), [ROOT / "docs/index.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or not path.exists():
            continue
        reached.add(path)
        links = re.findall(r"\]\(([^)#\s]+\.md)", path.read_text(encoding="utf-8"))
        waiting += [(path.parent / link).resolve() for link in links]
    assert sorted(map(name_of, set((ROOT / "docs").rglob("*.md")) - reached)) == []


@pytest.mark.parametrize("path", PROSE, ids=name_of)
def test_every_command_named_exists(path: Path) -> None:
    named = re.findall(r"(?:`|^\$ |^)ft ([a-z]\w*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in named if name not in COMMANDS] == []


@pytest.mark.parametrize("path", PROSE, ids=name_of)
def test_every_option_named_is_one_that_its_command_has(path: Path) -> None:
    assert strangers(path.read_text(encoding="utf-8")) == []


def test_an_option_that_a_command_has_not_is_noticed() -> None:
    text = (
        "`ft keep slides --by monday`, and\n$ ft list --json | jq --by\nft add -- --not-one\nft digest --soon  # --so\n"
    )
    assert strangers(text) == ["ft keep slides --by monday: --by", "ft digest --soon: --soon"]


@pytest.mark.parametrize("path", PROSE, ids=name_of)
def test_nothing_is_exclaimed(path: Path) -> None:
    prose = re.sub(
        r"<!--.*?-->|^```.*?^```$|`[^`]*`|!(?=\[)", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    assert [line for line in prose.splitlines() if "!" in line] == []


def test_the_ledger_reference_names_every_kind_of_event_and_every_field() -> None:
    kinds = [*AnyEvent.__args__, Described, Tombstone]
    wanted = {str(kind.__struct_config__.tag) for kind in kinds}
    for each in (*kinds, Particulars, StateFields):
        wanted |= set(each.__struct_encode_fields__)
    assert sorted(wanted - in_code("docs/reference/ledger.md")) == []


def test_the_json_reference_names_every_document_and_every_field() -> None:
    wanted = {str(document.__struct_defaults__[0]) for document in DOCUMENTS}
    for document in DOCUMENTS:
        for component in schema_of(document)["$defs"].values():
            wanted |= set(component.get("properties", {}))
    wanted -= set(CommitmentJson.__struct_fields__) - {"id", "overdue", "history"}
    assert sorted(wanted - in_code("docs/reference/json.md")) == []


def in_code(name: str) -> set[str]:
    """Everything that a document sets in code, outside of fenced blocks."""
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text_of(name), flags=re.MULTILINE | re.DOTALL)))


def test_every_setting_is_documented() -> None:
    wanted = {f"`{setting.key}`" for setting in SETTINGS}
    assert [key for key in sorted(wanted) if key not in text_of("docs/reference/settings.md")] == []


def test_every_decision_is_dated_accepted_and_listed() -> None:
    index = text_of("docs/decisions/README.md")
    for number, path in enumerate(DECISIONS, start=1):
        lines = path.read_text(encoding="utf-8").splitlines()
        title = lines[0].removeprefix(f"# {number}. ")
        assert path.name.startswith(f"{number:04}-")
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2} · (accepted|replaced by \[\d{4}\]\(.+\))", lines[2])
        assert f"[{title}]({path.name})" in index
    assert len(DECISIONS) == index.count("](0")
