"""What a row of an analysis is called, and how its numbers read."""

from datetime import datetime

from app.language import Text, _, dotted
from app.language.moments import date_time
from app.outcomes.charts.words import NOTHING, decimal
from app.outcomes.projects.analyses.records import InstrumentNames, Row, Value

SMALL_P = 0.001
"""A smaller one reads as less than this."""


def figure(value: Value, places: int = 2) -> str:
    """A number, or a dash where there is none."""
    if isinstance(value, str) or value is None:
        return value or NOTHING
    return decimal(float(value), places)


def p_value(value: Value) -> str:
    """A probability, with three places."""
    if not isinstance(value, float):
        return NOTHING
    return f"< {decimal(SMALL_P, 3)}" if value < SMALL_P else decimal(value, 3)


def interval(row: Row, low: str, high: str) -> str:
    """Both ends, or a dash."""
    ends = row.numbers.get(low), row.numbers.get(high)
    if None in ends:
        return NOTHING
    return str(_("{low} to {high}", low=figure(ends[0]), high=figure(ends[1])))


def yes_no(value: Value) -> str:
    """Whether something is so, or a dash."""
    return NOTHING if value is None else str(_("Yes") if value else _("No"))


def scale_of(row: Row, names: InstrumentNames) -> str:
    """What the scale of a row is called."""
    code = str(row.of.get("scale", ""))
    return names.scales.get(code, code)


def moment(row: Row) -> Text:
    """When a row is of: a wave, or from which wave to which."""
    if "to_wave" in row.of:
        first, second = row.of["from_wave"], row.of["to_wave"]
        if first == second:
            return _("Month {months}", months=second)
        return _("Month {first} to {second}", first=first, second=second)
    return _("Month {months}", months=row.of["wave"]) if "wave" in row.of else ""


def whose(row: Row) -> Text:
    """Of which arm a row is, and whether mentees answered."""
    mentees = _("answered by mentees") if row.of.get("is_mentee") else ""
    return dotted([str(row.of.get("arm", "")), mentees])


def as_of(row: Row, zone: str) -> Text:
    """Of when a row is that stands as it was shown before."""
    if not row.as_of:
        return ""
    return _("as of {when}", when=date_time(datetime.fromisoformat(row.as_of), zone))


def since(row: Row, zone: str) -> list[Text]:
    """The same as a sentence, with its reason."""
    if not row.as_of:
        return []
    when = date_time(datetime.fromisoformat(row.as_of), zone)
    return [_("That is as of {when}; too few have come or left since to tell it anew.", when=when)]


def p_words(value: Value) -> Text:
    """A probability in a sentence."""
    if not isinstance(value, float):
        return _("no p")
    if value < SMALL_P:
        return _("p\u00a0<\u00a0{value}", value=decimal(SMALL_P, 3))
    return _("p\u00a0=\u00a0{value}", value=decimal(value, 3))
