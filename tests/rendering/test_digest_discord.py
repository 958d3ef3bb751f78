"""The digest for Discord: no message over the limit, split between promises, nothing in it that is alive."""

import re
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given as whatever, strategies as st
from markdown_it import MarkdownIt

from followthrough.rendering.digest.discord import LIMIT, units
from followthrough.rendering.safe_text import safe_text
from tests.support.builders import kept
from tests.support.digests import RICH, found, given, id_of, laid_out, named, of_text
from tests.support.injections import BY_KIND, INJECTIONS

HARMLESS = "Bring soup"
BREAK = "\u200b"
ID = "80351110224678912"
ALIVE = re.compile(
    r"@(?:everyone|here)|<@[!&]?\d+>|<#\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|</[^>]+:\d+>|<id:\w+>"
    r"|\w+://|(?:discord\.gg|discord(?:app)?\.com/invite)/\w+",
    re.IGNORECASE,
)
"""Mentions, emoji, times, commands, links and invitations, as Discord finds them in what was sent."""
DISCORD = (
    "@everyone",
    "@here look",
    "\\@everyone",
    "\\\\@here",
    "`@everyone`",
    f"<@{ID}>",
    f"<@!{ID}>",
    f"<@&{ID}>",
    f"\\<@{ID}>",
    f"<#{ID}>",
    f"<:wave:{ID}>",
    f"<a:wave:{ID}>",
    f"</airhorn:{ID}>",
    "<t:1618953630>",
    "<t:1618953630:R>",
    "<id:customize>",
    "<id:guide>",
    "https://outside.invalid/x.png",
    "<https://outside.invalid>",
    "HTTP://OUTSIDE.INVALID",
    "discord://-/channels/1/2",
    "discord.gg/abcdef",
    "discordapp.com/invite/abcdef",
    "[masked](https://outside.invalid)",
    "[masked](<https://outside.invalid> 'x')",
    "**bold** *slanted* __under__ _slanted_ ~~gone~~ ||hidden||",
    "***all*** of **it",
    "`code` ``code`` ```js\ncode\n```",
    "> quoted",
    ">>> quoted to the end",
    "# Heading",
    "-# small",
    "- item",
    "* item",
    "1. item",
    ":smile: :+1:",
    "¯\\_(ツ)_/¯",
    "@silent hush",
    "@\u200beveryone",
    "@" * 900,
    "<@" * 500,
    "🍚" * 900,
    "👩\u200d🚒" * 400,
    "\\" * 1500,
    "*" * 1999,
    "x" * 5000,
)
TEXTS = (*DISCORD, *INJECTIONS)
each_kind = pytest.mark.parametrize("texts", [DISCORD, *BY_KIND.values()], ids=("discord", *BY_KIND))
COMMONMARK = MarkdownIt("commonmark").enable("strikethrough")


@cache
def messages_of(text: str) -> tuple[str, ...]:
    """The messages of the digest in which every text and every name is this one."""
    return laid_out(of_text(text), "discord", named(text))


def seen(message: str) -> str:
    """What a reader sees, as far as letters go: without the breaks and the backslashes of escapes."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", message.replace(BREAK, ""))


def signs_left(message: str) -> set[str]:
    """The signs of markup in the lines of promises that no backslash has made plain; our own at their beginning not."""
    lines = [line[2:] for line in message.splitlines() if not line.startswith(("#", "-#"))]
    plain = re.sub(r"\\[^0-9A-Za-z\s]", "", "\n".join(lines))
    return {each for each in re.sub(r"\d\d:\d\d|@\u200b", "", plain) if each in "*_~`|<>#[]()\\-+.:/@"}


@each_kind
def test_no_message_is_over_the_limit(texts: Sequence[str]) -> None:
    for text in texts:
        assert all(0 < len(each.encode("utf-16-le")) // 2 <= 2000 for each in messages_of(text)), text


@each_kind
def test_nothing_in_a_message_is_alive(texts: Sequence[str]) -> None:
    for text in texts:
        assert [ALIVE.findall(each) for each in messages_of(text)] == [[] for _ in messages_of(text)], text
        assert set().union(*map(signs_left, messages_of(text))) == set(), text


@each_kind
def test_a_text_is_seen_as_it_is_or_its_beginning(texts: Sequence[str]) -> None:
    for text in texts:
        safe = " ".join(safe_text(text).split())
        shown = "\n".join(map(seen, messages_of(text)))
        assert shown.count(safe[:100].rstrip()) >= 9, text


@cache
def types_of(messages: tuple[str, ...]) -> list[tuple[str, str]]:
    """What CommonMark, which Discord's own markup is close to, takes messages for."""
    tokens = [token for each in messages for token in COMMONMARK.parse(each)]
    return [(each.type, each.tag) for token in tokens for each in (token, *(token.children or ())) if each.tag]


