"""Which letters go to somebody, when, and why not others. Pure.

`plan` answers what is due now and what would go in the days to come by the same rule: as if nobody
did anything until then. It is asked again at every moment at which a letter could go.

- What falls due at the same moment goes as one letter, over all cohorts of its reader.
- A letter that falls into its reader's quiet hours goes when they end. Of no use by then (the
  session has begun), it does not go.
- At most `A_WEEK` letters go to anybody in a week of theirs, from Monday on. A week is planned as a
  whole: a place is kept for a letter that is still to come and more urgent. `URGENCY` is the order.
- Who did nothing after they were last told that a module is open is better reached when its session
  is near: for them that letter comes before the one of the opening.
- At most `UNANSWERED` letters about a cohort go to somebody who does not act in it. To act is to
  have anything of one's own recorded: a reading, a reflection, an answer, a signature or its
  withdrawal, attendance, a claim, or the enrollment itself. Signing in is none, nor is a bookmark.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from app.language.reasons import Reason, reason
from app.messages.reminders.occasions.rules import COMES_AGAIN, Occasion, Span, occasions
from app.messages.reminders.reader.rules import Place, Reader
from app.messages.reminders.timing.rules import next_week, week_of
from app.messages.reminders.truth.rules import why_not_written, why_untrue
from app.messages.reminders.week.rules import Candidate, Item, LeftOut, Planned, choose, urgency
from app.messages.streams.rules import is_quiet, next_waking

LATE = timedelta(hours=6)
"""How long after its moment a letter still goes, where nothing was sent for a while."""
AT_ONCE = timedelta(minutes=15)
"""The same where there is another moment: what becomes true after one waits for the next."""
AHEAD = timedelta(days=7)
"""How far a coordinator sees."""
TOLD = reason("reminder.told", "They were reminded of it already.")
QUIET = reason("reminder.quiet", "It falls into their quiet hours, and is of no use after them.")


@dataclass(frozen=True)
class Plan:
    """What goes to somebody from a moment on, in order, and what does not."""

    letters: tuple[Planned, ...]
    left_out: tuple[LeftOut, ...]

    def due(self, now: datetime) -> list[Planned]:
        """The letters whose moment has come."""
        return [letter for letter in self.letters if letter.at <= now]


def plan(reader: Reader, now: datetime) -> Plan:
    """What goes to somebody from now until the end of the week that begins within `AHEAD`."""
    span = Span(now - LATE - timedelta(days=1), next_week(now + AHEAD, reader.zone))
    left_out: list[LeftOut] = []
    found = list(_candidates(reader, span, now, left_out))
    found.sort(key=lambda one: (one.at, urgency(one.item)))
    letters: list[Planned] = []
    for _week, ones in groupby(found, lambda one: week_of(one.at, reader.zone)):
        letters += choose(reader, list(ones), letters, left_out)
    return Plan(tuple(letters), tuple(sorted(left_out, key=lambda out: out.at)))


def has_moment(reader: Reader, now: datetime) -> bool:
    """Whether anything of somebody's could go now: without it nobody has to be planned for.

    Most people have none at most moments, and to plan for somebody takes ten times as long.
    """
    if is_quiet(reader.choice.quiet, now, reader.zone):
        return False
    span = Span(now - LATE - timedelta(days=1), now + timedelta(microseconds=1))
    return any(
        occasion.thing not in place.told and not _is_past(reader, occasion, now)
        for place in reader.places
        for occasion in occasions(place, reader.zone, span)
    )


def _candidates(
    reader: Reader, span: Span, now: datetime, left_out: list[LeftOut]
) -> Iterator[Candidate]:
    """What is true at the moment at which it would go."""
    never = why_not_written(reader)
    for place in reader.places:
        for occasion in occasions(place, reader.zone, span):
            if _is_past(reader, occasion, now):
                continue
            at = next_waking(reader.choice.quiet, max(occasion.due, now), reader.zone)
            item = Item(place, occasion.thing, occasion.ends)
            if why := never or _why_not(occasion, place, at):
                left_out.append(LeftOut(at, item, why))
            else:
                yield Candidate(at, item)


def _is_past(reader: Reader, occasion: Occasion, now: datetime) -> bool:
    """Whether the moment is over: whoever came to it too late lets it be."""
    if occasion.due >= now:
        return False
    woken = next_waking(reader.choice.quiet, occasion.due, reader.zone)
    late = AT_ONCE if occasion.thing.rule in COMES_AGAIN else LATE
    return now >= min(occasion.ends, woken + late)


def _why_not(occasion: Occasion, place: Place, at: datetime) -> Reason | None:
    if occasion.thing in place.told:
        return TOLD
    if at >= occasion.ends:
        return QUIET
    return why_untrue(occasion.thing, place, at)
