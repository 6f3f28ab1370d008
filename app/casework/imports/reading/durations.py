"""How long somebody was there, as exports write it. Pure."""

import re

_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d]+)")
_WHOLE = re.compile(r"(?:\d+(?:[.,]\d+)?\s*[^\W\d]+\.?[\s,]*)+")
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d+)?")
_UNITS = (
    ("std", 60.0),  # hours, in German: before the seconds that begin alike
    ("st", 60.0),
    ("d", 1440.0),
    ("t", 1440.0),
    ("h", 60.0),
    ("g", 60.0),  # hours, in Polish
    ("u", 60.0),  # and in Dutch
    ("o", 60.0),
    ("m", 1.0),
    ("s", 1 / 60),
)


def minutes_of(cell: str) -> float | None:
    """`27`, `1h 27m 51s`, `1 hr 2 min`, `59 Min. 0 Sek.`, `1:02:11`; None where it is none."""
    text = cell.strip().lower()
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 60 + minutes + seconds / 60
    if not _WHOLE.fullmatch(text):
        return None
    parts = [(float(number.replace(",", ".")), _unit(unit)) for number, unit in _PART.findall(text)]
    if any(unit is None for _number, unit in parts):
        return None
    return sum(number * (unit or 0) for number, unit in parts)


def _unit(word: str) -> float | None:
    return next((minutes for prefix, minutes in _UNITS if word.startswith(prefix)), None)
