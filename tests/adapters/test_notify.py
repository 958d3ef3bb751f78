"""Ways by which a digest goes: what arrives, what fails, and that no secret is said."""

import json
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from html import unescape
from pathlib import Path

import pytest

from followthrough.actions.edges import Delivery
from followthrough.adapters.notify import apprise
from followthrough.adapters.notify.apprise import AppriseDelivery
from followthrough.adapters.notify.desktop import LONGEST, DesktopDelivery, shortened
from followthrough.adapters.notify.exec import CommandDelivery
from followthrough.adapters.notify.process import Runner
from followthrough.domain.delivery import Letter
from followthrough.domain.errors import BadAddressError, DeliveryFailedError, NotifyExtraMissingError
from tests.support.injections import BY_KIND
from tests.support.reminding import FakeDelivery
from tests.support.smtp import Mailbox, mailbox

SECRET = "hunter2secret"
LETTER = Letter(subject="Promises: 1 overdue", messages=("Overdue\n  kmz  Slides – to Ána\n",), layout="text")


@pytest.fixture
def runner() -> Runner:
    """Runs programs with a bare environment."""
    return Runner(20, {"PATH": "/usr/bin:/bin"})


def notify_send(directory: Path, script: str) -> Callable[[str], str | None]:
    """A program in place of notify-send, and the only one to be found."""
    path = directory / "notify-send"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(stat.S_IRWXU)
    return {"notify-send": str(path)}.get


@pytest.fixture(params=["fake", "exec", "desktop", "apprise"])
def places(request: pytest.FixtureRequest, tmp_path: Path, runner: Runner) -> Iterator[tuple[Delivery, Delivery]]:
    """Of each kind one that can be reached, and one that cannot."""
    if request.param == "apprise":
        with mailbox() as reached, mailbox(refusing=True) as refusing:
            yield AppriseDelivery(reached.address, None, runner), AppriseDelivery(refusing.address, None, runner)
        return
    pairs: dict[str, tuple[Delivery, Delivery]] = {
        "fake": (FakeDelivery(), FakeDelivery(down=True)),
        "exec": (CommandDelivery("cat", runner), CommandDelivery(f": {SECRET}; exit 3", runner)),
        "desktop": (
            DesktopDelivery(runner, notify_send(tmp_path, "exit 0")),
            DesktopDelivery(runner, lambda name: None),
        ),
    }
    yield pairs[request.param]


def test_a_place_is_reached_or_says_that_it_was_not(places: tuple[Delivery, Delivery]) -> None:
    reached, not_reached = places
    reached.deliver(LETTER)
    with pytest.raises(DeliveryFailedError) as problem:
        not_reached.deliver(LETTER)
    assert str(problem.value).startswith(f"The digest did not reach {not_reached.name}: ")
    assert SECRET not in f"{problem.value} {not_reached.name} {not_reached.key}"


def test_places_of_one_kind_have_marks_of_their_own_unless_there_is_one_only(places: tuple[Delivery, Delivery]) -> None:
    one, other = places
    assert (one.key != other.key) == (one.key not in ("desktop", "via:me"))


def test_a_command_gets_each_message_as_its_input_and_the_subject_in_its_environment(
    tmp_path: Path, runner: Runner
) -> None:
    letter = Letter(subject="Promises: 1 overdue", messages=("one\n", "two – ñ\n"), layout="discord")
    CommandDelivery(f'{{ echo "$FOLLOWTHROUGH_SUBJECT"; cat; }} >> {tmp_path}/out', runner).deliver(letter)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "Promises: 1 overdue\none\nPromises: 1 overdue\ntwo – ñ\n"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("exit 3", "it ended with status 3"),
        ("kill -9 $$", "it was ended by signal 9"),
        ("no-such-program-here", "it ended with status 127"),
        ("cat >/dev/full", "it ended with status 1"),
    ],
)
def test_a_command_that_fails_is_said_with_how_it_ended(runner: Runner, command: str, reason: str) -> None:
    with pytest.raises(DeliveryFailedError, match=f"the command: {reason}"):
        CommandDelivery(command, runner).deliver(LETTER)


