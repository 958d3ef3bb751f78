"""Files and signatures in memory, for what reads, writes, signs and checks reports."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256

from followthrough.adapters.files import is_ledger
from followthrough.domain.errors import (
    BadSignatureError,
    FileInTheWayError,
    LedgerInTheWayError,
    NoSuchFileError,
    UnknownSignerError,
)
from followthrough.domain.sharing import Signature, Signer

KEY = "/home/sam/.ssh/id_ed25519"


class FakeFiles:
    """Files by their paths; every directory is there."""

    def __init__(self, content: Mapping[str, bytes] | None = None) -> None:
        self.content = dict(content or {})

    def read(self, path: str) -> bytes:
        """All bytes of a file."""
        if path not in self.content:
            raise NoSuchFileError(path)
        return self.content[path]

    def write(self, path: str, content: bytes, may_replace: Callable[[bytes], bool], force: bool) -> None:
        """The content as that file, as the port has it."""
        there = self.content.get(path)
        if there is not None and is_ledger(there):
            raise LedgerInTheWayError(path)
        if there is not None and not force and not may_replace(there):
            raise FileInTheWayError(path)
        self.content[path] = content


class FakeSigning:
    """Signatures that are a digest of key and content; `signers` has the names of keys by signers file and key."""

    def __init__(self, signers: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._signers = signers or {}

    def sign(self, content: bytes, key: str | None) -> Signature:
        """A signature with the key of that name, or the user's own."""
        name = key or KEY
        return Signature(armored=_armored(content, name), key=name, fingerprint=fingerprint_of(name))

    def check(self, content: bytes, armored: str, signers: str | None) -> Signer:
        """Whose key signed this content, of the keys that the signers files know and the user's own."""
        known = {key: name for names in self._signers.values() for key, name in names.items()} | {KEY: ""}
        key = next((each for each in known if _armored(content, each) == armored), None)
        if key is None:
            raise BadSignatureError("it was made for other content, or one of the two was changed")
        if signers is None:
            return Signer(principal=None, fingerprint=fingerprint_of(key), key_type="ED25519")
        if signers not in self._signers:
            raise NoSuchFileError(signers)
        if key not in self._signers[signers]:
            raise UnknownSignerError(fingerprint_of(key), signers, "")
        return Signer(principal=self._signers[signers][key], fingerprint=fingerprint_of(key), key_type="ED25519")


def fingerprint_of(key: str) -> str:
    """The fingerprint that a fake key has."""
    return "SHA256:" + b64encode(sha256(key.encode()).digest()).decode().rstrip("=")


def _armored(content: bytes, key: str) -> str:
    digest = b64encode(sha256(key.encode() + b"\0" + content).digest()).decode()
    return f"-----BEGIN SSH SIGNATURE-----\n{digest}\n-----END SSH SIGNATURE-----\n"
