"""How a certificate says dates and small numbers, in American English."""

from datetime import date

from app.language.languages import ENGLISH, writing_in
from app.language.moments import zone_name

_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def date_text(day: date) -> str:
    """A date as certificates print it: `November 24, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"


def dates_text(first: date, last: date) -> str:
    """A span of dates, saying nothing twice: `October 1 – November 19, 2026`, `May 4–6, 2026`."""
    if first == last:
        return date_text(first)
    if first.year != last.year:
        return f"{date_text(first)} – {date_text(last)}"
    if first.month != last.month:
        return f"{first:%B} {first.day} – {date_text(last)}"
    return f"{first:%B} {first.day}–{last.day}, {last.year}"


def zone_text(zone: str) -> str:
    """A time zone by its name, as nobody reads its code: `Mountain Time`, of `America/Denver`."""
    with writing_in(ENGLISH):
        return zone_name(zone)


def number_text(number: int) -> str:
    """A count in words up to twelve, in digits above."""
    return _WORDS[number] if number < len(_WORDS) else str(number)


def counted(number: int, one: str, many: str) -> str:
    """A count with its noun: `one module`, `eight modules`."""
    return f"{number_text(number)} {one if number == 1 else many}"


def listed(items: list[str] | tuple[str, ...]) -> str:
    """A list in a sentence: `A`, `A and B`, `A, B, and C`; semicolons if an item has a comma."""
    if len(items) < 3 and not any("," in item for item in items[:-1]):
        return " and ".join(items)
    mark = "; " if any("," in item for item in items) else ", "
    return mark.join([*items[:-1], f"and {items[-1]}"])
