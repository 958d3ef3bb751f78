"""The `--json` contract."""

import json
from datetime import date, timedelta
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from followthrough.domain.digest import digest, within_or_remind
from followthrough.domain.events import AnyEvent
from followthrough.domain.folding import fold
from followthrough.domain.hooks import HooksFound
from followthrough.domain.reliability.credit import lateness_credit
from followthrough.domain.reliability.scorecard import scorecard
from followthrough.domain.selection import Party
from followthrough.formats.documents import DOCUMENTS, schema_of
from followthrough.formats.output import ErrorJson, ProblemJson, commitments_json, digest_json, score_json, to_json
from followthrough.formats.people_document import ForgottenJson, people_json
from followthrough.formats.settings_document import DeclaredJson, settings_json
from tests.support.builders import ID, NOW, PEOPLE, a_promise, at, kept, made, promise
from tests.support.histories import histories
from tests.support.thoroughness import tried_on


def written(document: Any) -> dict[str, Any]:
    """The document as a program reads it, after its schema has been checked."""
    found = json.loads(to_json(document))
    jsonschema.validate(found, schema_of(type(document)), jsonschema.Draft202012Validator)
    assert isinstance(found, dict)
    return found


def test_a_commitment_is_written_with_every_field_even_where_it_is_empty() -> None:
    assert written(commitments_json([promise()], NOW)) == {
        "schema": "followthrough.commitments/1",
        "commitments": [
            {
                "id": ID,
                "what": "Send Ana the slides",
                "maker": "sam",
                "to": ["ana"],
                "due": "2026-11-27",
                "judged_due": "2026-11-27",
                "zone": "America/New_York",
                "state": "open",
                "made_at": "2026-11-23T10:00:00-05:00",
                "settled_at": None,
                "part": None,
                "confidence": None,
                "tags": [],
                "visibility": "private",
                "remind": None,
                "chase": None,
                "series": None,
                "moves": 0,
                "confirmed": None,
                "repaired": False,
                "help_wanted": False,
                "overdue": False,
                "history": [
                    {
                        "did": "made",
                        "id": "kkkkk.1",
                        "n": 1,
                        "logged": "2026-11-23T10:00:00-05:00",
                        "by": "sam",
                        "what": "Send Ana the slides",
                        "maker": "sam",
                        "to": ["ana"],
                        "zone": "America/New_York",
                        "due": "2026-11-27",
                    }
                ],
            }
        ],
    }


@tried_on(25)
@given(histories(in_step=False))
def test_every_commitment_agrees_with_the_schema(history: list[AnyEvent]) -> None:
    found = written(commitments_json([fold(ID, history)], NOW))
    assert len(found["commitments"][0]["history"]) == len(history)


def test_no_commitments_are_an_empty_list() -> None:
    assert written(commitments_json([], NOW)) == {"schema": "followthrough.commitments/1", "commitments": []}


def test_an_overdue_promise_in_a_digest_has_its_credit_and_its_next_drop() -> None:
    late = promise(due="2026-11-23T09:00-05:00", logged="2026-11-20T09:00-05:00")
    found = written(digest_json(digest(Party("sam"), [late], [], now=NOW, lead=within_or_remind(timedelta(days=7)))))
    (overdue,) = found.pop("overdue")
    assert overdue["overdue"] is True
    assert overdue["credit_now"] == pytest.approx(0.999, rel=1e-12)
    assert overdue["next_drop"]["credit"] == pytest.approx(0.99, rel=1e-12)
    assert at(overdue["next_drop"]["at"]) == at("2026-11-24T09:00-05:00")
    assert found == {
        "schema": "followthrough.digest/1",
        "as_of": "2026-11-23T10:00:00-05:00",
        "kept_lately": [],
        "due_today": [],
        "due_soon": [],
        "help_wanted": [],
        "waiting_on_others": [],
        "again": None,
    }


def test_the_one_that_is_brought_up_again_in_a_digest_is_a_commitment() -> None:
    forgotten = promise(due="2027-03-01")
    nothing = digest(Party("sam"), [], [], now=NOW, lead=within_or_remind(timedelta(days=7)))
    found = written(digest_json(replace(nothing, again=forgotten)))
    assert found["again"] == written(commitments_json([forgotten], NOW))["commitments"][0]


def test_what_is_overdue_beyond_the_curve_has_no_next_drop() -> None:
    ancient = promise(due="2016-11-20T10:00-05:00", logged="2016-11-01T10:00-05:00")
    found = written(digest_json(digest(Party("sam"), [ancient], [], now=NOW, lead=within_or_remind(timedelta(days=7)))))
    late = int((NOW - at("2016-11-20T10:00-05:00")).total_seconds())
    assert found["overdue"][0]["next_drop"] is None
    assert found["overdue"][0]["credit_now"] == lateness_credit(late)


