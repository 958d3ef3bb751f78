"""Promises typed in one breath: what is taken out of a text, and what stays in it."""

import re
import time
from collections import Counter

import pytest
from hypothesis import example, given, strategies as st

from followthrough.domain.capture import Captured, capture
from followthrough.domain.dates import Dates
from followthrough.domain.due import Due
from followthrough.domain.errors import PhraseNotUnderstoodError
from followthrough.domain.phrases import read_due
from tests.support.builders import NOW, ZONE
from tests.support.thoroughness import tried_on

DATES = Dates(now=NOW, zone=ZONE)


def read(phrase: str) -> Due:
    return read_due(phrase, DATES)


def understood(text: str, *, persons: bool = True) -> Captured:
    return capture(text, read, persons=persons)


def said(found: Captured) -> str:
    """What was understood, on one line: text | recipients | due phrase | tags."""
    tags = " ".join(f"+{tag}" for tag in found.tags)
    return " | ".join((found.what, " ".join(found.recipients) or "-", found.by or "-", tags or "-"))


SENTENCES = {
    # the sentences that started it
    "send the slides to @ana by friday 5pm +talks": "send the slides | ana | friday 5pm | +talks",
    "watch Black Friday with @dee by sunday": "watch Black Friday with dee | dee | sunday | -",
    "return the book by Tolstoy to @ben by dec 3": "return the book by Tolstoy | ben | dec 3 | -",
    "meet @ana at noon": "meet ana at noon | ana | - | -",
    "explain what happened today to @gus": "explain what happened today | gus | - | -",
    # where the parts stand
    "+talks by friday to @ana": " | ana | friday | +talks",
    "send the slides by friday +talks to @ana": "send the slides | ana | friday | +talks",
    "send the slides +talks to @ana by friday": "send the slides | ana | friday | +talks",
    "to @ana: send the slides by friday": "send the slides | ana | friday | -",
    "To @ana, send the slides": "send the slides | ana | - | -",
    "@ana gets the slides by friday": "ana gets the slides | ana | friday | -",
    "+talks send the slides": "send the slides | - | - | +talks",
    "send to @ana the slides on friday": "send the slides | ana | friday | -",
    "talk to @ana about the budget by friday": "talk about the budget | ana | friday | -",
    # several persons
    "send it to @ana and @ben": "send it | ana ben | - | -",
    "send it to @ana, @ben": "send it | ana ben | - | -",
    "send it to @ana,@ben by friday": "send it | ana ben | friday | -",
    "send it to @ana, @ben and @cy +x": "send it | ana ben cy | - | +x",
    "send it to @ana & @ben": "send it | ana ben | - | -",
    "send it to @ana @ben": "send it | ana ben | - | -",
    "give the key to @ana and the map to @ben": "give the key and the map | ana ben | - | -",
    "give the key to @ana and call @ben": "give the key and call ben | ana | - | -",
    "lunch with @ana and @ben on friday": "lunch with ana and ben | ana ben | friday | -",
    "introduce @dee to @ana": "introduce dee | ana | - | -",
    "meet @me": "meet me | me | - | -",
    # names
    "return @ana's book by friday": "return ana's book | ana | friday | -",
    "return @ana’s book": "return ana’s book | ana | - | -",
    "write to @ana's mother": "write to ana's mother | ana | - | -",
    "send it to @Ana": "send it | Ana | - | -",
    "send it to @ana-ruiz": "send it | ana-ruiz | - | -",
    "send it to @ana.ruiz.": "send it. | ana.ruiz | - | -",
    "send it to @josé by friday": "send it | josé | friday | -",
    "γράψε to @Ανα": "γράψε | Ανα | - | -",
    "資料 to @花子": "資料 | 花子 | - | -",
    "call (@ana) back": "call (ana) back | ana | - | -",
    "ask “@ana” about it": "ask “ana” about it | ana | - | -",
    # punctuation behind a part
    "send the slides to @ana.": "send the slides. | ana | - | -",
    "send the slides to @ana by friday!": "send the slides! | ana | friday | -",
    "send the slides by friday, to @ana": "send the slides | ana | friday | -",
    "send the slides, by friday, +talks, +work": "send the slides | - | friday | +talks +work",
    "give it to @ana, then call": "give it, then call | ana | - | -",
    "send it to @ana – by friday": "send it | ana | friday | -",
    "can you send it to @ana by friday?": "can you send it? | ana | friday | -",
    # what is no person
    "mail ana@example.org": "mail ana@example.org | - | - | -",
    "mail @ by friday": "mail @ | - | friday | -",
    "mail @@ana": "mail @@ana | - | - | -",
    "call @5pm": "call @5pm | - | - | -",
    "follow @ana@mastodon.social": "follow @ana@mastodon.social | - | - | -",
    "install @scope/package": "install @scope/package | - | - | -",
    "see https://example.org/@ana/+more": "see https://example.org/@ana/+more | - | - | -",
    "two apples @ 3 euros": "two apples @ 3 euros | - | - | -",
    r"write \@ana and \+talks": r"write \@ana and \+talks | - | - | -",
    "ssh sam@host": "ssh sam@host | - | - | -",
    "it goes to@ana": "it goes to@ana | - | - | -",
    # what is no tag
    "learn C++": "learn C++ | - | - | -",
    "teach C++ to @ana by friday": "teach C++ | ana | friday | -",
    "bring a +1": "bring a +1 | - | - | -",
    "call +49 151 22233344": "call +49 151 22233344 | - | - | -",
    "invite 50+ people": "invite 50+ people | - | - | -",
    "add 2 + 2": "add 2 + 2 | - | - | -",
    "mail ana+list@example.org": "mail ana+list@example.org | - | - | -",
    "a ++b c": "a ++b c | - | - | -",
    "pay #3 $5 !now =x": "pay #3 $5 !now =x | - | - | -",
    # tags
    "+a.b +c_d +e-f x": "x | - | - | +a.b +c_d +e-f",
    "fix it +web.": "fix it. | - | - | +web",
    "fix +größe by friday": "fix | - | friday | +größe",
    "send +a, +b the slides": "send the slides | - | - | +a +b",
    "send it (+talks)": "send it (+talks) | - | - | -",
    # which word introduces a date
    "water the plants before friday": "water the plants | - | friday | -",
    "water the plants until sunday": "water the plants | - | sunday | -",
    "lunch on friday": "lunch | - | friday | -",
    "report due friday": "report | - | friday | -",
    "report due on friday": "report | - | friday | -",
    "report due by friday": "report | - | friday | -",
    "report on or before friday": "report | - | friday | -",
    "Report By Friday": "Report | - | Friday | -",
    "report due in 3 days": "report | - | in 3 days | -",
    "report by 2026-12-03 17:00": "report | - | 2026-12-03 17:00 | -",
    "report by noon": "report | - | noon | -",
    "report at friday": "report at friday | - | - | -",
    "report from friday": "report from friday | - | - | -",
    # the last one whose whole tail is a date
    "stand by @ana by friday": "stand by ana | ana | friday | -",
    "read the report on friday by monday": "read the report on friday | - | monday | -",
    "put the lights on by friday": "put the lights on | - | friday | -",
    "stop by on friday": "stop by | - | friday | -",
    "work on the talk by friday on mars": "work on the talk by friday on mars | - | - | -",
    "send the slides by friday @ana": "send the slides ana | ana | friday | -",
    "watch it by friday with @dee": "watch it by friday with dee | dee | - | -",
    # half a date is text
    "watch Black Friday": "watch Black Friday | - | - | -",
    "the book by Tolstoy": "the book by Tolstoy | - | - | -",
    "read the book by @tolstoy": "read the book by tolstoy | tolstoy | - | -",
    "cook for the friday club": "cook for the friday club | - | - | -",
    "sort it by hand": "sort it by hand | - | - | -",
    "count on me": "count on me | - | - | -",
    "call tomorrow": "call tomorrow | - | - | -",
    "send it in 3 days": "send it in 3 days | - | - | -",
    "wait until then": "wait until then | - | - | -",
    # a length is no date
    "shorten the talk by 10 minutes": "shorten the talk by 10 minutes | - | - | -",
    "put it off by two weeks to @ana": "put it off by two weeks | ana | - | -",
    "work on 2 h": "work on 2 h | - | - | -",
    "cut it by a day +x": "cut it by a day | - | - | +x",
    "do it by now": "do it by now | - | - | -",
    # words that are also names of days
    "work on the march paper": "work on the march paper | - | - | -",
    "write the piece on may": "write the piece on may | - | - | -",
    "write the piece by may": "write the piece | - | may | -",
    "see @ana on sat": "see ana | ana | sat | -",
    "buy 2 by 4": "buy 2 by 4 | - | - | -",
    "raise it by 20": "raise it by 20 | - | - | -",
    "call @ana by the way": "call ana by the way | ana | - | -",
    "fix it on time": "fix it on time | - | - | -",
    "water them until every sunday": "water them until every sunday | - | - | -",
    "be there on friday or monday": "be there on friday or monday | - | - | -",
    "send it by 3/12": "send it by 3/12 | - | - | -",
    "send it by feb 30": "send it by feb 30 | - | - | -",
    # a day and a time of day are one date
    "meet @ana by 5pm on friday": "meet ana | ana | 5pm friday | -",
    "meet @ana on friday by 5pm": "meet ana | ana | friday 5pm | -",
    "send it by 5pm to @ana on friday +x": "send it | ana | 5pm friday | +x",
    "give the talk on 4 dec by friday": "give the talk on 4 dec | - | friday | -",
    "open from 9 until 5pm": "open from 9 | - | 5pm | -",
    # phrases of several words
    "pay by the end of the month": "pay | - | the end of the month | -",
    "pay by next friday to @ana": "pay | ana | next friday | -",
    "pay on 12 dec at noon": "pay | - | 12 dec at noon | -",
    "pay by no later than friday": "pay | - | no later than friday | -",
    "pay by thu, dec 3": "pay | - | thu, dec 3 | -",
    # the past is a date, which whoever records it refuses
    "report by yesterday": "report | - | yesterday | -",
    "report by 2026-11-20": "report | - | 2026-11-20 | -",
    # white space
    "  send   the slides  to  @ana   by  friday  5pm ": "send   the slides | ana | friday 5pm | -",
    "send\nthe slides\nto @ana": "send\nthe slides | ana | - | -",
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_reads_as_a_person_reads_it(sentence: str) -> None:
    assert said(understood(sentence)) == SENTENCES[sentence]


def test_without_persons_every_name_stays_and_only_the_sign_leaves() -> None:
    assert said(understood("give it to @ana and @ben by friday", persons=False)) == (
        "give it to ana and ben | ana ben | friday | -"
    )


def test_without_a_reader_no_date_is_looked_for() -> None:
    assert capture("call tomorrow by friday to @ana", None) == Captured(what="call tomorrow by friday", to=("ana",))


@pytest.mark.parametrize(
    ("sentence", "stray"),
    [
        ("call mum tomorrow", "tomorrow"),
        ("call mum tomorrow!", "tomorrow"),
        ("explain what happened today to @gus", "today"),
        ("meet @ana at noon", "noon"),
        ("call mum friday 5pm", "friday 5pm"),
        ("send it in 3 days", "in 3 days"),
        ("watch it by friday with @dee", "friday"),
        ("put the lights on by friday 5pm, for @dee", "friday 5pm"),
        ("watch Black Friday", "Friday"),
        ("by friday send the slides to @ana", "friday"),
        ("on monday, @ana gets the slides", "monday"),
        ("pay no later than dec 3", "dec 3"),
        ("pay within 2 days", "within 2 days"),
        ("call mum next week", "next week"),
        ("meet every friday", None),
        ("read 1984", None),
        ("talk on mars", None),
        ("call mum by friday", None),
        ("run for 2 hours", None),
        ("shorten it by 10 minutes", None),
        ("sit in the sun", None),
        ("send the slides", None),
        ("", None),
    ],
)
def test_a_date_that_stays_in_the_text_is_noticed(sentence: str, stray: str | None) -> None:
    assert understood(sentence).stray == stray


@pytest.mark.parametrize(
    "phrase", ["tomorow", "feb 30", "3/12", "friday at 5", "friday or monday", "every friday", "soon", "q1"]
)
def test_why_a_phrase_that_looks_like_a_date_is_none_is_kept(phrase: str) -> None:
    doubt = understood(f"send it by {phrase} to @ana").doubt

    assert isinstance(doubt, PhraseNotUnderstoodError)
    assert doubt.typed == phrase


@pytest.mark.parametrize(
    "text",
    [
        "the book by Tolstoy",
        "call @ana by the way",
        "done by then",
        "talk on mars",
        "raise it by 2027",
        "be ready by friday dinner",
        "stop by the market",
    ],
)
def test_what_looks_like_no_date_is_not_doubted(text: str) -> None:
    assert understood(text).doubt is None


TAKEN = set("toandbyeforduenluitil")
"""The letters of the words that may leave a text with a person or a date: to, and, by, before, due, on, or, until."""
WORDS = st.sampled_from(
    [
        *("by", "before", "due", "on", "until", "to", "and", "with", "or", "By", "TO"),
        *("@ana", "@ben,", "@Zoë", "@5pm", "@", "@@", "ana@example.org", "@ana's", "(@cy)", "@a@b", "@may", "5"),
        *("+talks", "+1", "C++", "+", "+x.", "+y,", "++", r"\+z", "#a", "@+b"),
        *("friday", "5pm", "tomorrow", "2026-12-03", "yesterday", "3 days", "tomorow", "noon", "feb 30", "in"),
        *("send", "the slides", "Black", "Tolstoy", "naïve", "東京", "–", "...", "!", ",", "\n", "\t", "  ", "\u2028"),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS).map("".join))


def letters(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]", text))


@given(TEXTS)
@example("send to @ana, @ben and @cy +a, +b. by friday 5pm!")
@example("by @may 5")
@tried_on(400)
def test_nothing_but_the_named_parts_leaves_a_text(text: str) -> None:
    found = understood(text)
    named = letters(" ".join((*found.to, *found.tags, found.by or "")))
    gone = letters(text)
    gone.subtract(letters(found.what))
    gone.subtract(named)

    assert min(gone.values(), default=0) >= 0
    assert {letter.casefold() for letter, count in gone.items() if count} <= TAKEN
    assert sum(gone.values()) == 0 or found.to or found.by
    assert in_order(found.what, text)


def in_order(what: str, text: str) -> bool:
    """Whether the text has every letter of what is left in that order."""
    rest = iter(text)
    return all(letter in rest for letter in what if not letter.isspace())


@given(TEXTS)
@example("@A–\r+A")
@example("@A,– +talks")
@example("+talks –@A")
@example("+talks :@A")
@example("+talks ,+a")
@tried_on(300)
def test_what_is_left_reads_the_same_again(text: str) -> None:
    found = understood(text)
    again = capture(found.what, None, persons=not found.recipients)

    assert (again.what, again.to, again.named, again.tags) == (found.what, (), (), ())


@given(st.text(max_size=200))
@tried_on(200)
def test_a_text_without_signs_and_dates_is_taken_to_the_letter(text: str) -> None:
    plain = re.sub(r"[@+]", "", text)

    assert capture(plain, None) == Captured(what=plain.strip())


@pytest.mark.parametrize(
    "piece", ["by ", "@a ", "+a ", "to @a ", "by +a ", "on or ", "by @a ", "@", "+", "a,", "1m", " ", "by 1 ", "to @a,"]
)
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    started = time.process_time()
    understood(text)
    capture(f"x{text}friday", read)

    assert time.process_time() - started < 2