@each_kind
def test_a_message_is_taken_for_what_its_layout_says_alone(texts: Sequence[str]) -> None:
    for text in texts:
        assert len(text) >= 50 or types_of(messages_of(text)) == types_of(messages_of(HARMLESS)), text


def test_these_texts_are_alive_where_nothing_defuses_them() -> None:
    assert sum(ALIVE.search(each) is not None for each in DISCORD) >= 20
    assert signs_left("- " + "".join(DISCORD)) >= set("*_~`|<>#[]()-+.:/")


@whatever(
    st.lists(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=2500), min_size=1, max_size=12),
    st.text(st.sampled_from("@<>*\\🍚 x:/"), min_size=1, max_size=2500),
)
def test_no_message_is_ever_over_the_limit(texts: list[str], name: str) -> None:
    digest = found(*(given(number, text) for number, text in enumerate(texts)))
    messages = laid_out(digest, "discord", named(name))
    assert all(0 < len(each.encode("utf-16-le")) // 2 <= 2000 for each in messages)
    assert not any(ALIVE.search(each) for each in messages)
    assert all("\n".join(messages).count(f"\n  {id_of(number)[:6]} · ") == 1 for number in range(len(texts)))


def test_messages_are_split_between_promises_only() -> None:
    first, *others = laid_out(RICH, "discord")
    assert first.startswith("## Promises on Monday 23 November 2026\n### Kept lately\n- ")
    assert len(others) >= 2
    assert all(re.match(r"### (Due|Help|Waiting|Brought).*\n- ", each) for each in others)


def test_a_section_that_goes_on_in_the_next_message_says_so() -> None:
    parcels = [given(number, f"Deliver parcel {number} " + "x" * 80) for number in range(40)]
    first, second, *_ = laid_out(found(*parcels), "discord")
    assert first.count("### Due soon\n") == 1
    assert second.startswith("### Due soon, continued\n- ")


def test_no_heading_stands_at_the_end_of_a_message() -> None:
    assert not [each for each in laid_out(RICH, "discord") if each.splitlines()[-1].startswith("#")]


def test_a_message_has_no_empty_line_by_which_they_could_be_told_apart_wrongly() -> None:
    assert not [each for text in TEXTS for each in messages_of(text) if "\n\n" in each]


def test_a_promise_too_long_for_a_message_is_cut_with_an_ellipsis_and_keeps_its_id() -> None:
    (message,) = laid_out(found(given(0, "x" * 5000)), "discord")
    assert message.endswith("xxx…\n  kkmzqr · to Ana Ruiz · Fri 27 Nov, in 4 days")
    assert units(message) == LIMIT - len(", continued")


def test_names_too_long_for_a_message_are_cut_and_leave_room_for_the_text() -> None:
    (message,) = laid_out(found(given(0, "Bring soup")), "discord", named("y" * 5000))
    assert re.search(r"- Bring soup\n  kkmzqr · to y{600,}… · Fri 27 Nov, in 4 days$", message)


@pytest.mark.parametrize("before", range(5))
def test_an_emoji_is_never_cut_in_two_and_no_joiner_is_left_over(before: int) -> None:
    (message,) = laid_out(found(given(0, "x" * before + "👩\u200d🚒" * 700)), "discord")
    assert re.search("(👩\u200d🚒|👩)…\n", message)


@pytest.mark.parametrize(("length", "messages"), [(1000, 1), (1001, 2)])
def test_a_message_may_be_as_long_as_the_limit_and_no_longer(length: int, messages: int) -> None:
    room = LIMIT - units("\n".join(laid_out(found(given(0, "x"), given(1, "y")), "discord"))) + len("xy")
    several = laid_out(found(given(0, "x" * (room - 1000)), given(1, "y" * length)), "discord")
    assert (len(several), units(several[0]) == LIMIT) == (messages, messages == 1)


def test_a_length_is_counted_in_utf_16_units() -> None:
    assert (units("abc"), units("東京"), units("🍚")) == (3, 2, 2)


def test_saying_that_nothing_is_due_never_makes_a_message_too_long() -> None:
    done = [given(number, "x" * 1850, kept(logged="2026-11-22T10:00-05:00")) for number in range(3)]
    messages = laid_out(found(done=tuple(done)), "discord")
    assert all(units(each) <= LIMIT for each in messages)
    assert messages[-1].endswith("Nothing is due in the coming days.")
