"""In which direction a name is written, and in which language's shapes. Pure."""

import unicodedata

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_DIRECTED = _RIGHT_TO_LEFT | {"L"}
_HAN = "CJK UNIFIED IDEOGRAPH"
_JOINERS = "\u200c\u200d"
_JOINED = (
    *("ARABIC ", "DEVANAGARI "),
    *("BENGALI ", "GUJARATI ", "GURMUKHI ", "KANNADA ", "MALAYALAM ", "TAMIL ", "TELUGU "),
)
"""Scripts in which an unseen joiner decides how two letters meet, as in many Persian names."""


def is_right_to_left(text: str) -> bool:
    """Whether a text begins in that direction: by its first letter that has one."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind in _RIGHT_TO_LEFT for kind in kinds if kind in _DIRECTED), False)


def has_right_to_left(text: str) -> bool:
    """Whether any letter of a text is written in that direction."""
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def shapes_of(text: str) -> str | None:
    """The language in whose shapes Chinese characters of a text are set, as in `lang`.

    Its other letters tell it; of these characters alone, which national list has all of them.
    None: it has none, nor any other letter of these languages.
    """
    names = [unicodedata.name(letter, "") for letter in text]
    if any(name.startswith("HANGUL ") for name in names):
        return "ko"
    if any(name.startswith(("HIRAGANA ", "KATAKANA ")) for name in names):
        return "ja"
    han = "".join(letter for letter, name in zip(text, names, strict=True) if name.startswith(_HAN))
    if not han:
        return None
    lists = (("gb2312", "zh-Hans"), ("big5", "zh-Hant"), ("shift_jis", "ja"))
    return next((language for listed, language in lists if _has(listed, han)), "zh-Hans")


def is_east_asian(letter: str) -> bool:
    """Whether a letter is one of Chinese, Japanese or Korean."""
    kinds = ("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ", "BOPOMOFO ", "IDEOGRAPHIC ")
    return unicodedata.name(letter, "").startswith(kinds)


def joins(text: str, place: int) -> bool:
    """Whether what stands at a place is a joiner that its script is written with."""
    if text[place] not in _JOINERS or not 0 < place < len(text) - 1:
        return False
    around = (unicodedata.name(text[there], "") for there in (place - 1, place + 1))
    return all(name.startswith(_JOINED) for name in around)


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
