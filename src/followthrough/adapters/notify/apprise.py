"""Delivery to an address of one of the services that apprise knows, in a process of its own.

An address may hold a password. It goes to that process by its input, so that no list of processes shows it, and what
apprise says about it stays there.
"""

import json
import re
import sys
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING

from followthrough.adapters.notify.process import Runner
from followthrough.domain.address import is_address, kind_of_address, masked
from followthrough.domain.delivery import Letter
from followthrough.domain.errors import BadAddressError, DeliveryFailedError, NotifyExtraMissingError

if TYPE_CHECKING:
    from followthrough.domain.digest import DigestFormat

UNKNOWN_ADDRESS = 3
_MAIL = ("mailto", "mailtos")
_DISCORD = r"discord://|https://discord(app)?\.com/api/webhooks/"
_BODY_FORMATS: dict["DigestFormat", str] = {"html": "html", "markdown": "markdown"}
_SENDING = f"""
import json, logging, sys
logging.disable()
import apprise
letter = json.load(sys.stdin)
service = apprise.Apprise()
if not service.add(letter["url"]):
    sys.exit({UNKNOWN_ADDRESS})
sent = all(
    service.notify(title=letter["subject"], body=message, body_format=letter["format"], interpret_escapes=False)
    for message in letter["messages"]
)
sys.exit(0 if sent else 1)
"""


class AppriseDelivery:
    """An address, by the name it has in the settings or as it was given."""

    def __init__(self, url: str, configured: str | None, runner: Runner) -> None:
        if not is_address(url):
            raise BadAddressError
        if find_spec("apprise") is None:
            raise NotifyExtraMissingError
        self._url = url
        self._configured = configured
        self._runner = runner

    @property
    def key(self) -> str:
        """The configured name, or a digest of the address."""
        return f"via:{self._configured or sha256(self._url.encode(errors='surrogateescape')).hexdigest()[:16]}"

    @property
    def name(self) -> str:
        """The configured name, or the kind of address."""
        return self._configured or masked(self._url)

    @property
    def layout(self) -> "DigestFormat":
        """HTML for mail, Discord's own, text for any other."""
        if _is_discord(self._url):
            return "discord"
        return "html" if kind_of_address(self._url) in _MAIL else "text"

    def deliver(self, letter: Letter) -> None:
        content = {
            "url": self._url,
            "subject": "" if _is_discord(self._url) else letter.subject,  # there it would be part of the message
            "messages": letter.messages,
            "format": _BODY_FORMATS.get(letter.layout, "text"),
        }
        status = self._runner.run(self.name, [sys.executable, "-P", "-c", _SENDING], json.dumps(content))
        if status == UNKNOWN_ADDRESS:
            raise DeliveryFailedError(self.name, "its address has no form that apprise knows")
        if status:
            raise DeliveryFailedError(self.name, "it could not be reached, or refused")


def _is_discord(url: str) -> bool:
    return re.match(_DISCORD, url, re.IGNORECASE) is not None
