"""What waits for its reader, one row a thing: an act that clears it, or a day to put it off to."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.language import Text, _, ngettext, pgettext
from app.language.moments import day
from app.people.snoozes.rules import PutOff as Snoozed
from app.people.snoozes.rules import Things, usual_days
from app.web.parts import Link, Option


@dataclass(frozen=True)
class QueueItem:
    """One thing that waits, with where to do it."""

    subject: str
    """What it is, for putting it off: the same as long as it is the same thing."""
    title: Text
    note: Text
    href: str
    status: Text
    icon: str
    things: Things = field(default_factory=Things)
    """What is in it: it is seen again when that is more than was there when it was put off."""
    tone: str = "warm"
    lines: Sequence[Text] = ()
    """What there is to know before one goes there."""
    also: Link | None = None
    """Another way to clear it."""
    rests_until: datetime | None = None
    """Until when it waits for others: what its reader could do of it is done."""


@dataclass(frozen=True)
class PutOff:
    """One thing that is out of sight, and until when."""

    item: QueueItem
    until: Text


@dataclass(frozen=True)
class Waiting:
    """What waits, and what was put off or rests."""

    items: Sequence[QueueItem]
    later: Sequence[PutOff]
    days: Sequence[Option]
    """To which something is usually put off, by ISO date."""
    first_day: str
    """The earliest one, by ISO date."""
    back: str
    """The page that shows it."""

    @property
    def count(self) -> Text:
        """`7 things wait`."""
        number = len(self.items)
        return ngettext("{count} thing waits", "{count} things wait", count=number)


NAMED = 3
"""How many people at risk are named where they wait together."""


def at_risk_path(slug: str) -> str:
    """Where all of a cohort who are at risk are listed, to those who teach or coordinate it."""
    return f"/teach/{slug}/standing?show=at-risk#everybody"


def at_risk(
    subject: str,
    cohort: str,
    people: Sequence[tuple[str, Sequence[Text]]],
    *,
    things: Things,
    href: str,
    also: Link | None = None,
) -> Iterator[QueueItem]:
    """Those who complete only by catching up: names, and what each has to catch up.

    `href`: a list of all of them, and of nobody else.
    """
    if people:
        yield QueueItem(
            subject=subject,
            title=ngettext(
                "{count} person completes only by catching up",
                "{count} people complete only by catching up",
                count=len(people),
            ),
            note=cohort,
            lines=_restoring(people),
            href=href,
            things=things,
            also=also,
            status=pgettext("of people", "At risk"),
            icon="triangle-alert",
        )


def _restoring(people: Sequence[tuple[str, Sequence[Text]]]) -> list[Text]:
    """The first few of them with what each has to catch up, and how many more there are."""
    named: list[Text] = [
        _("{name}: {restores:and}", name=name, restores=tuple(restores))
        for name, restores in people[:NAMED]
    ]
    more = len(people) - NAMED
    others = [ngettext("and {count} more", "and {count} more", count=more)] if more > 0 else []
    return [*named, *others]


def reported(
    cohort_id: UUID, slug: str, title: str, reports: Collection[UUID]
) -> Iterator[QueueItem]:
    """Reports of posts that nobody has settled."""
    if waiting := len(reports):
        yield QueueItem(
            subject=f"reports:{cohort_id}",
            title=ngettext(
                "Look at {count} post that was reported",
                "Look at {count} posts that were reported",
                count=waiting,
            ),
            note=title,
            href=f"/teach/{slug}/reports",
            things=Things.of(reports),
            status=ngettext("{count} waits", "{count} wait", count=waiting),
            icon="triangle-alert",
        )


@dataclass(frozen=True)
class AbsencesWaiting:
    """The excuses and make-ups that wait for an answer, by cohort."""

    excuses: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)
    make_ups: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)
    fallen: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)
    """Make-ups that were approved, and stand on a session that was not held."""

    def of(self, cohort_id: UUID) -> int:
        """How many of both."""
        return len(self.excuses.get(cohort_id, ())) + len(self.make_ups.get(cohort_id, ()))


def absences(
    cohort_id: UUID, slug: str, title: str, waiting: AbsencesWaiting
) -> Iterator[QueueItem]:
    """Excuses and make-ups that nobody has answered, and what was approved and fell since."""
    if excuses := waiting.excuses.get(cohort_id, ()):
        words = ngettext(
            "Answer {count} excuse that was asked for in advance",
            "Answer {count} excuses that were asked for in advance",
            count=len(excuses),
        )
        yield _absence(f"excuses:{cohort_id}", words, title, slug, excuses)
    if make_ups := waiting.make_ups.get(cohort_id, ()):
        words = ngettext(
            "Answer {count} make-up that was submitted",
            "Answer {count} make-ups that were submitted",
            count=len(make_ups),
        )
        yield _absence(f"make-ups:{cohort_id}", words, title, slug, make_ups)
    if fallen := waiting.fallen.get(cohort_id, ()):
        words = ngettext(
            "Take {count} make-up back: its session was not held",
            "Take {count} make-ups back: their sessions were not held",
            count=len(fallen),
        )
        yield _absence(f"fallen:{cohort_id}", words, title, slug, fallen)


def _absence(
    subject: str, words: Text, title: str, slug: str, waiting: Collection[UUID]
) -> QueueItem:
    return QueueItem(
        subject=subject,
        title=words,
        note=title,
        href=f"/teach/{slug}/absences",
        things=Things.of(waiting),
        status=ngettext("{count} waits", "{count} wait", count=len(waiting)),
        icon="users",
    )


def _hidden_until(item: QueueItem, snoozed: Snoozed | None) -> datetime | None:
    """Until when it is out of sight: as long as somebody chose, or as it rests by itself."""
    chosen = snoozed.until if snoozed and snoozed.hides(item.things) else None
    return max((until for until in (chosen, item.rests_until) if until), default=None)


def sorted_out(
    items: Iterable[QueueItem],
    put_off: Mapping[str, Snoozed],
    back: str,
    zone: str,
    now: datetime,
) -> Waiting:
    """What is seen now, and what later. `put_off`: by subject; `zone`: the reader's.

    Something that holds what was not seen when it was put off is seen now.
    """
    every = list(items)
    hidden = {
        item.subject: until
        for item in every
        if (until := _hidden_until(item, put_off.get(item.subject)))
    }
    later = [(hidden[item.subject], item) for item in every if item.subject in hidden]
    later.sort(key=lambda pair: pair[0])
    days = usual_days(zone, now)
    return Waiting(
        items=[item for item in every if item.subject not in hidden],
        later=[PutOff(item, day(until, zone)) for until, item in later],
        days=[Option(each.isoformat(), _("Until {until:day}", until=each)) for each in days],
        first_day=days[0].isoformat(),
        back=back,
    )
