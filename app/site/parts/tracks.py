"""What is found of the people of a cohort that goes on, in words: who is on track, and who is not.

What has not happened yet is never called missing.
"""

from app.credit.track.rules import Found, Track
from app.language import Text, _, ngettext, pgettext
from app.web.parts import Badge

BADGES = {
    Track.MAKE_UP: Badge(_("Needs a make-up"), "warm"),
    Track.NONE_LEFT: Badge(_("No session left to miss"), "warm"),
    Track.BEHIND: Badge(_("Modules to catch up"), "warm"),
    Track.ON_TRACK: Badge(pgettext("of a learner", "On track"), "good"),
    Track.COMPLETE: Badge(pgettext("of a learner", "Completed"), "good"),
    Track.OUT_OF_REACH: Badge(_("Can no longer complete"), "neutral"),
}


def headline(found: Found) -> Text:
    """The finding in one sentence, without a full stop."""
    if not found.people:
        return _("Nobody is enrolled yet")
    if not found.goes_on:
        return _in_the_end(found)
    if found.no_session_left:
        return ngettext(
            "{count} person has no session left to miss",
            "{count} people have no session left to miss",
            count=found.no_session_left,
        )
    if not found.begun:
        return _("Nothing has been missed yet")
    return _can_miss(found)


def _in_the_end(found: Found) -> Text:
    """After the last session."""
    if found.make_up:
        return ngettext(
            "{count} person can still complete with a make-up",
            "{count} people can still complete with a make-up",
            count=found.make_up,
        )
    return ngettext(
        "{complete} of {count} person completed",
        "{complete} of {count} people completed",
        count=found.people,
        complete=found.complete,
    )


def _can_miss(found: Found) -> Text:
    """Nobody has to make sure of a session: how many each of them can miss."""
    fewest = found.can_miss[0] if found.can_miss else 0
    if not fewest:
        return _("Nobody needs a make-up")
    if found.out_of_reach:
        return ngettext(
            "Everybody who can complete can still miss {count} session",
            "Everybody who can complete can still miss {count} sessions",
            count=fewest,
        )
    return ngettext(
        "Everybody can still miss {count} session",
        "Everybody can still miss {count} sessions",
        count=fewest,
    )
