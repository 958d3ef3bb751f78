"""Signatures with ssh-keygen: who signed what is told apart, and whatever was changed is refused."""

import os
import select
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from followthrough.actions.edges import Signing
from followthrough.adapters.files import UserFiles
from followthrough.adapters.settings import Settings
from followthrough.adapters.signing import SshSigning
from followthrough.adapters.ssh_keygen import SshKeygen, reason_in
from followthrough.domain.errors import (
    BadSignatureError,
    DirectoryNotFileError,
    EmptyTextError,
    FileTooLargeError,
    KeyRefusedError,
    MachineRefusedError,
    NoSigningKeyError,
    NoSigningProgramError,
    NoSuchFileError,
    OtherNamespaceError,
    Problem,
    SigningProgramFailedError,
    UnknownSignerError,
)
from followthrough.domain.sharing import Signer
from tests.formats.test_ssh_signature import ARMORED, RESPELLED
from tests.support.sharing import FakeSigning

REPORT = b"<p>3 of 4 promises kept on time</p>\n" * 50
ENVIRONMENT = {
    key: value for key, value in os.environ.items() if key not in ("SSH_AUTH_SOCK", "DISPLAY", "SSH_ASKPASS")
}
PASSPHRASE = "a river of stones"


class Keys(NamedTuple):
    """A directory with a key of each type, one with a passphrase, and a signers file that names them."""

    place: Path

    def path(self, name: str) -> str:
        return str(self.place / name)

    def public(self, name: str) -> str:
        return " ".join((self.place / f"{name}.pub").read_text(encoding="utf-8").split()[:2])

    def fingerprint(self, name: str) -> str:
        return _ssh_keygen("-l", "-f", self.path(name)).split()[1]


def _ssh_keygen(*arguments: str) -> str:
    return subprocess.run(
        ["ssh-keygen", *arguments], env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=True
    ).stdout


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("needs ssh-keygen, of OpenSSH")
    place = tmp_path_factory.mktemp("keys")
    for name in ("ed25519", "ecdsa", "rsa", "other"):
        kind = "ed25519" if name == "other" else name
        _ssh_keygen("-q", "-t", kind, "-N", "", "-C", "", "-f", str(place / name))
    _ssh_keygen("-q", "-t", "ed25519", "-N", PASSPHRASE, "-f", str(place / "locked"))
    keys = Keys(place)
    lines = [f"{name}@example.org {keys.public(name)}\n" for name in ("ed25519", "ecdsa", "rsa")]
    (place / "signers").write_text("# the medics\n" + "".join(lines), encoding="utf-8")
    return keys


@pytest.fixture(scope="session")
def signed(keys: Keys) -> dict[str, str]:
    """A signature of the report with each type of key."""
    return {name: _signing().sign(REPORT, keys.path(name)).armored for name in ("ed25519", "ecdsa", "rsa")}


def _settings(place: Path | None = None, text: str = "") -> Settings:
    if place is None:
        return Settings(os.devnull)
    path = place / "config.toml"
    path.write_text(text, encoding="utf-8")
    return Settings(str(path))


def _signing(settings: Settings | None = None, /, **more: str) -> SshSigning:
    """Signing with the real program, and nobody to ask."""
    return SshSigning(settings or _settings(), keygen=SshKeygen(environment=ENVIRONMENT | more, asks=lambda: False))


def _signing_with(script: str, place: Path, wait_seconds: float = 20) -> SshSigning:
    """Signing with a program of our own in the place of ssh-keygen."""
    keygen = SshKeygen(_program(script, place), ENVIRONMENT, wait_seconds=wait_seconds, asks=lambda: False)
    return SshSigning(_settings(), keygen=keygen)


def _program(script: str, place: Path) -> str:
    (place / "ssh-keygen").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (place / "ssh-keygen").chmod(0o755)
    return str(place / "ssh-keygen")


