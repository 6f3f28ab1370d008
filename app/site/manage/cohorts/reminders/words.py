"""The rules of reminders in words: when they go, to whom, and what they say."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from app.language import Text, _, ngettext
from app.messages.reminders.enums import Rule, Shape
from app.messages.reminders.timing.rules import SHAPES, Setting
from app.messages.reminders.truth.rules import OF_EVALUATIONS

_MONDAY = date(2026, 1, 5)  # any one


def when(rule: Rule, setting: Setting) -> Text:
    """The moment of a rule as it is set."""
    clock = datetime.combine(_MONDAY, setting.clock, UTC)
    shape = SHAPES[rule]
    if shape is Shape.MINUTES_BEFORE:
        return ngettext(
            "{count} minute before the session begins.",
            "{count} minutes before the session begins.",
            count=setting.number,
        )
    if shape is Shape.WEEKDAY:
        return _on_weekday(setting, clock)
    return _on_a_day(rule, setting, clock)


def _on_weekday(setting: Setting, clock: datetime) -> Text:
    return _(
        "On the first {day:weekday} after the session, at {clock:time} on their own clock.",
        day=weekday(setting.number),
        clock=clock,
    )


def _on_a_day(rule: Rule, setting: Setting, clock: datetime) -> Text:
    if rule is Rule.UNIT_OPEN:
        return _(
            "On the day it opens, at {clock:time} on their own clock; "
            "where it opens later than that, on the next day.",
            clock=clock,
        )
    if rule is Rule.CLAIM_OPEN:
        return _(
            "On the first day on which they can claim, at {clock:time} on their own clock.",
            clock=clock,
        )
    return _days_before(rule, setting, clock)


def _days_before(rule: Rule, setting: Setting, clock: datetime) -> Text:
    if rule is Rule.CLAIM_CLOSING:
        return ngettext(
            "{count} day before claims close, at {clock:time} on their own clock.",
            "{count} days before claims close, at {clock:time} on their own clock.",
            count=setting.number,
            clock=clock,
        )
    if rule in OF_EVALUATIONS:
        return ngettext(
            "{count} day before the evaluation closes, at {clock:time} on their own clock.",
            "{count} days before the evaluation closes, at {clock:time} on their own clock.",
            count=setting.number,
            clock=clock,
        )
    return ngettext(
        "{count} day before the session, at {clock:time} on their own clock.",
        "{count} days before the session, at {clock:time} on their own clock.",
        count=setting.number,
        clock=clock,
    )


def weekday(number: int) -> date:
    """A day of the week, from Monday on, as a fact of a text."""
    return _MONDAY + timedelta(days=number)


def clock_value(clock: time) -> str:
    """As a field for a time of day has it."""
    return clock.isoformat("minutes")


WHOM: Mapping[Rule, Text] = {
    Rule.UNIT_OPEN: _(
        "To everybody who has not signed it, with what is left of it and how long that takes."
    ),
    Rule.UNSIGNED: _("To everybody who has not signed the module of the session by then."),
    Rule.SESSION_TOMORROW: _("To everybody who is expected at it."),
    Rule.SESSION_SOON: _("To everybody who is expected at it, with the link to join."),
    Rule.MISSED: _("To everybody who was not counted at it and can make it up, with the way."),
    Rule.OFF_TRACK: _(
        "To everybody who from that session on completes only by signing late or making a "
        "session up, with exactly what waits."
    ),
    Rule.EVALUATION_WAITS: _(
        "To everybody who has not answered it; to all until five people have."
    ),
    Rule.EVALUATION_CLOSING: _(
        "To everybody who has not answered it; to all until five people have."
    ),
    Rule.CLAIM_OPEN: _("To everybody who can claim and has not."),
    Rule.CLAIM_CLOSING: _("To everybody who can claim and has not."),
}
WHOM_IN_SERIES: Mapping[Rule, Text] = {
    **WHOM,
    Rule.SESSION_TOMORROW: _("To everybody who is registered."),
    Rule.SESSION_SOON: _("To everybody who is registered, with the link to join."),
}
"""Nobody is expected at a session of a series."""
