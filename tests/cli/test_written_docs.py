"""What is generated in docs/ is as the program is now."""

from pathlib import Path

import pytest

from tests.support.write_docs import DOCS, documents

WRITTEN = documents()


@pytest.mark.parametrize("file", sorted(WRITTEN), ids=lambda file: file.name)
def test_a_generated_document_is_up_to_date(file: Path) -> None:
    assert WRITTEN[file] == file.read_text(encoding="utf-8"), "`make docs` writes it anew"


def test_every_schema_is_one_that_is_printed() -> None:
    assert set((DOCS / "schema").iterdir()) == {file for file in WRITTEN if file.parent.name == "schema"}