def _wait_until(come: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not come():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _a_key(place: Path) -> str:
    (place / "key").write_text("a key", encoding="utf-8")
    return str(place / "key")


@pytest.fixture
def empty_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory for temporary files, with nothing in it."""
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    return room


class Signed(NamedTuple):
    """Someone who signs, real or fake, with two keys, of which the signers file names the first."""

    signing: Signing
    known: str
    unknown: str
    signers: str


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.external)])
def someone(request: pytest.FixtureRequest) -> Signed:
    if request.param == "fake":
        signing = FakeSigning({"signers": {"ed25519": "ed25519@example.org"}, "others": {"other": "other@example.org"}})
        return Signed(signing, "ed25519", "other", "signers")
    keys: Keys = request.getfixturevalue("keys")
    return Signed(_signing(), keys.path("ed25519"), keys.path("other"), keys.path("signers"))


def test_the_signers_file_names_who_signed(someone: Signed) -> None:
    signature = someone.signing.sign(REPORT, someone.known)

    assert someone.signing.check(REPORT, signature.armored, someone.signers) == Signer(
        principal="ed25519@example.org", fingerprint=signature.fingerprint, key_type="ED25519"
    )


def test_without_a_signers_file_nobody_is_named(someone: Signed) -> None:
    signature = someone.signing.sign(REPORT, someone.unknown)

    assert someone.signing.check(REPORT, signature.armored, None) == Signer(
        principal=None, fingerprint=signature.fingerprint, key_type="ED25519"
    )


def test_a_key_that_the_signers_file_does_not_have_is_told_apart(someone: Signed) -> None:
    signature = someone.signing.sign(REPORT, someone.unknown)
    with pytest.raises(UnknownSignerError) as problem:
        someone.signing.check(REPORT, signature.armored, someone.signers)

    assert (problem.value.fingerprint, problem.value.reason) == (signature.fingerprint, "")


@pytest.mark.parametrize("signers", [True, False])
def test_other_content_is_not_what_was_signed(someone: Signed, signers: bool) -> None:
    armored = someone.signing.sign(REPORT, someone.known).armored
    for content in (REPORT + b"\n", REPORT[:-1], REPORT.replace(b"3 of 4", b"4 of 4"), b""):
        with pytest.raises(BadSignatureError):
            someone.signing.check(content, armored, someone.signers if signers else None)


def test_a_missing_signers_file_is_a_problem(someone: Signed) -> None:
    armored = someone.signing.sign(REPORT, someone.known).armored
    with pytest.raises(NoSuchFileError):
        someone.signing.check(REPORT, armored, "/nowhere/signers")


# With the real program


@pytest.mark.external
@pytest.mark.parametrize("name", ["ed25519", "ecdsa", "rsa"])
def test_a_key_of_every_type_signs_and_says_which_it_was(keys: Keys, name: str) -> None:
    signature = _signing().sign(REPORT, keys.path(name))

    assert (signature.key, signature.fingerprint) == (keys.path(name), keys.fingerprint(name))
    assert signature.armored.startswith("-----BEGIN SSH SIGNATURE-----\n")
    assert signature.armored.endswith("\n-----END SSH SIGNATURE-----\n")
    assert "\r" not in signature.armored
    assert _signing().check(REPORT, signature.armored, keys.path("signers")).principal == f"{name}@example.org"


@pytest.mark.external
@pytest.mark.parametrize("content", [b"", b"\0\xff" * 1000, b"x\r\ny", bytes(5_000_000)])
def test_any_bytes_can_be_signed(keys: Keys, content: bytes) -> None:
    armored = _signing().sign(content, keys.path("ed25519")).armored

    assert _signing().check(content, armored, keys.path("signers")).key_type == "ED25519"


@pytest.mark.external
def test_the_public_half_of_a_key_stands_for_it(keys: Keys) -> None:
    signature = _signing().sign(REPORT, keys.path("ed25519.pub"))

    assert (signature.key, signature.fingerprint) == (keys.path("ed25519.pub"), keys.fingerprint("ed25519"))


@pytest.mark.external
def test_a_private_half_signs_without_the_public_one(keys: Keys, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copy(keys.path("ed25519"), alone)

    assert _signing().sign(REPORT, str(alone)).fingerprint == keys.fingerprint("ed25519")


@pytest.fixture
def agent(keys: Keys) -> Iterator[str]:
    """An agent that holds one key; its socket."""
    place = tempfile.mkdtemp(prefix="agent-", dir="/tmp")  # a short path: sockets have room for no other
    socket = f"{place}/socket"
    process = subprocess.Popen(["ssh-agent", "-D", "-a", socket], env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    try:
        _wait_until(lambda: Path(socket).exists())
        subprocess.run(
            ["ssh-add", "-q", keys.path("ed25519")], env=ENVIRONMENT | {"SSH_AUTH_SOCK": socket}, timeout=20, check=True
        )
        yield socket
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(place)


@pytest.mark.external
def test_the_agent_signs_for_a_public_half_that_is_alone(keys: Keys, agent: str, tmp_path: Path) -> None:
    shutil.copy(keys.path("ed25519.pub"), tmp_path / "alone.pub")
    signature = _signing(SSH_AUTH_SOCK=agent).sign(REPORT, str(tmp_path / "alone.pub"))

    assert signature.fingerprint == keys.fingerprint("ed25519")


@pytest.mark.external
def test_an_agent_that_refuses_is_a_problem(keys: Keys, agent: str, tmp_path: Path) -> None:
    environment = ENVIRONMENT | {"SSH_AUTH_SOCK": agent, "SSH_ASKPASS": "/bin/false"}
    subprocess.run(["ssh-add", "-qD"], env=environment, timeout=20, check=True)
    subprocess.run(["ssh-add", "-qc", keys.path("ed25519")], env=environment, timeout=20, check=True)
    shutil.copy(keys.path("ed25519.pub"), tmp_path / "alone.pub")

    assert _why_not(str(tmp_path / "alone.pub"), SSH_AUTH_SOCK=agent) == "the agent refused"


def _why_not(key: str, content: bytes = REPORT, **more: str) -> str:
    with pytest.raises(KeyRefusedError) as problem:
        _signing(**more).sign(content, key)
    assert problem.value.path == key
    return str(problem.value.reason)


@pytest.mark.external
def test_a_passphrase_is_not_asked_for_without_a_terminal(keys: Keys) -> None:
    before = time.monotonic()

    assert _why_not(keys.path("locked")) == "it has a passphrase, and there is no terminal to ask on"
    assert time.monotonic() - before < 20


@pytest.mark.external
def test_content_is_never_taken_for_the_passphrase(keys: Keys) -> None:
    assert _why_not(keys.path("locked"), f"{PASSPHRASE}\n".encode())


@pytest.mark.external
def test_nobody_elses_window_is_opened_without_a_terminal(keys: Keys, tmp_path: Path) -> None:
    window = tmp_path / "window"
    window.write_text(f"#!/bin/sh\ntouch {tmp_path}/opened\necho '{PASSPHRASE}'\n", encoding="utf-8")
    window.chmod(0o755)

    assert _why_not(keys.path("locked"), SSH_ASKPASS=str(window), DISPLAY=":0")
    assert not (tmp_path / "opened").exists()


ON_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from followthrough.adapters.settings import Settings
from followthrough.adapters.signing import SshSigning
from followthrough.adapters.ssh_keygen import SshKeygen
from followthrough.domain.errors import Problem
key, program, seconds = sys.argv[1:]
try:
    keygen = SshKeygen(program, wait_seconds=float(seconds))
    print("signed with", SshSigning(Settings(os.devnull), keygen=keygen).sign(b"report", key).fingerprint)
except Problem as problem:
    print(problem)
print("done")
"""


def _seen_on_a_terminal(key: str, *, typed: str = "", program: str = "ssh-keygen", wait_seconds: float = 60) -> str:
    """What stands on a terminal on which a key signs, and where `typed` answers the question for a passphrase."""
    screen, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", ON_A_TERMINAL, key, program, str(wait_seconds)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=ENVIRONMENT,
        start_new_session=True,
    )
    seen = ""
    deadline = time.monotonic() + 60
    try:
        while "done" not in seen and time.monotonic() < deadline:
            if select.select([screen], [], [], 0.1)[0]:
                seen += os.read(screen, 1000).decode()
            if typed and "passphrase" in seen:
                time.sleep(0.2)  # it turns the echo off after it has asked
                os.write(screen, f"{typed}\n".encode())
                typed = ""
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
        os.close(screen)
    return seen


