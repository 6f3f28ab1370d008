"""Texts of ours where REDCap reads signs in them, and back.

A label may hold HTML, `[name]` stands for an answer and `{name}` for a field, and a bar ends a
choice. What would be taken for one of these is written as an HTML entity, which REDCap shows as
the sign that it is; everything else stays as it is.
"""

import re

_SIGNS = {
    "&amp;": "&",
    "&lt;": "<",
    "&#91;": "[",
    "&#123;": "{",
    "&#124;": "|",
    "&#92;": "\\",
}
_ENTITIES = {sign: entity for entity, sign in _SIGNS.items()}
_ENDINGS = "|".join(re.escape(entity.removeprefix("&")) for entity in _SIGNS)
_IN_LABELS = re.compile(
    rf"&(?={_ENDINGS})"  # or it would be read back as another sign
    r"|<(?=[A-Za-z/!?])"
    r"|\[(?=[\w:.-]+\])"
    r"|\{(?=[\w:.-]+\})"
)
_IN_CHOICES = re.compile(rf"{_IN_LABELS.pattern}|\||\\(?=n)")
_LINE = "<br>"
_WRITTEN = re.compile(rf"&(?:{_ENDINGS})")


def label(text: str) -> str:
    """A text as a label, a note or the header of a section."""
    return _IN_LABELS.sub(lambda found: _ENTITIES[found[0]], text)


def choice_label(text: str) -> str:
    """A text as the label of a choice, which is one line without bars."""
    return _IN_CHOICES.sub(lambda found: _ENTITIES[found[0]], text).replace("\n", _LINE)


def plain(written: str) -> str:
    """The text that was made a label."""
    return _WRITTEN.sub(lambda found: _SIGNS[found[0]], written)


def plain_choice(written: str) -> str:
    """The text that was made the label of a choice."""
    return plain(written.replace(_LINE, "\n"))
