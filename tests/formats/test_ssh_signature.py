"""The armored text of an SSH signature has one spelling; every other text of it is refused."""

import pytest

from followthrough.formats.ssh_signature import BEGIN, END, SignatureTextError, armor, namespace_of

# echo hello | ssh-keygen -Y sign -n followthrough, with a key made for this
ARMORED = """-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgdNv4lDZDGp44CHPIoOih16SpIk
QouPIa7qhjkqTMIM8AAAANZm9sbG93dGhyb3VnaAAAAAAAAAAGc2hhNTEyAAAAUwAAAAtz
c2gtZWQyNTUxOQAAAEBuHv2hGveSmWO7Evlhd6PKUXbU/9ubVULxLmS8Z9XOI1ftvttN8B
GN8uzurpv8iF+UMW3bWX6HV8mqx7QZCMYH
-----END SSH SIGNATURE-----
"""


def _blob(*fields: bytes, preamble: bytes = b"SSHSIG\x00\x00\x00\x01") -> bytes:
    return preamble + b"".join(len(field).to_bytes(4) + field for field in fields)


def _refused(armored: str) -> str:
    with pytest.raises(SignatureTextError) as problem:
        namespace_of(armored)
    return str(problem.value)


def test_a_signature_of_ssh_keygen_is_read() -> None:
    assert namespace_of(ARMORED) == "followthrough"


def test_the_namespace_is_what_the_signature_says() -> None:
    assert namespace_of(armor(_blob(b"key", b"git", b"", b"sha512", b"x"))) == "git"


def test_a_namespace_that_is_no_text_is_shown_as_far_as_it_is() -> None:
    assert namespace_of(armor(_blob(b"key", b"g\xff\x1b", b"", b"sha512", b"x"))) == "g�\x1b"


RESPELLED = {
    "no line end at the end": ARMORED[:-1],
    "a line end too many": ARMORED + "\n",
    "a blank in front": " " + ARMORED,
    "a byte order mark": "\ufeff" + ARMORED,
    "text in front": "hello\n" + ARMORED,
    "text behind": ARMORED + "hello\n",
    "CRLF": ARMORED.replace("\n", "\r\n"),
    "a blank at a line's end": ARMORED.replace("pIk\n", "pIk \n"),
    "a line broken elsewhere": ARMORED.replace("pIk\nQ", "pI\nkQ"),
    "lines of 76": BEGIN + "".join(ARMORED.splitlines()[1:-1]) + "\n" + END,
    "an empty line": ARMORED.replace("pIk\n", "pIk\n\n"),
    "padding without need": ARMORED.replace("MYH\n", "MYH====\n"),
    "a letter that is none of base64": ARMORED.replace("MYH\n", "MY-\n"),
    "a letter that base64 skips": ARMORED.replace("MYH\n", "MYH*\n"),
    "a digit of another script": ARMORED.replace("GN8u", "GN８u"),
    "half of a character": ARMORED.replace("GN8u", "GN\ud800u"),
    "a NUL": ARMORED.replace("GN8u", "GN\0u"),
    "two blocks": ARMORED + ARMORED,
    "two blocks in one": ARMORED.replace(END, "") + ARMORED.replace(BEGIN, ""),
    "other dashes": ARMORED.replace("-----BEGIN", "–----BEGIN"),
    "nothing": "",
    "only the marks": BEGIN + END,
    "half a mark": BEGIN[:10],
    "both marks in one": BEGIN[:-1] + END,
    "binary": bytes(range(256)).decode("latin-1"),
    "another kind of block": ARMORED.replace("SSH SIGNATURE", "PGP SIGNATURE"),
    "megabytes": BEGIN + ("A" * 70 + "\n") * 60_000 + END,
    "megabytes of dashes": "-" * 5_000_000,
}


@pytest.mark.parametrize("case", RESPELLED)
def test_a_text_that_is_spelled_otherwise_is_refused(case: str) -> None:
    assert _refused(RESPELLED[case])


def test_bits_that_base64_ignores_are_not_ignored() -> None:
    with_loose_bits = armor(_blob(b"key", b"followthrough", b"", b"sha512", b"xyz"))
    assert "==" in with_loose_bits
    at = with_loose_bits.index("==") - 1
    letter = with_loose_bits[at]
    other = chr(ord(letter) + 1)

    assert namespace_of(with_loose_bits) == "followthrough"
    assert _refused(with_loose_bits[:at] + other + with_loose_bits[at + 1 :]) == (
        "it is not spelled as ssh-keygen spells it"
    )


def test_a_text_of_megabytes_is_refused_for_its_length() -> None:
    assert _refused(RESPELLED["megabytes"]) == "it is too long for a signature"


SHAPES = {
    "another version": _blob(b"k", b"n", b"", b"h", b"s", preamble=b"SSHSIG\x00\x00\x00\x02"),
    "another preamble": _blob(b"k", b"n", b"", b"h", b"s", preamble=b"SSHSIX\x00\x00\x00\x01"),
    "no fields": _blob(),
    "a field too few": _blob(b"k", b"n", b"", b"h"),
    "a field too many": _blob(b"k", b"n", b"", b"h", b"s", b"x"),
    "a length beyond the end": _blob(b"k", b"n", b"", b"h") + b"\xff\xff\xff\xffx",
    "half a length": _blob(b"k", b"n", b"", b"h") + b"\x00\x00",
    "a byte behind": _blob(b"k", b"n", b"", b"h", b"s") + b"x",
}


@pytest.mark.parametrize("case", SHAPES)
def test_a_blob_of_another_shape_is_refused(case: str) -> None:
    assert _refused(armor(SHAPES[case]))


@pytest.mark.parametrize("length", range(95, 215))
def test_the_spelling_has_no_empty_line_and_none_over_seventy(length: int) -> None:
    lines = armor(bytes(length)).removeprefix(BEGIN).removesuffix(END).splitlines()

    assert {len(line) for line in lines[:-1]} <= {70}
    assert 0 < len(lines[-1]) <= 70


def test_most_flipped_bits_are_refused_by_the_spelling_alone() -> None:
    flipped = [_flip(ARMORED, at, bit) for at in range(len(ARMORED)) for bit in range(8)]
    passed = [text for text in flipped if _passes(text)]

    marks = range(len(BEGIN))
    assert not any(_passes(_flip(ARMORED, at, bit)) for at in marks for bit in range(8))
    assert len(passed) < len(flipped) / 2


def _passes(armored: str) -> bool:
    try:
        return namespace_of(armored) == "followthrough"
    except SignatureTextError:
        return False


def _flip(text: str, at: int, bit: int) -> str:
    return text[:at] + chr(ord(text[at]) ^ 1 << bit) + text[at + 1 :]
