"""The armored text of an SSH signature (OpenSSH's PROTOCOL.sshsig), read so strictly that each has one spelling.

Base64 ignores the last bits, line breaks and whatever is around it; a text that was changed there would pass as signed.
"""

NAMESPACE = "followthrough"
BEGIN = "-----BEGIN SSH SIGNATURE-----\n"
END = "-----END SSH SIGNATURE-----\n"
WIDTH = 70
LARGEST = 65_536  # characters; a key of 16,384 bits makes under 6,000

_PREAMBLE = b"SSHSIG\x00\x00\x00\x01"  # with the version
_FIELDS = 5  # public key, namespace, reserved, hash algorithm, signature


class SignatureTextError(ValueError):
    """The text is no signature as ssh-keygen writes it: why."""


def namespace_of(armored: str) -> str:
    """What a signature says that it is for. Raises SignatureTextError."""
    return _fields(_blob(armored))[1].decode("utf-8", "replace")


def _blob(armored: str) -> bytes:
    from base64 import b64decode

    if len(armored) > LARGEST:
        raise SignatureTextError("it is too long for a signature")
    if not (armored.isascii() and armored.startswith(BEGIN) and armored.endswith(END)):
        raise SignatureTextError("it does not begin and end as a signature does")
    try:
        blob = b64decode(armored[len(BEGIN) : -len(END)])
    except ValueError:
        raise SignatureTextError("it is not in base64") from None
    if armor(blob) != armored:
        raise SignatureTextError("it is not spelled as ssh-keygen spells it")
    return blob


def armor(blob: bytes) -> str:
    """The one spelling of a signature: base64 in lines of 70 between the two marks."""
    from base64 import b64encode

    letters = b64encode(blob).decode()
    lines = (letters[at : at + WIDTH] for at in range(0, len(letters), WIDTH))
    return "".join((BEGIN, *(f"{line}\n" for line in lines), END))


def _fields(blob: bytes) -> list[bytes]:
    """The fields behind the preamble, each of which carries its length in front."""
    if not blob.startswith(_PREAMBLE):
        raise SignatureTextError("it is not an SSH signature of version 1")
    at, fields = len(_PREAMBLE), []
    for _ in range(_FIELDS):
        start = at + 4
        at = start + int.from_bytes(blob[at:start])
        fields.append(blob[start:at])
    if at != len(blob):
        raise SignatureTextError("its parts do not have the lengths they say")
    return fields