def test_a_scorecard_of_too_few_promises_has_counts_and_no_rate() -> None:
    card = scorecard("sam", [a_promise(made(), kept())], [], now=at("2026-12-01T10:00-05:00"), today=date(2026, 12, 1))
    found = written(score_json(card))
    assert found["schema"] == "followthrough.score/1"
    assert found["windows"]["all"]["on_time"] == {"k": 1, "n": 1, "rate": None, "low": None, "high": None}
    assert found["chosen"] is None
    assert list(found) == [
        *("schema", "who", "as_of", "windows", "calibration", "trend", "calendar", "sums", "sources", "chosen"),
    ]
    assert found["calendar"] == [{"day": "2026-11-27", "k": 1, "n": 1}]
    # The first 16 digits of the SHA-256 of "/sam".
    assert found["sources"] == [
        {"ledger": "", "makers": ["348ba3071bc4d9ed"], "as_of": "2026-12-01T10:00:00-05:00"},
    ]


def test_the_other_documents_are_written_as_documented() -> None:
    assert written(people_json("sam", [PEOPLE["medics"]], {"medics": {"ana": "counted", "sam": "left-out"}})) == {
        "schema": "followthrough.people/1",
        "me": "sam",
        "people": [
            {
                "handle": "medics",
                "name": "Street Medics",
                "members": ["ana", "sam"],
                "aliases": [],
                "also": [],
                "zone": None,
                "sharing": {"ana": "counted", "sam": "left-out"},
            }
        ],
    }
    assert written(ForgottenJson(forgotten=[ID], people=[])) == {
        "schema": "followthrough.forgotten/1",
        "forgotten": [ID],
        "people": [],
    }
    me = {
        "key": "me",
        "type": "a handle",
        "example": "sam",
        "choices": [],
        "default": "none",
        "sentence": "Who you are.",
    }
    found = HooksFound(directory="/hooks", objection=None, hooks={"kept": None}, strays=("kept.sh",))
    assert written(settings_json({"me": "sam"}, [msgspec.convert(me, DeclaredJson)], found)) == {
        "schema": "followthrough.settings/1",
        "settings": {"me": "sam"},
        "declared": [me],
        "hooks": {"directory": "/hooks", "objection": None, "hooks": {"kept": None}, "strays": ["kept.sh"]},
    }
    problem = ProblemJson(kind="nothing_to_undo", message="There is nothing to undo.", hint=None, exit_status=5)
    assert written(ErrorJson(error=problem)) == {
        "schema": "followthrough.error/1",
        "error": {
            "kind": "nothing_to_undo",
            "message": "There is nothing to undo.",
            "hint": None,
            "exit_status": 5,
        },
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.__name__)
def test_every_document_has_a_valid_schema_named_after_it(document: Any) -> None:
    schema = schema_of(document)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"].startswith("followthrough.")


def test_json_is_indented_and_keeps_letters_as_they_are() -> None:
    assert to_json(ForgottenJson(forgotten=["zoë", "日本", "🎉"], people=[])) == (
        '{\n  "schema": "followthrough.forgotten/1",\n  "forgotten": [\n    "zoë",\n    "日本",\n    "🎉"\n  ],\n'
        '  "people": []\n}'
    )


def test_control_format_and_bidi_characters_are_escaped() -> None:
    hidden = "\x1b[31m\x00\x7f\x85\u202e\u200d\ufeff\u2028\u00ad\U000e0001\ue000"
    assert to_json(ForgottenJson(forgotten=[hidden], people=[])) == (
        '{\n  "schema": "followthrough.forgotten/1",\n  "forgotten": [\n    "'
        "\\u001b[31m\\u0000\\u007f\\u0085\\u202e\\u200d\\ufeff\\u2028\\u00ad\\udb40\\udc01\\ue000"
        '"\n  ],\n  "people": []\n}'
    )


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_what_is_read_back_is_what_was_written_and_nothing_hidden_is_in_it(texts: list[str]) -> None:
    import unicodedata

    text = to_json(ForgottenJson(forgotten=texts, people=[]))
    assert json.loads(text)["forgotten"] == texts
    assert {unicodedata.category(letter) for letter in text if letter != "\n"}.isdisjoint(
        {"Cc", "Cf", "Co", "Zl", "Zp"}
    )
