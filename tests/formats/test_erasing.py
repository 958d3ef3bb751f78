"""Taking the names of the forgotten out of events."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as st

from followthrough.domain.events import AnyEvent
from followthrough.domain.folding import fold
from followthrough.domain.forgetting import ForgottenPeople, stone_key
from followthrough.formats.erasing import erased_event, erased_line, may_name, names_in
from followthrough.formats.record import from_text
from followthrough.formats.record_writing import sealed
from followthrough.formats.sums import event_sum
from tests.support.builders import ID
from tests.support.histories import histories
from tests.support.thoroughness import tried_on

ANA = ForgottenPeople([stone_key("ana")])


def erased(event: dict[str, Any]) -> dict[str, Any]:
    """The event without the name, as values."""
    found: dict[str, Any] = json.loads(erased_event(ANA, json.dumps(event).encode()))
    return found


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("ask @ana", "ask @someone"),
        ("(@Ana, @ana's, @ANA.) @ana: @ana", "(@someone, @someone's, @someone.) @someone: @someone"),
        ("@ana-ruiz and @anastasia", "@ana-ruiz and @anastasia"),
        ("ana, Ana Ruiz", "ana, Ana Ruiz"),
        ("mail sam@ana or sam@ana.example", "mail sam@ana or sam@ana.example"),
        ("@@ana @ ana", "@@someone @ ana"),
        ("@ana...", "@someone..."),
    ],
)
def test_a_mention_in_a_text_is_a_whole_handle(text: str, after: str) -> None:
    assert ANA.text(text) == after


def test_a_handle_with_an_accent_is_known_in_either_spelling() -> None:
    rene = ForgottenPeople([stone_key("ren\u00e9")])
    assert rene.text("@Rene\u0301 and @REN\u00c9") == "@someone and @someone"


def test_the_key_of_a_person_is_the_same_in_every_ledger() -> None:
    assert stone_key("ana") == "@76d863a70efae2f7"


def test_a_list_of_handles_has_someone_once_and_keeps_its_order() -> None:
    two = ForgottenPeople(map(stone_key, ("ana", "bo")))
    assert two.handles(("cleo", "ana", "dan", "bo")) == ("cleo", "someone", "dan")
    assert two.handles(("cleo", "cleo")) == ("cleo", "cleo")


def test_every_field_of_handles_is_known_and_no_other_is_taken_for_one() -> None:
    event = {"did": "edited", "id": "kkkkk.2", "by": "ana", "from": {"to": ["ana"], "tags": ["ana"]}, "whose": "ana"}
    assert erased(event) == {
        **event,
        "by": "someone",
        "from": {"to": ["someone"], "tags": ["ana"]},
        "whose": "someone",
    }


def test_an_event_of_an_unknown_kind_loses_the_name() -> None:
    sworn = {"did": "sworn", "id": "kkkkk.2", "by": "ana", "deep": [{"members": ["bo", "ana"]}, "@ana", 1.0, None]}
    assert erased(sworn) == {**sworn, "by": "someone", "deep": [{"members": ["bo", "someone"]}, "@someone", 1.0, None]}


def test_an_event_is_sealed_anew_and_a_damaged_one_stays_damaged() -> None:
    event = {"did": "noted", "id": "kkkkk.2", "by": "ana", "note": "x"}
    intact, damaged = erased({**event, "sum": event_sum(event)}), erased({**event, "sum": "00000000"})
    assert intact["sum"] == event_sum(intact) != event_sum(event)
    assert damaged["sum"] == "00000000"
    assert "sum" not in erased(event)


def test_what_does_not_name_them_stays_the_bytes_it_is() -> None:
    for text in (b'{ "by": "bo",  "sum":"1" }', b'{"what":"\\u0041na"}'):
        assert erased_event(ANA, text) == erased_line(ANA, "open", text) == text


@pytest.mark.parametrize("line", [b"{", b'{"by":"ana"', b'{"by":"ana","history":3}', b"\xff", b'"ana"', b"[" * 5000])
def test_a_line_that_cannot_be_read_is_left_alone(line: bytes) -> None:
    assert erased_line(ANA, "open", line) == line


_values = st.recursive(
    st.sampled_from(("ana", "bo", "@ana", "to @Ana.", "x@ana", "\n@ana\\", '"by":"ana"', "é")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("by", "to", "whose", "members", "note", "x")), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(value=_values, escaped=st.booleans())
def test_the_quick_look_at_a_line_overlooks_nobody(value: object, escaped: bool) -> None:
    named = any(each in ANA for each in names_in(value))
    line = json.dumps(value, ensure_ascii=escaped).replace("a", "\\u0061" if escaped else "a").encode()
    assert may_name(ANA, line) >= named


@tried_on(50)
@given(history=histories())
def test_a_history_amounts_to_the_same_for_someone(history: list[AnyEvent]) -> None:
    after = [
        msgspec.json.decode(erased_event(ANA, sealed(event)), type=AnyEvent, dec_hook=from_text) for event in history
    ]
    before, folded = fold(ID, history), fold(ID, after)
    assert [event.id for event in folded.history] == [event.id for event in before.history]
    assert (folded.maker, folded.to) == ("sam", ("someone", "bo"))
    for name in ("what", "state", "due", "judged_due", "settled_at", "part", "moves", "confirmed", "repaired"):
        assert getattr(folded, name) == getattr(before, name)
    assert b'"ana"' not in b"".join(bytes(sealed(event)) for event in after)