@pytest.mark.external
def test_a_passphrase_is_asked_for_on_a_terminal(keys: Keys) -> None:
    seen = _seen_on_a_terminal(keys.path("locked"), typed=PASSPHRASE)

    assert f"signed with {keys.fingerprint('locked')}" in seen
    assert PASSPHRASE not in seen


@pytest.mark.external
def test_a_wrong_passphrase_is_a_problem(keys: Keys) -> None:
    seen = _seen_on_a_terminal(keys.path("locked"), typed="another")

    assert f"The key {keys.path('locked')} could not sign: the passphrase did not open it. Nothing was changed." in seen


def test_there_is_no_time_limit_while_someone_may_be_typing(tmp_path: Path) -> None:
    program = _program("sleep 1; echo agent refused operation >&2; exit 1", tmp_path)

    assert "the agent refused" in _seen_on_a_terminal(_a_key(tmp_path), program=program, wait_seconds=0.1)


@pytest.mark.parametrize(("kind", "seen"), [("sk-ssh-ed25519@openssh.com", True), ("ssh-ed25519", False)])
def test_a_security_key_asks_for_its_touch_on_the_terminal(tmp_path: Path, kind: str, seen: bool) -> None:
    program = _program("[ -t 2 ] && echo touch it now >&2; exit 1", tmp_path)
    key = _a_key(tmp_path)
    Path(f"{key}.pub").write_text(f"{kind} AAAA", encoding="utf-8")

    assert ("touch it now" in _seen_on_a_terminal(key, program=program)) is seen