def test_a_command_may_leave_its_input_unread(runner: Runner) -> None:
    CommandDelivery("exec 0<&-; exit 0", runner).deliver(Letter(subject="s", messages=("x" * 300_000,), layout="text"))


def test_a_command_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    hanging = CommandDelivery(f"sleep 60 & echo $! > {tmp_path}/pid; wait; sleep 60", Runner(0.5))
    began = time.monotonic()
    with pytest.raises(DeliveryFailedError, match="no end to it within"):
        hanging.deliver(LETTER)
    assert time.monotonic() - began < 10
    child = int((tmp_path / "pid").read_text())
    for _ in range(100):
        if not _runs(child):
            break
        time.sleep(0.05)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split(")")[1].split()[0] != "Z"
    return False


def test_a_shell_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeliveryFailedError, match=r"it could not be started \(No such file or directory\)"):
        CommandDelivery("cat", Runner(5, {"PATH": str(tmp_path)})).deliver(LETTER)


def test_a_notification_gets_subject_and_text_as_arguments_with_markup_defused(tmp_path: Path, runner: Runner) -> None:
    find = notify_send(tmp_path, f'printf "%s\\n" "$@" > {tmp_path}/arguments')
    letter = Letter(subject="Promises: 1 overdue", messages=('<b>--help</b> & "you"\n',), layout="text")
    DesktopDelivery(runner, find).deliver(letter)
    assert (tmp_path / "arguments").read_text(encoding="utf-8").splitlines() == [
        "--app-name=followthrough",
        "--",
        "Promises: 1 overdue",
        '&lt;b&gt;--help&lt;/b&gt; &amp; "you"',
    ]


@pytest.mark.parametrize("texts", BY_KIND.values(), ids=BY_KIND)
def test_no_text_becomes_markup_an_option_or_a_control_character_of_a_notification(
    tmp_path: Path, runner: Runner, texts: Sequence[str]
) -> None:
    desktop = DesktopDelivery(runner, notify_send(tmp_path, "exit 0"))
    for text in texts:
        body = desktop._arguments("subject", shortened(text))[-1]
        assert not set("<>") & set(body), text
        assert unescape(body).replace("\n", "").isprintable() or "\u200d" in body or "\u200c" in body, text


def test_osascript_is_told_in_arguments_and_never_in_its_script() -> None:
    found = DesktopDelivery(Runner(5), {"osascript": "/usr/bin/osascript"}.get)._arguments("sub", '" & do evil & "')
    assert found[-2:] == ["sub", '" & do evil & "']
    assert found[1::2][:3] == ["-e", "-e", "-e"] or found[1] == "-e"
    assert "evil" not in " ".join(found[:-1])


def test_a_long_digest_is_cut_between_lines() -> None:
    short = shortened("\n".join(f"line {number}" for number in range(1000)))
    assert len(short) <= LONGEST + 2
    assert short.splitlines()[-1] == "…"
    assert short.splitlines()[-2].startswith("line ")


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """A mail server on loopback."""
    with mailbox() as server:
        yield server


def test_a_mail_has_the_subject_and_the_text(box: Mailbox, runner: Runner) -> None:
    AppriseDelivery(box.address, "me", runner).deliver(LETTER)
    (mail,) = box.letters()
    assert (mail["Subject"], mail["From"], mail["To"]) == (LETTER.subject, "sam@example.org", "ana@example.org")
    body = mail.get_body(("plain", "html"))
    assert body is not None
    assert "Slides – to Ána" in unescape(body.get_content()).replace("\N{NO-BREAK SPACE}", " ")


