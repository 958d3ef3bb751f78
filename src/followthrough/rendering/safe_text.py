"""Text written by others, made harmless: what is invisible or moves the cursor is shown as its code point."""

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS = ("\u200c", "\u200d")


def safe_text(text: str) -> str:
    r"""The text with every control, bidi and format character as `\u{…}`.

    U+200C and U+200D pass where they join letters or emoji. Doing it twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(text, index) for index in range(len(text)))


def _shown(text: str, index: int) -> str:
    letter = text[index]
    if unicodedata.category(letter) not in _HIDDEN:
        return letter
    if letter in _JOINERS and _joins(text, index):
        return letter
    return f"\\u{{{ord(letter):x}}}"


def _joins(text: str, index: int) -> bool:
    return 0 < index < len(text) - 1 and _joinable(text[index - 1]) and _joinable(text[index + 1])


def _joinable(letter: str) -> bool:
    """A letter, a mark upon one, or a symbol such as an emoji."""
    return unicodedata.category(letter) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "So", "Sk")
