"""The trademarked credit phrase: written here and nowhere else, and found where it is misused.

The American Medical Association asks for the complete phrase, in italics, with the trademark sign:
*AMA PRA Category 1 Credit*™, *Credits*™ or *Credit(s)*™; never "Category 1 credit", never "CME
credits" for it, never "credit pending".
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup, escape

from app.language import Text, _
from app.language.languages import current

PHRASE = "AMA PRA Category 1 Credit"  # not shown: a trademark, the same in every language
PHRASE_TEXT = f"{PHRASE}(s)™"

_PROPER = re.compile(r"(AMA\s+PRA\s+Category\s+1\s+Credit(?:s|\(s\))?)™")
_MARKED_UP = re.compile(
    r"(?:[*_]|<(?:em|i)\b[^>]*>)AMA\s+PRA\s+Category\s+1\s+Credit(?:s|\(s\))?(?:[*_]|</(?:em|i)>)™"
)
_MISUSES = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (
            r"(?:AMA\s+)?(?:PRA\s+)?Category\s+(?:1|I|one)\b(?:[\s(]*(?:CME\s+)?credits?\b(?:\(s\))?)?",
            _("Write the whole phrase, {phrase}, with the trademark sign.", phrase=PHRASE_TEXT),
        ),
        (
            r"\bAMA\s+PRA\b(?!\s+Category)",
            _("Write the whole phrase, {phrase}.", phrase=PHRASE_TEXT),
        ),
        (
            r"\bCME\s+credits?\b",
            _("Write {phrase}, or just “credit”.", phrase=PHRASE_TEXT),
        ),
        (
            r"\bcredits?\s+(?:(?:is|are|has\s+been|have\s+been)\s+)?(?:pending|applied\s+for)\b",
            _("Do not announce credit before the activity is designated."),
        ),
    )
)
_IN_ITALICS = _("Set the phrase in italics.")


def credits_text(quarters: int) -> str:
    """A number of credits from integer quarters, always with two decimals: 46 is `11.50`."""
    return f"{quarters // 4}.{quarters % 4 * 25:02d}"


def credits_fact(quarters: int) -> Decimal:
    """The same as a fact of a reason: 46 is `11.50`."""
    return Decimal(quarters * 25).scaleb(-2)


def phrase_text(quarters: int | None = None) -> str:
    """The phrase for plain text, in the singular for exactly one credit; open without a number."""
    ending = "(s)" if quarters is None else "" if quarters == 4 else "s"
    return f"{PHRASE}{ending}™"


def phrase_html(quarters: int | None = None) -> Markup:
    """The phrase as every page and certificate shows it: in italics, with the trademark sign."""
    return mark_phrase(phrase_text(quarters))


def with_phrase(statement: str) -> str:
    """A statement of an activity as plain text, with the credit phrase where it has its place."""
    return statement.replace("{credit_phrase}", phrase_text())


def mark_phrase(text: str) -> Markup:
    """Stored plain text (a statement, say) as HTML: escaped, with the phrase in italics."""
    # where lines run from right to left, the mark keeps the sign after the phrase
    sign = "™\u200e" if current().direction == "rtl" else "™"
    marked = _PROPER.sub(rf'<em class="credit-phrase">\1</em>{sign}', str(escape(text)))
    return Markup(marked)  # noqa: S704


def phrase_markdown(text: str) -> str:
    """Stored plain text as Markdown, with the phrase in italics."""
    return _PROPER.sub(r"*\1*™", text)


def lint_credit_phrase(text: str, *, italics: bool = False) -> list[Text]:
    """What is wrong with how a text names credit; an empty list if nothing is.

    Args:
        text: Plain text, Markdown or HTML.
        italics: Whether the text has markup, so that the phrase has to stand in italics.
    """
    plain = re.sub(r"&trade;|&#8482;|&#x2122;", "™", text, flags=re.IGNORECASE)
    return list(_problems(plain.replace("&nbsp;", " "), italics=italics))


def _problems(text: str, *, italics: bool) -> Iterator[Text]:
    rest = _MARKED_UP.sub("", text)
    if italics:
        yield from (_about(bare.group(), _IN_ITALICS) for bare in _PROPER.finditer(rest))
    rest = _PROPER.sub("", rest)
    for pattern, reason in _MISUSES:
        yield from (_about(found.group().strip(), reason) for found in pattern.finditer(rest))


def _about(words: str, advice: Text) -> Text:
    return _("“{words}”: {advice}", words=words, advice=advice)
