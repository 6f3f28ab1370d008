"""The ways to make a session up, as a policy lists them."""

from dataclasses import dataclass

from app.casework.make_up_requests.enums import CreditType, Way
from app.language import Text, ngettext
from app.packs.schema import PolicyData
from app.site.parts.absences import EARNS, WAYS


@dataclass(frozen=True)
class WayLine:
    """One way, as who goes it reads it."""

    title: Text
    asks: Text | None
    """How many words have to be written, where some have to."""
    earns: Text


def way_lines(policy: PolicyData) -> list[WayLine]:
    """The ways of a policy; none where nothing can be made up."""
    ways = policy.make_up_ways if policy.make_ups_allowed else ()
    return [
        WayLine(WAYS[Way(rule.way)], _asks(rule.words), EARNS[CreditType(rule.credit)])
        for rule in ways
    ]


def _asks(words: int) -> Text | None:
    if not words:
        return None
    return ngettext("Write at least {count} word.", "Write at least {count} words.", count=words)
