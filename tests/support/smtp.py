"""A small mail server on loopback that keeps what it is sent."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Mailbox(socketserver.ThreadingTCPServer):
    """The server; `refusing` answers every recipient with 550, `silent` answers nothing at all."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *, refusing: bool = False, silent: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.refusing = refusing
        self.silent = silent
        self.over = threading.Event()
        self.received: list[bytes] = []

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """The address by which apprise delivers to it, with a name and a password that are secrets."""
        return f"mailto://127.0.0.1:{self.port}/?from=sam@example.org&to=ana@example.org&token=hunter2secret"

    def letters(self) -> list[EmailMessage]:
        """What was received, as the standard library reads it."""
        return [_parsed(each) for each in self.received]


def _parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@contextmanager
def mailbox(*, refusing: bool = False, silent: bool = False) -> Iterator[Mailbox]:
    """A server that is there as long as the block lasts."""
    with Mailbox(refusing=refusing, silent=silent) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


class _Conversation(socketserver.StreamRequestHandler):
    """One conversation of RFC 5321, as far as it is needed."""

    server: Mailbox

    def handle(self) -> None:
        """Answer each line until the other side leaves."""
        if self.server.silent:
            self.server.over.wait(30)
            return
        self._say("220 loopback")
        for line in self.rfile:
            word = line.split(b" ")[0].strip().upper()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"DATA":
                self._take()
            elif word == b"RCPT" and self.server.refusing:
                self._say("550 not here hunter2secret")
            else:
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))
        self.server.received.append(b"".join(lines))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
