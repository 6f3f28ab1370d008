"""The streams of mail that somebody can turn off."""

from enum import StrEnum

from app.language import LazyText, _


class Stream(StrEnum):
    """Mail of one purpose. What a person asked for, and what records need, is in none of them."""

    REMINDERS = "reminders"
    ANNOUNCEMENTS = "announcements"
    """What coordinators and leads write to many."""
    CALENDAR = "calendar"
    """Invitations that a calendar takes up by itself."""
    DISCUSSION = "discussion"
    """The daily digest of a cohort's questions and answers."""

    @property
    def words(self) -> LazyText:
        """What the stream is called, for its readers."""
        return _WORDS[self]


_WORDS = {
    Stream.REMINDERS: _("Reminders"),
    Stream.ANNOUNCEMENTS: _("Messages to your cohort"),
    Stream.CALENDAR: _("Calendar invitations"),
    Stream.DISCUSSION: _("Questions and answers, once a day"),
}
