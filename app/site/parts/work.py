"""How long the work of a unit still takes, wherever that is told."""

from app.language import Text, _, pgettext
from app.learning.items.rules import UnitWork


def left_words(work: UnitWork) -> Text:
    """`about 40 min left, 5 of them optional`; that it is done, or can be signed."""
    if work.signed:
        return pgettext("of a unit", "all done")
    if work.still_open is None:
        return _("ready to sign")
    minutes, optional = work.minutes_left, work.optional_left
    if not optional:
        return _("about {minutes} min left", minutes=minutes)
    return _(
        "about {minutes} min left, {optional} of them optional", minutes=minutes, optional=optional
    )
