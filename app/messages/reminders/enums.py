"""What people are reminded of, and how the moment of a rule is told."""

from enum import StrEnum

from app.language import LazyText, _


class Rule(StrEnum):
    """One reason to write to somebody, in the order in which a cohort comes to it."""

    UNIT_OPEN = "unit-open"
    UNSIGNED = "unsigned"
    SESSION_TOMORROW = "session-tomorrow"
    SESSION_SOON = "session-soon"
    MISSED = "missed"
    OFF_TRACK = "off-track"
    EVALUATION_WAITS = "evaluation-waits"
    EVALUATION_CLOSING = "evaluation-closing"
    CLAIM_OPEN = "claim-open"
    CLAIM_CLOSING = "claim-closing"

    @property
    def words(self) -> LazyText:
        """What the rule is called, for coordinators."""
        return _WORDS[self]


_WORDS = {
    Rule.UNIT_OPEN: _("A module is open"),
    Rule.UNSIGNED: _("A module is not signed, and its session is near"),
    Rule.SESSION_TOMORROW: _("A session is coming"),
    Rule.SESSION_SOON: _("A session begins, with the link to join"),
    Rule.MISSED: _("A session was missed, and how to make it up"),
    Rule.OFF_TRACK: _("Somebody falls off the track"),
    Rule.EVALUATION_WAITS: _("An evaluation waits"),
    Rule.EVALUATION_CLOSING: _("An evaluation is about to close"),
    Rule.CLAIM_OPEN: _("Credit can be claimed"),
    Rule.CLAIM_CLOSING: _("Claims are about to close"),
}


class Shape(StrEnum):
    """How the moment of a rule is told; what of it can be changed follows from that."""

    FIRST_CLOCK = "first-clock"
    """The first time that the reader's clock shows an hour, from the moment it is about on."""
    DAYS_BEFORE = "days-before"
    """At an hour so many days before the day it is about."""
    MINUTES_BEFORE = "minutes-before"
    WEEKDAY = "weekday"
    """At an hour of the first such day of the week after it."""
