"""`ft sign` and `ft verify` with the real ssh-keygen: all they say, and that no flipped byte passes."""

import json
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.promises import add
from tests.cli.test_sessions import held_against_its_schema
from tests.support.terminal import Said, Terminal

KEYGEN = shutil.which("ssh-keygen")
pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(KEYGEN is None, reason="ssh-keygen is not installed"),
]
DONE = 0
FOUND = 9
CANNOT_PROVE = (
    "A signature says that this key signed these figures. It cannot prove that every promise was written down, that "
    "what was recorded happened, that the signer's clock was right, or who holds the key.\n"
)


@pytest.fixture
def key(terminal: Terminal) -> Path:
    """A new key of Sam's, and beside it a file of signers that names it."""
    path = terminal.home / "key"
    subprocess.run([str(KEYGEN), "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)], check=True)
    signers = terminal.home / "signers"
    signers.write_text(f"sam@example.org {path.with_suffix('.pub').read_text()}", encoding="utf-8")
    return path


@pytest.fixture
def sam(terminal: Terminal) -> Terminal:
    """A terminal whose ledger has five promises that came due, four of them kept in time."""
    early = {"FOLLOWTHROUGH_NOW": "2026-11-02T09:00:00-05:00"}
    ids = [add(terminal, f"Promise {number}", "--by", "2026-11-06", **early) for number in range(5)]
    assert terminal.ft("keep", *ids[:4], **early).status == DONE
    return terminal


def written(terminal: Terminal, name: str, *options: str) -> Path:
    path = terminal.home / name
    assert terminal.ft("report", "-o", str(path), *options).status == DONE
    return path


def plain(said: Said, terminal: Terminal) -> str:
    """What was said, with the home directory and the key's fingerprint in general terms."""
    text = (said.out + said.err).replace(str(terminal.home), "~")
    return re.sub(r"SHA256:[\w+/]{43}", "SHA256:…", text)


def test_a_page_is_signed_and_verified(sam: Terminal, key: Path) -> None:
    page = written(sam, "kept.html")
    signed = sam.ft("sign", str(page), "--key", str(key))
    assert signed.status == DONE
    assert plain(signed, sam) == (
        "Signed ~/kept.html\n"
        "Promises of sam.\n"
        "As of Monday 23 November 2026, 10:00 (America/New_York), 5 promises counted.\n"
        "4 of 5 promises that came due were kept in full and on time: 80\u00a0% (95\u00a0% interval "
        "38–96\u00a0%). Credit, where late keepings count by how late they were: 92\u00a0%.\n"
        "Key ~/key, SHA256:…\n"
    )
    verified = sam.ft("verify", str(page), "--signers", str(sam.home / "signers"))
    assert verified.status == DONE
    assert plain(verified, sam) == (
        "The signature is good.\n"
        "Signed by sam@example.org, with the ED25519 key SHA256:…, on Monday 23 November 2026, 10:00 by the signer's "
        "clock.\n"
        "\n"
        "Promises of sam\n"
        "As of Monday 23 November 2026, 10:00 (America/New_York), 5 promises counted.\n"
        "4 of 5 promises that came due were kept in full and on time: 80\u00a0% (95\u00a0% interval 38–96\u00a0%). "
        "Credit, where late keepings count by how late they were: 92\u00a0%.\n"
        "\n"
        "The page shows what was signed, to the byte.\n"
        "The ledger here gives the same report.\n"
        "\n" + CANNOT_PROVE
    )


def test_json_answers_are_as_their_schemas_have_them(sam: Terminal, key: Path) -> None:
    page = written(sam, "kept.md")
    for said in (sam.ft("sign", str(page), "--key", str(key), "--json"), sam.ft("verify", str(page), "--json")):
        assert (said.status, said.err) == (DONE, "")
        held_against_its_schema(said.out)
    verified = json.loads(sam.ft("verify", str(page), "--json").out)
    assert (verified["page"], verified["ledger"]) == ("same", {"agrees": True, "reason": None})
    assert verified["signer"]["principal"] is None


def test_a_signed_json_report_can_be_checked_with_ssh_keygen_alone(sam: Terminal, key: Path) -> None:
    report = written(sam, "kept.json")
    assert sam.ft("sign", str(report), "--key", str(key)).status == DONE
    held_against_its_schema(report.read_text(encoding="utf-8"))
    checked = subprocess.run(
        [
            *(str(KEYGEN), "-Y", "verify", "-n", "followthrough", "-I", "sam@example.org"),
            *("-f", str(sam.home / "signers"), "-s", f"{report}.sig"),
        ],
        input=report.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0


def test_the_settings_name_key_and_signers(sam: Terminal, key: Path) -> None:
    page = written(sam, "kept.html")
    sam.ft("config", "signing_key", str(key))
    sam.ft("config", "signers", str(sam.home / "signers"))
    assert sam.ft("sign", str(page)).status == DONE
    assert "Signed by sam@example.org" in sam.ft("verify", str(page)).out


def test_a_page_goes_through_standard_input_and_output(sam: Terminal, key: Path) -> None:
    page = written(sam, "kept.html").read_bytes()
    signed = sam.program("sign", "-", "--key", str(key), typed=page)
    assert (signed.status, signed.out[:15]) == (DONE, "<!DOCTYPE html>")
    assert plain(Said(0, "", signed.err), sam) == "Signed with ~/key, SHA256:…\n"
    assert sam.program("verify", "-", typed=signed.out.encode()).status == DONE


@pytest.mark.parametrize("name", ["kept.json", "kept.html", "kept.md"])
def test_no_flipped_byte_passes(sam: Terminal, key: Path, name: str) -> None:
    page = written(sam, name)
    assert sam.ft("sign", str(page), "--key", str(key)).status == DONE
    signature = sam.home / "kept.json.sig"
    dice = random.Random(2026)
    for path in (page, signature) if name == "kept.json" else (page,):
        before = path.read_bytes()
        for place in dice.sample(range(len(before)), 150):
            path.write_bytes(before[:place] + bytes([before[place] ^ (1 << dice.randrange(8))]) + before[place + 1 :])
            said = sam.ft("verify", str(page))
            assert said.status == FOUND, f"{path.name}, byte {place}: {said}"
            assert said.out == ""
        path.write_bytes(before)
    assert sam.ft("verify", str(page)).status == DONE


def test_a_ledger_that_was_changed_disagrees_with_status_9(sam: Terminal, key: Path) -> None:
    report = written(sam, "kept.json")
    assert sam.ft("sign", str(report), "--key", str(key)).status == DONE
    lines = sam.ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = next(index for index, line in enumerate(lines) if '"state":"kept"' in line)
    del lines[kept]
    sam.ledger.write_text("".join(lines), encoding="utf-8")
    said = sam.ft("verify", str(report))
    assert said.status == FOUND
    assert "The ledger here disagrees: it gives 3 of 4 on time, the report 4 of 5.\n" in said.out


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("verify", "kept.html"), 9, "kept.html is not signed."),
        (("verify", "kept.json"), 9, "kept.json is not signed."),
        (("sign", "kept.csv"), 2, "kept.csv is no report of followthrough: it is neither JSON nor a page"),
        (("sign", "nothing.html"), 3, "There is no file nothing.html."),
        (("sign", "kept.html", "--key", "nokey"), 3, "There is no file"),
        (("sign", "kept.html"), 3, "There is no SSH key to sign with"),
        (("verify", "kept.html", "--signers", "nobody"), 9, "kept.html is not signed."),
        (("sign",), 2, "Missing argument 'FILE'."),
    ],
)
def test_what_is_wrong_is_one_sentence(
    sam: Terminal, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], status: int, sentence: str
) -> None:
    for name in ("kept.html", "kept.json", "kept.csv"):
        written(sam, name)
    before = {path.name: path.read_bytes() for path in sam.home.glob("kept.*")}
    monkeypatch.chdir(sam.home)
    said = sam.ft(*arguments)
    assert (said.status, said.out) == (status, "")
    assert sentence in said.err
    assert {path.name: path.read_bytes() for path in sam.home.glob("kept.*")} == before
