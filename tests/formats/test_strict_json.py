"""What is wrong with the JSON of a record, beyond what other readers of JSON notice."""

import pytest

from followthrough.formats.record import encode
from followthrough.formats.strict_json import DEEPEST, Flaw, flaws

FLAWED: dict[str, tuple[bytes, list[Flaw]]] = {
    "a key twice": (b'{"a":1,"b":2,"a":3}', [Flaw("twice", "a")]),
    "a key three times": (b'{"a":1,"a":2,"a":3}', [Flaw("twice", "a"), Flaw("twice", "a")]),
    "the same key written in two ways": (b'{"a":1,"\\u0061":2}', [Flaw("twice", "a")]),
    "a key twice further in": (b'{"history":[{"n":1},{"n":1,"n":2}]}', [Flaw("twice", "n")]),
    "a long key twice": (b'{"%s":1,"%s":2}' % (b"x" * 999, b"x" * 999), [Flaw("twice", "x" * 40 + "\u2026")]),
    "not a number": (b'{"part":NaN}', [Flaw("constant", "NaN")]),
    "infinities": (b"[Infinity,-Infinity]", [Flaw("constant", "Infinity"), Flaw("constant", "-Infinity")]),
    "a fraction out of range": (b'{"x":-1e999}', [Flaw("range", "the number -1e999")]),
    "a number of many digits": (b'{"x":%s}' % (b"9" * 5000), [Flaw("range", "a number of 5,000 digits")]),
    "half of a character": (b'{"what":"\\ud800"}', [Flaw("surrogate")]),
    "the other half, in a key": (b'{"\\udc00":1}', [Flaw("surrogate")]),
    "half of a character in a list": (b'{"to":["ana","\\ud83c"]}', [Flaw("surrogate")]),
    "deep": (b"[" * 100_000 + b"]" * 100_000, [Flaw("depth")]),
    "deep objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, [Flaw("depth")]),
    "a level too deep": (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), [Flaw("depth")]),
    "not UTF-8": (b'{"what":"\xe9"}', [Flaw("encoding")]),
    "half of a character in UTF-8": (b'{"what":"\xed\xa0\x80"}', [Flaw("encoding")]),
    "no JSON": (b'{"a":1', [Flaw("syntax", "Expecting ',' delimiter: line 1 column 7 (char 6)")]),
    "a NUL byte": (b'{"a":"\0"}', [Flaw("syntax", "Invalid control character at: line 1 column 7 (char 6)")]),
    "two values": (b"{}{}", [Flaw("syntax", "Extra data: line 1 column 3 (char 2)")]),
    "several": (
        b'{"a":NaN,"a":"\\ud800","b":1e999}',
        [Flaw("constant", "NaN"), Flaw("range", "the number 1e999"), Flaw("twice", "a"), Flaw("surrogate")],
    ),
}


@pytest.mark.parametrize("case", FLAWED)
def test_what_is_wrong_is_told(case: str) -> None:
    line, found = FLAWED[case]
    assert flaws(line) == found


@pytest.mark.parametrize(
    "line",
    [
        encode({"what": "Send the slides ✓ 🍚", "n": 2**63, "part": 0.1, "x": None, "history": [{"did": "made"}]}),
        b'{"what":"\\ud83c\\udf5a"}',
        b'{"a":{"n":1},"b":{"n":1}}',
        b'{"x":1e-999}',
        b'{"x":%s}' % (b"9" * 300),
        b"[" * DEEPEST + b"]" * DEEPEST,
    ],
)
def test_where_nothing_is_wrong_nothing_is_told(line: bytes) -> None:
    assert flaws(line) == []


def test_each_flaw_is_a_sentence() -> None:
    assert [str(each) for each in (Flaw("twice", "a"), Flaw("range", "the number 1e999"), Flaw("constant", "NaN"))] == [
        "the key “a” stands twice in one place",
        "the number 1e999 is out of range",
        "NaN is not a number in JSON",
    ]
    assert [str(Flaw(kind)) for kind in ("depth", "encoding", "surrogate")] == [
        "it is nested too deeply",
        "it is not UTF-8",
        "it holds half of a character (a lone surrogate)",
    ]