def test_a_mail_in_html_has_a_text_beside_it(box: Mailbox, runner: Runner) -> None:
    page = "<html><body><p>Slides &lt;b&gt; – to Ána</p></body></html>"
    AppriseDelivery(box.address, "me", runner).deliver(Letter(subject="s", messages=(page,), layout="html"))
    (mail,) = box.letters()
    parts = {part.get_content_type(): part.get_content().strip() for part in mail.walk() if not part.is_multipart()}
    assert parts == {"text/plain": "Slides <b> – to Ána", "text/html": page}


def test_an_address_is_told_to_no_list_of_processes(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Spy(Runner):
        def run(self, destination, arguments, content="", **options) -> int:  # type: ignore[no-untyped-def]  # as the real one is called
            seen.extend([destination, *arguments])
            return super().run(destination, arguments, content, **options)

    AppriseDelivery(box.address, "me", Spy(20)).deliver(LETTER)
    assert box.received
    assert SECRET not in " ".join(seen)


def test_a_mail_server_that_says_nothing_is_given_up_on() -> None:
    with mailbox(silent=True) as server:
        began = time.monotonic()
        with pytest.raises(DeliveryFailedError, match="no end to it within 3 seconds"):
            AppriseDelivery(server.address + "&rto=60&cto=60", "me", Runner(3)).deliver(LETTER)
    assert time.monotonic() - began < 15


def test_an_address_of_no_known_service_is_said_without_it(runner: Runner) -> None:
    place = AppriseDelivery(f"nosuchservice://{SECRET}", None, runner)
    with pytest.raises(DeliveryFailedError) as problem:
        place.deliver(LETTER)
    assert str(problem.value) == (
        "The digest did not reach nosuchservice://…: its address has no form that apprise knows. "
        "The next run tries again."
    )


@pytest.mark.parametrize("address", ["", SECRET, f"mailto:{SECRET}", f"mailto://a b{SECRET}", f"mailto://{SECRET}\nx"])
def test_what_is_no_address_is_refused_without_being_said(runner: Runner, address: str) -> None:
    with pytest.raises(BadAddressError) as problem:
        AppriseDelivery(address, None, runner)
    assert SECRET not in str(problem.value)


@pytest.mark.parametrize(
    ("address", "layout"),
    [
        ("mailto://a@b", "html"),
        ("MAILTOS://a@b", "html"),
        ("discord://1/2", "discord"),
        ("https://discord.com/api/webhooks/1/2", "discord"),
        ("ntfy://topic", "text"),
    ],
)
def test_each_service_has_the_layout_that_suits_it(runner: Runner, address: str, layout: str) -> None:
    assert AppriseDelivery(address, None, runner).layout == layout


def test_without_apprise_that_is_said(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apprise, "find_spec", lambda name: None)
    with pytest.raises(NotifyExtraMissingError):
        AppriseDelivery("mailto://a@b", None, runner)


def test_the_key_of_an_address_is_its_name_or_a_digest(runner: Runner) -> None:
    assert AppriseDelivery(f"mailto://{SECRET}", "me", runner).key == "via:me"
    assert AppriseDelivery(f"mailto://{SECRET}", None, runner).key.startswith("via:")
    assert SECRET not in AppriseDelivery(f"mailto://{SECRET}", None, runner).key


@pytest.mark.parametrize(
    ("address", "subject"),
    [("discord://1/2", ""), ("https://discord.com/api/webhooks/1/2", ""), ("mailto://a@b", LETTER.subject)],
)
def test_a_message_for_discord_goes_without_a_subject_that_would_make_it_too_long(address: str, subject: str) -> None:
    sent: list[str] = []

    class Spy(Runner):
        def run(self, destination, arguments, content="", **options) -> int:  # type: ignore[no-untyped-def]  # as the real one is called
            sent.append(json.loads(content)["subject"])
            return 0

    AppriseDelivery(address, "me", Spy(5)).deliver(LETTER)
    assert sent == [subject]
