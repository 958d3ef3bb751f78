"""Signatures with the user's SSH key, made and checked by `ssh-keygen -Y`."""

import os
import re
from contextlib import suppress

from followthrough.adapters.files import UserFiles
from followthrough.adapters.ledger.refusals import refusals
from followthrough.adapters.settings import Settings
from followthrough.adapters.ssh_keygen import SshKeygen, reason_in
from followthrough.domain.errors import (
    BadSignatureError,
    DirectoryNotFileError,
    EmptyTextError,
    KeyRefusedError,
    NoSigningKeyError,
    NoSuchFileError,
    OtherNamespaceError,
    SigningProgramFailedError,
    UnknownSignerError,
)
from followthrough.domain.sharing import Signature, Signer
from followthrough.formats.ssh_signature import NAMESPACE, SignatureTextError, namespace_of

DEFAULT_KEYS = ("id_ed25519", "id_ecdsa", "id_rsa")
_GOOD = rf'Good "{NAMESPACE}" signature with (\S+) key (SHA256:\S+)\s*'
_BAD = b"Could not verify signature."
_WORDS = (
    ("are too open", "others may read it, and it is to be private (chmod 600)"),
    ("agent refused", "the agent refused"),
    ("device not found", "its security key is not plugged in"),
    ("Couldn't load public key", "it is no SSH key, or its public half is missing"),
    ("No private key found", "its private half is neither beside it nor in the agent"),
)


