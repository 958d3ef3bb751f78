"""Addresses of services by which a digest can go; one may hold a password and is shown by its kind alone."""

import re

_ADDRESS = r"([A-Za-z][A-Za-z0-9+.-]{0,30})://[^\s\x00-\x1f\x7f]+"


def is_address(text: str) -> bool:
    """Whether it has the form of an address, like `mailto://sam:secret@example.org`."""
    return re.fullmatch(_ADDRESS, text) is not None


def is_address_name(text: str) -> bool:
    """Whether it can be the name of an address in the settings."""
    return re.fullmatch(r"\w[\w-]*", text) is not None


def kind_of_address(text: str) -> str:
    """`mailto`; empty where it is no address."""
    found = re.fullmatch(_ADDRESS, text)
    return found[1].casefold() if found else ""


def masked(text: str) -> str:
    """`mailto://…`: which kind of address it is, and nothing else of it."""
    return f"{kind_of_address(text)}://…" if is_address(text) else "…"