@pytest.mark.external
def test_a_key_that_others_may_read_is_left_aside(keys: Keys, tmp_path: Path) -> None:
    shutil.copy(keys.path("ed25519"), tmp_path / "open")
    (tmp_path / "open").chmod(0o644)

    assert _why_not(str(tmp_path / "open")) == "others may read it, and it is to be private (chmod 600)"


@pytest.mark.external
def test_a_public_half_alone_does_not_sign(keys: Keys, tmp_path: Path) -> None:
    shutil.copy(keys.path("ed25519.pub"), tmp_path / "alone.pub")

    assert _why_not(str(tmp_path / "alone.pub")) == "its private half is neither beside it nor in the agent"


@pytest.mark.external
@pytest.mark.parametrize("content", [b"", b"hello\n", b"\0\xff" * 10_000, b"ssh-ed25519 AAAA\n", b"-----BEGIN"])
def test_what_is_no_key_does_not_sign(keys: Keys, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    (tmp_path / "key").chmod(0o600)

    assert _why_not(str(tmp_path / "key")) == "it is no SSH key, or its public half is missing"


@pytest.mark.external
def test_names_are_arguments_and_never_commands(keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = "-t $(touch opened) ; `touch opened` 'x\" .key"
    shutil.copy(keys.path("ed25519"), tmp_path / name)
    shutil.copy(keys.path("signers"), tmp_path / "-f ;x")
    armored = _signing().sign(REPORT, name).armored

    assert _signing().check(REPORT, armored, "-f ;x").principal == "ed25519@example.org"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["-f ;x", name]


@pytest.mark.external
def test_nothing_is_left_behind_and_nothing_was_open_to_others(
    keys: Keys, signed: dict[str, str], empty_room: Path
) -> None:
    _signing().sign(REPORT, keys.path("ed25519"))
    _signing().check(REPORT, signed["ed25519"], keys.path("signers"))
    with pytest.raises(KeyRefusedError):
        _signing().sign(REPORT, keys.path("locked"))
    with pytest.raises(BadSignatureError):
        _signing().check(b"", signed["ed25519"], keys.path("signers"))

    assert list(empty_room.iterdir()) == []


# What was changed


def _accepted(content: bytes, armored: str) -> bool:
    """Whether a signature passes; one that does not must be called bad, and not by chance."""
    try:
        _signing().check(content, armored, None)
    except (BadSignatureError, OtherNamespaceError):
        return False
    return True


def _flips(armored: str, step: int = 1) -> Iterator[str]:
    for index in range(0, len(armored) * 8, step):
        at, bit = divmod(index, 8)
        yield armored[:at] + chr(ord(armored[at]) ^ 1 << bit) + armored[at + 1 :]


@pytest.mark.external
def test_every_flipped_bit_of_a_signature_is_refused(keys: Keys) -> None:
    armored = _signing().sign(REPORT, keys.path("ed25519")).armored

    assert _accepted(REPORT, armored)
    assert [each for each in _flips(armored) if _accepted(REPORT, each)] == []


@pytest.mark.external
@pytest.mark.parametrize(("name", "step"), [("ecdsa", 13), ("rsa", 53)])
def test_flipped_bits_of_other_types_of_signatures_are_refused(signed: dict[str, str], name: str, step: int) -> None:
    armored = signed[name]

    assert _accepted(REPORT, armored)
    assert [each for each in _flips(armored, step) if _accepted(REPORT, each)] == []


@pytest.mark.external
def test_respelled_signatures_that_ssh_keygen_takes_are_refused(signed: dict[str, str], tmp_path: Path) -> None:
    armored = signed["ed25519"]
    (tmp_path / "sig").write_text(armored.replace("\n", "\n\n") + "after\n", encoding="utf-8")
    command = ["ssh-keygen", "-Y", "check-novalidate", "-n", "followthrough", "-s", str(tmp_path / "sig")]
    taken = subprocess.run(command, input=REPORT, capture_output=True, timeout=20, check=False)

    assert taken.returncode == 0
    assert not _accepted(REPORT, (tmp_path / "sig").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", RESPELLED)
def test_a_text_that_is_no_signature_is_bad_before_any_program_is_asked(tmp_path: Path, case: str) -> None:
    signing = _signing_with(f"touch {tmp_path}/asked", tmp_path)
    with pytest.raises(BadSignatureError):
        signing.check(b"hello\n", RESPELLED[case], None)

    assert not (tmp_path / "asked").exists()


@pytest.mark.external
def test_a_signature_for_something_else_says_so(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "report").write_bytes(REPORT)
    _ssh_keygen("-q", "-Y", "sign", "-n", "git", "-f", keys.path("ed25519"), str(tmp_path / "report"))
    armored = (tmp_path / "report.sig").read_text(encoding="utf-8")
    with pytest.raises(OtherNamespaceError) as problem:
        _signing().check(REPORT, armored, keys.path("signers"))

    assert str(problem.value) == "The signature is for “git”, not for followthrough."


@pytest.mark.external
@pytest.mark.parametrize("length", [11, 12, 13, 14, 38, 39, 40, 41])
def test_ssh_keygen_spells_signatures_of_every_length_so(keys: Keys, tmp_path: Path, length: int) -> None:
    (tmp_path / "report").write_bytes(REPORT)
    _ssh_keygen("-q", "-Y", "sign", "-n", "n" * length, "-f", keys.path("ed25519"), str(tmp_path / "report"))
    with pytest.raises(OtherNamespaceError):  # so its spelling passed
        _signing().check(REPORT, (tmp_path / "report.sig").read_text(encoding="utf-8"), None)


# Signers files of any content


def _checked_with(keys: Keys, signed: dict[str, str], place: Path, signers: str | bytes) -> str | None:
    path = place / "signers"
    path.write_bytes(signers.encode() if isinstance(signers, str) else signers)
    return _signing().check(REPORT, signed["ed25519"], str(path)).principal


@pytest.mark.external
@pytest.mark.parametrize(
    ("line", "principal"),
    [
        ("ana {key}", "ana"),
        ("ana,ana@example.org {key} a comment", "ana"),
        ("!eve,*@example.org {key}", "*@example.org"),
        ("-I {key}", "-I"),
        ("$(id) {key}", "$(id)"),
        ('"Ana Ruiz" {key}', "Ana Ruiz"),
        ('"Ana\x1b[2J\u202e" {key}', "Ana\x1b[2J\u202e"),
        ('ana namespaces="git,followthrough" {key}', "ana"),
        ("garbage\nbo ssh-ed25519 AAAA\n\n# c\nana {key}", "ana"),
        ("ana {key}\nbo {key}", "ana"),
        ("ana {key}\r", "ana"),
        ('"a\rb" {key}', "a\rb"),
        ("x" * 1_000 + " {key}", "x" * 1_000),
    ],
)
def test_the_name_of_the_first_line_with_the_key_is_told(
    keys: Keys, signed: dict[str, str], tmp_path: Path, line: str, principal: str
) -> None:
    assert _checked_with(keys, signed, tmp_path, line.format(key=keys.public("ed25519")) + "\n") == principal


@pytest.mark.external
def test_a_name_that_is_no_text_is_told_as_far_as_it_is(keys: Keys, signed: dict[str, str], tmp_path: Path) -> None:
    signers = b'"An\xffa" ' + keys.public("ed25519").encode() + b"\n"

    assert _checked_with(keys, signed, tmp_path, signers) == "An�a"


@pytest.mark.external
@pytest.mark.parametrize(
    ("signers", "reason"),
    [
        ("", ""),
        ("garbage\n", ""),
        ("\0\xff" * 5000, ""),
        ("x" * 3_000_000, ""),
        ("ana {key}x\n", ""),
        ("!ana {key}\n", ""),
        ("ana {other}\n" * 5000, ""),
        ("ana surprise {key}\n", ""),
        ("x" * 10_000 + " {key}\n", ""),
        ("x" * 200_000 + " {key}\n", ""),
        (
            'ana namespaces="git" {key}\n',
            'signers:1: key is not permitted for use in signature namespace "followthrough"',
        ),
        ("ana cert-authority {key}\n", ""),
    ],
)
def test_a_signers_file_without_the_key_names_nobody(
    keys: Keys, signed: dict[str, str], tmp_path: Path, signers: str, reason: str
) -> None:
    content = signers.replace("{key}", keys.public("ed25519")).replace("{other}", keys.public("other"))
    with pytest.raises(UnknownSignerError) as problem:
        _checked_with(keys, signed, tmp_path, content.encode("latin-1"))

    assert (problem.value.signers, problem.value.reason) == (str(tmp_path / "signers"), reason)


@pytest.mark.external
def test_a_key_whose_time_has_passed_is_not_good_for_its_name(
    keys: Keys, signed: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(UnknownSignerError) as problem:
        _checked_with(keys, signed, tmp_path, f'ana valid-before="20200101" {keys.public("ed25519")}\n')

    assert "key has expired" in problem.value.reason


@pytest.mark.external
def test_a_signers_file_may_be_a_pipe(keys: Keys, signed: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.write(writing, f"ana {keys.public('ed25519')}\n".encode())
    os.close(writing)
    try:
        assert _signing().check(REPORT, signed["ed25519"], f"/proc/self/fd/{reading}").principal == "ana"
    finally:
        os.close(reading)


@pytest.mark.parametrize(
    ("signers", "problem"),
    [
        ("/nowhere/signers", NoSuchFileError),
        ("/", DirectoryNotFileError),
        ("/dev/zero", FileTooLargeError),
        (" ", EmptyTextError),
    ],
)
def test_a_signers_file_that_cannot_be_read_is_a_problem(signers: str, problem: type[Problem], tmp_path: Path) -> None:
    with pytest.raises(problem):
        SshSigning(_settings(), UserFiles(limit_megabytes=1)).check(b"hello\n", ARMORED, signers)


# Which key, which signers


def test_without_any_key_there_is_a_problem_that_says_where_they_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(NoSigningKeyError) as problem:
        _signing().sign(REPORT, None)

    assert str(problem.value) == f"There is no SSH key to sign with in {tmp_path}/.ssh, and none was named."


@pytest.mark.external
@pytest.mark.parametrize(
    ("there", "taken"),
    [(("rsa", "ecdsa", "ed25519"), "ed25519"), (("rsa", "ecdsa"), "ecdsa"), (("rsa",), "rsa")],
)
def test_the_first_key_of_the_usual_names_is_the_users_own(
    keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...], taken: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".ssh").mkdir()
    for name in there:
        shutil.copy(keys.path(name), tmp_path / ".ssh" / f"id_{name}")

    assert _signing().sign(REPORT, None).key == str(tmp_path / ".ssh" / f"id_{taken}")


@pytest.mark.external
def test_the_configured_key_and_signers_are_those_to_use(
    keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(keys.place))
    signing = _signing(_settings(tmp_path, 'signing_key = "~/ecdsa"\nsigners = "~/signers"\n'))
    signature = signing.sign(REPORT, None)

    assert signature.key == keys.path("ecdsa")
    assert signing.check(REPORT, signature.armored, None).principal == "ecdsa@example.org"


@pytest.mark.external
def test_what_is_named_counts_more_than_what_is_configured(keys: Keys, tmp_path: Path) -> None:
    signing = _signing(_settings(tmp_path, 'signing_key = "/nowhere"\nsigners = "/nowhere"\n'))
    signature = signing.sign(REPORT, keys.path("rsa"))

    assert signing.check(REPORT, signature.armored, keys.path("signers")).principal == "rsa@example.org"


@pytest.mark.parametrize(
    ("key", "problem"), [("/nowhere/key", NoSuchFileError), ("/", DirectoryNotFileError), ("", EmptyTextError)]
)
def test_a_key_that_is_not_there_is_a_problem(key: str, problem: type[Problem]) -> None:
    with pytest.raises(problem):
        _signing().sign(REPORT, key)


# A program that is missing or does otherwise


def test_without_the_program_there_is_a_problem_that_names_it(tmp_path: Path) -> None:
    signing = SshSigning(_settings(), keygen=SshKeygen(environment={"PATH": str(tmp_path)}, asks=lambda: False))
    for use in (lambda: signing.sign(REPORT, _a_key(tmp_path)), lambda: signing.check(REPORT, ARMORED, None)):
        with pytest.raises(NoSigningProgramError) as problem:
            use()
        assert str(problem.value) == "There is no ssh-keygen on this machine to sign or to check signatures with."


def test_a_program_that_may_not_be_run_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "ssh-keygen").write_bytes(b"")
    keygen = SshKeygen(str(tmp_path / "ssh-keygen"), ENVIRONMENT, asks=lambda: False)
    with pytest.raises(MachineRefusedError):
        SshSigning(_settings(), keygen=keygen).check(REPORT, ARMORED, None)


def test_a_program_that_gives_no_answer_is_ended_with_what_it_started(tmp_path: Path, empty_room: Path) -> None:
    signing = _signing_with(f"sleep 300 & echo $! $$ > {tmp_path}/started; wait", tmp_path, wait_seconds=1)
    with pytest.raises(SigningProgramFailedError) as problem:
        signing.check(REPORT, ARMORED, None)

    assert "it gave no answer within 1 seconds" in str(problem.value)
    _wait_until(lambda: not any(map(_runs, (tmp_path / "started").read_text(encoding="utf-8").split())))
    assert list(empty_room.iterdir()) == []


def _runs(process: str) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


OTHERWISE = {
    "it fails without a word": "exit 1",
    "it knows no signatures": "echo 'unknown option -- Y' >&2; exit 1",
    "it is content with everything": "exit 0",
    "it says something else": "echo 'Good \"git\" signature with ED25519 key SHA256:x'",
    "it says too much": "head -c 3000000 /dev/zero; exit 0",
    "it says what is no text": "printf '\\377\\033[2J' >&2; exit 255",
    "it is killed": "kill -9 $$",
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_a_program_that_does_otherwise_never_makes_a_signature_good_or_bad(tmp_path: Path, case: str) -> None:
    with pytest.raises(SigningProgramFailedError):
        _signing_with(OTHERWISE[case], tmp_path).check(REPORT, ARMORED, None)


@pytest.mark.parametrize("case", OTHERWISE)
def test_a_program_that_does_otherwise_signs_nothing(tmp_path: Path, empty_room: Path, case: str) -> None:
    with pytest.raises((KeyRefusedError, SigningProgramFailedError)):
        _signing_with(OTHERWISE[case], tmp_path).sign(REPORT, _a_key(tmp_path))

    assert list(empty_room.iterdir()) == []


def test_a_signature_that_does_not_fit_is_not_handed_out(tmp_path: Path) -> None:
    script = f"case $3 in sign) cp {tmp_path}/another $8.sig;; *) echo Could not verify signature.; exit 255;; esac"
    (tmp_path / "another").write_text(ARMORED, encoding="utf-8")
    with pytest.raises(SigningProgramFailedError):
        _signing_with(script.replace("$3", "$*").replace("sign)", "*\\ sign\\ *)"), tmp_path).sign(
            REPORT, _a_key(tmp_path)
        )


def test_the_program_speaks_the_language_that_is_understood(tmp_path: Path) -> None:
    with pytest.raises(KeyRefusedError) as problem:
        _signing_with("echo it speaks $LC_ALL >&2; exit 1", tmp_path).sign(REPORT, _a_key(tmp_path))

    assert problem.value.reason == "it speaks C"


def test_the_program_works_in_a_room_that_is_closed_to_others(tmp_path: Path) -> None:
    script = f'for last; do :; done; stat -c %a "$(dirname "$last")" > {tmp_path}/mode; exit 1'
    with pytest.raises(KeyRefusedError):
        _signing_with(script, tmp_path).sign(REPORT, _a_key(tmp_path))

    assert (tmp_path / "mode").read_text(encoding="utf-8") == "700\n"
    assert stat.S_IMODE(Path(_a_key(tmp_path)).stat().st_mode) != 0o700


def test_a_full_disk_is_a_refusal_and_nothing_is_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(MachineRefusedError):
        _signing().sign(REPORT, _a_key(tmp_path))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", "it did not say why"),
        ("first\n  last.\n\n", "last"),
        ("a\x1b[2Jb\u202ec\n", "a [2Jb c"),
        ("x" * 5000, "x" * 200),
    ],
)
def test_what_the_program_says_becomes_part_of_a_sentence(said: str, reason: str) -> None:
    assert reason_in(said) == reason


def test_starting_the_program_loads_nothing_for_signing() -> None:
    script = "import sys, followthrough.bootstrap; sys.exit('subprocess' in sys.modules or 'tempfile' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], timeout=60, check=False).returncode == 0
