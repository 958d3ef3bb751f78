"""Addresses of services: what is one, and that nothing of it but its kind is shown."""

import pytest

from followthrough.domain.address import is_address, is_address_name, kind_of_address, masked

SECRET = "MailTo://sam:secret@example.org"


def test_an_address_is_known_by_its_form_and_shown_by_its_kind() -> None:
    assert is_address(SECRET)
    assert (kind_of_address(SECRET), masked(SECRET)) == ("mailto", "mailto://…")


@pytest.mark.parametrize("text", ["mail", "://x", "a://", "1a://x", f"{'a' * 32}://x", "a://b c", "a://b\n"])
def test_what_is_no_address_shows_nothing(text: str) -> None:
    assert not is_address(text)
    assert (kind_of_address(text), masked(text)) == ("", "…")


def test_a_name_of_an_address_is_a_word() -> None:
    names = ["phone", "my-phone_2", "-x", "", "a b"]
    assert [name for name in names if is_address_name(name)] == ["phone", "my-phone_2"]
