"""How long a text is and how hard it is to read."""

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it.token import Token

from app.packs.text.lint import MarkdownBody
from app.packs.text.tokens import plain_text

ENOUGH_WORDS = 100
"""Of less, no reading level can be told."""

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"[^aeiouyl]e$|[aeiouy]le$")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")
_SENTENCE_END = re.compile(r"[.!?]+[\"”’)\]]*(?:\s|$)")


def words(body: MarkdownBody) -> int:
    """How many words a reader meets; notes are not counted."""
    return sum(len(_WORD.findall(plain_text(token))) for token in _running_text(body))


def reading_grade(body: MarkdownBody) -> float | None:
    """The Flesch-Kincaid grade level of a text's sentences: years of school in the United States.

    Headings, tables and other text without sentences are left out; None if too little is left.
    Source: Kincaid JP et al., Derivation of New Readability Formulas, 1975 (DTIC ADA006655).
    """
    texts = [plain_text(token) for token in _running_text(body)]
    ends = [(text, len(_SENTENCE_END.findall(text))) for text in texts]
    sentences = sum(count for _, count in ends)
    spoken = [word for text, count in ends if count for word in _WORD.findall(text)]
    if len(spoken) < ENOUGH_WORDS:
        return None
    syllables = sum(_syllables(word.lower()) for word in spoken)
    return 0.39 * len(spoken) / sentences + 11.8 * syllables / len(spoken) - 15.59


def _running_text(body: MarkdownBody) -> Iterator[Token]:
    notes = 0
    for token in body.tokens:
        notes += token.nesting if token.type.startswith("footnote_reference") else 0
        if token.type == "inline" and not notes:
            yield token


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    """Groups of vowels without a silent last e: closer than the hyphenation of dictionaries."""
    groups = len(_VOWELS.findall(word))
    return max(1, groups - bool(_SILENT_E.search(word)))
