"""The code that people make themselves, alike each time, so that two anonymous sheets meet; pure.

Six things that nobody has to look up, that do not change, and that hardly two people of a study
have in common: about 26 x 26 x 31 x 26 x 26 x 5 of them. What is stored is a hash under a key of
the installation and the study, so that nobody who has the answers can try all codes.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.language import LazyText, _
from app.language.reasons import Reason, reason

LETTER = reason("survey_code.letter", "Enter a letter. If you do not know it, enter X.")
DAY = reason("survey_code.day", "Enter a day of the month, from 1 to 31.")
COUNT = reason("survey_code.count", "Enter how many, from 0 to 20.")
_PURPOSE = b"waypost survey code 1"


@dataclass(frozen=True)
class CodeElement:
    """One of the six things."""

    name: str
    """Of its field; no question can have it, since codes of questions have no dash."""
    words: LazyText
    most: int | None = None
    """The highest number; None for a letter."""
    least: int = 0


ELEMENTS = (
    CodeElement("own-mother", _("First letter of your mother’s given name")),
    CodeElement("own-father", _("First letter of your father’s given name")),
    CodeElement("own-day", _("Day of the month on which you were born"), most=31, least=1),
    CodeElement("own-town", _("First letter of the town where you were born")),
    CodeElement("own-school", _("First letter of the name of your first school")),
    CodeElement("own-older", _("How many older brothers and sisters you have"), most=20),
)


@dataclass(frozen=True)
class CodeRead:
    """The code that a form sent, or what is wrong with it."""

    code: str | None
    errors: Mapping[str, Reason]
    """By the name of the field."""


def read_code(sent: Mapping[str, str]) -> CodeRead:
    """What somebody entered, whether in small or capital letters, with accents or without."""
    parts = {element.name: _part(element, sent.get(element.name, "")) for element in ELEMENTS}
    wrong = {
        element.name: _what_is_wrong(element) for element in ELEMENTS if parts[element.name] is None
    }
    if wrong:
        return CodeRead(None, wrong)
    return CodeRead("-".join(part for part in parts.values() if part), {})


def hashed(secret: str, scope_id: UUID, code: str) -> str:
    """What is kept of a code: HMAC-SHA-256; two studies never have it in common."""
    key = hmac.digest(secret.encode(), _PURPOSE + scope_id.bytes, hashlib.sha256)
    return hmac.digest(key, code.encode(), hashlib.sha256).hex()


def _part(element: CodeElement, sent: str) -> str | None:
    plain = _plain(sent)
    if element.most is None:
        return next((sign for sign in plain if sign.isalpha()), None)
    if not plain.isascii() or not plain.isdecimal() or len(plain) > 3:
        return None
    number = int(plain)
    return f"{number:02}" if element.least <= number <= element.most else None


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.strip())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).upper()


def _what_is_wrong(element: CodeElement) -> Reason:
    if element.most is None:
        return LETTER
    return DAY if element.least else COUNT