class SshSigning:
    """Signs and checks with ssh-keygen; the key and the signers are those of the settings unless others are named."""

    def __init__(self, settings: Settings, files: UserFiles | None = None, keygen: SshKeygen | None = None) -> None:
        self._settings = settings
        self._files = files or UserFiles()
        self._keygen = keygen or SshKeygen()

    def sign(self, content: bytes, key: str | None) -> Signature:
        path = self._key(key)
        armored = self._signed(content, path)
        try:
            signer = self._signer(content, armored)
        except (BadSignatureError, OtherNamespaceError) as problem:
            raise SigningProgramFailedError(self._keygen.program, str(problem).rstrip(".")) from None
        return Signature(armored=armored, key=path, fingerprint=signer.fingerprint)

    def check(self, content: bytes, armored: str, signers: str | None) -> Signer:
        path = signers if signers is not None else self._settings.signers
        if path is None:
            return self._signer(content, armored)
        path = _expanded(path, "name of the signers file")
        known = self._files.read(path)
        signer = self._signer(content, armored)
        return Signer(
            principal=self._principal(content, armored, known, path, signer.fingerprint),
            fingerprint=signer.fingerprint,
            key_type=signer.key_type,
        )

    def _key(self, named: str | None) -> str:
        """The file of the key to sign with. Raises NoSigningKeyError, NoSuchFileError, DirectoryNotFileError."""
        chosen = named if named is not None else self._settings.signing_key
        if chosen is None:
            return self._default_key()
        path = _expanded(chosen, "name of the key")
        with refusals("read", path):
            kind = self._files.disk.kind(path)
        if kind is None:
            raise NoSuchFileError(path)
        if kind == "a directory":
            raise DirectoryNotFileError(path)
        return path

    def _default_key(self) -> str:
        directory = os.path.expanduser("~/.ssh")
        for path in (os.path.join(directory, name) for name in DEFAULT_KEYS):
            with refusals("read", path):
                if self._files.disk.kind(path) == "file":
                    return path
        raise NoSigningKeyError(directory)

    def _signed(self, content: bytes, key: str) -> str:
        """The armored signature that ssh-keygen writes beside a copy of the content."""
        from tempfile import TemporaryDirectory

        with refusals("sign", key), TemporaryDirectory(prefix="followthrough-") as directory:
            copy = _put(directory, "content", content)
            ran = self._keygen.run_asking(
                "-q", "-Y", "sign", "-n", NAMESPACE, "-f", key, copy, heard=self._wants_a_touch(key)
            )
            if ran.status:
                raise KeyRefusedError(key, self._why(ran.err))
            try:
                return self._files.read(f"{copy}.sig").decode("utf-8", "replace")
            except NoSuchFileError:
                raise SigningProgramFailedError(self._keygen.program, "it wrote no signature") from None

    def _wants_a_touch(self, key: str) -> bool:
        public = b""
        with suppress(OSError):
            public = self._files.disk.read_at_most(key if key.endswith(".pub") else f"{key}.pub", 100)
        return public.startswith(b"sk-")

    def _why(self, said: str) -> str:
        if "incorrect passphrase" in said:
            asked = self._keygen.asks()
            return (
                "the passphrase did not open it" if asked else "it has a passphrase, and there is no terminal to ask on"
            )
        return next((words for sign, words in _WORDS if sign in said), None) or reason_in(said)

    def _signer(self, content: bytes, armored: str) -> Signer:
        """Whose key made this signature of this content, by nobody's word. Raises BadSignatureError and its like."""
        from tempfile import TemporaryDirectory

        _check_spelling(armored)
        with refusals("check", "the signature"), TemporaryDirectory(prefix="followthrough-") as directory:
            signature = _put(directory, "signature", armored.encode())
            ran = self._keygen.run("-Y", "check-novalidate", "-n", NAMESPACE, "-s", signature, content=content)
        if ran.status and _BAD in ran.out:
            raise BadSignatureError("it was made for other content, or one of the two was changed")
        said = re.fullmatch(_GOOD, ran.out.decode("utf-8", "replace"))
        if ran.status or said is None:
            raise SigningProgramFailedError(self._keygen.program, reason_in(ran.err))
        return Signer(principal=None, fingerprint=said[2], key_type=said[1])

    def _principal(self, content: bytes, armored: str, known: bytes, path: str, fingerprint: str) -> str:
        """The name that the signers file has for the key of a good signature. Raises UnknownSignerError.

        The file is copied: it may be a pipe, and is read twice.
        """
        from tempfile import TemporaryDirectory

        with refusals("check", "the signature"), TemporaryDirectory(prefix="followthrough-") as directory:
            files = ("-s", _put(directory, "signature", armored.encode()), "-f", _put(directory, "signers", known))
            found = self._keygen.run("-Y", "find-principals", *files)
            names = [] if found.status else [name for name in found.out.split(b"\n") if _names_someone(name)]
            said = found.err
            if names:
                ran = self._keygen.run("-Y", "verify", "-n", NAMESPACE, "-I", names[0], *files, content=content)
                if ran.status == 0:
                    return names[0].decode("utf-8", "replace")
                said = ran.err
            raise UnknownSignerError(fingerprint, path, _hindrance(said.replace(f"{directory}/", "")))


def _check_spelling(armored: str) -> None:
    try:
        namespace = namespace_of(armored)
    except SignatureTextError as problem:
        raise BadSignatureError(str(problem)) from None
    if namespace != NAMESPACE:
        raise OtherNamespaceError(namespace)


def _names_someone(name: bytes) -> bool:
    """Whether `verify` can be asked for it: not whom a line excludes, and no longer than what ssh-keygen compares."""
    return 0 < len(name) < 1024 and not name.startswith(b"!")


def _hindrance(said: str) -> str:
    """What a line of the signers file says against the key, if one does."""
    against = [line for line in said.splitlines() if "key is not permitted" in line or "key has expired" in line]
    return reason_in(against[0]) if against else ""


def _expanded(path: str, what: str) -> str:
    if not path.strip():
        raise EmptyTextError(what)
    return os.path.abspath(os.path.expanduser(path))


def _put(directory: str, name: str, content: bytes) -> str:
    """A file in a directory of ours; its path."""
    path = os.path.join(directory, name)
    with open(path, "xb") as file:
        file.write(content)
    return path
