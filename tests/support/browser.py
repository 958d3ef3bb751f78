"""A real Chromium that opens pages, and what is wrong with a page: what it says, asks for, or lets stick out."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal, NamedTuple

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, Dialog, Page, ViewportSize, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""Where this machine has Chromium; None where it has none."""
WITHOUT_CHROMIUM = "no Chromium: apt-get install chromium"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_STICKING_OUT = """() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("body *")]
        .filter(each => each.getBoundingClientRect().right > width + 0.5)
        .map(each => each.outerHTML.slice(0, 80));
    const whole = document.documentElement.scrollWidth;
    return whole > width ? [`page ${whole}`, ...wide] : wide;
}"""
_OUTLINE = """() => [...document.querySelectorAll("*")]
    .map(each => [each.tagName.toLowerCase(), ...[...each.attributes].map(one => one.name).sort()].join(" "))"""

Scheme = Literal["light", "dark"]


class Size(NamedTuple):
    """A window, in CSS pixels."""

    width: int
    height: int


PHONE, TABLET, DESKTOP = Size(360, 800), Size(800, 900), Size(1280, 900)
SIZES = (PHONE, TABLET, DESKTOP)


class Opened(NamedTuple):
    """A page in the browser, with what its console said and what it asked for beside itself, so far."""

    page: Page
    messages: list[str]
    requests: list[str]

    def unfold(self) -> None:
        """Open all that can be opened."""
        self.page.eval_on_selector_all("details", "all => all.forEach(each => { each.open = true; })")

    def look(self, size: Size, scheme: Scheme = "light") -> None:
        """See it in a window of that size, by day or by night."""
        self.page.set_viewport_size(ViewportSize(width=size.width, height=size.height))
        self.page.emulate_media(color_scheme=scheme)

    def sticking_out(self) -> list[str]:
        """What is wider than the window, and how wide the page is if that makes it scroll."""
        return list(self.page.evaluate(_STICKING_OUT))

    def outline(self) -> list[str]:
        """Every element in its order: its tag, and the names of its attributes."""
        return list(self.page.evaluate(_OUTLINE))

    def barriers(self) -> list[str]:
        """What axe-core finds that shuts someone out."""
        found = Axe().run(self.page).response["violations"]
        return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """The page at that address, in a window and a session of its own."""
    with browser.new_context() as context:
        page = context.new_page()
        it = Opened(page, [], [])
        page.on("console", lambda message: it.messages.append(message.text))
        page.on("pageerror", lambda error: it.messages.append(str(error)))
        page.on("dialog", lambda dialog: it.messages.append(_dismissed(dialog)))
        page.on("request", lambda request: it.requests.append(request.url))
        page.goto(address, wait_until="load")
        it.requests.remove(address)
        yield it


def _dismissed(dialog: Dialog) -> str:
    dialog.dismiss()
    return dialog.message


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files, and notes what was asked for instead of printing it."""

    asked: list[str]

    def __init__(self, asked: list[str], /, *given: object, directory: str) -> None:
        self.asked = asked
        super().__init__(*given, directory=directory)  # type: ignore[arg-type]  # as the server calls it

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # as the base class has it
        pass

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()


class Served(NamedTuple):
    """A directory on a loopback address, and the paths that were asked for there."""

    address: str
    asked: list[str]


@contextmanager
def served(directory: Path) -> Iterator[Served]:
    """The files of a directory over HTTP."""
    asked: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, asked, directory=str(directory))) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{server.server_port}", asked)
        finally:
            server.shutdown()
            thread.join()


def problems(it: Opened, sizes: Iterable[Size] = SIZES, schemes: Sequence[Scheme] = ("light", "dark")) -> list[str]:
    """All that is wrong with a page: messages, requests, what sticks out at any size, and what shuts someone out."""
    found = [*(f"said {each}" for each in it.messages), *(f"asked for {each}" for each in it.requests)]
    for size in sizes:
        it.look(size)
        found += (f"at {size.width}: {each}" for each in it.sticking_out())
    it.unfold()
    for size in sizes:
        it.look(size)
        found += (f"at {size.width}, unfolded: {each}" for each in it.sticking_out())
    for scheme in schemes:
        it.look(PHONE, scheme)
        found += (f"{scheme}: {each}" for each in it.barriers())
    return found
