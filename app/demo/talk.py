"""What the people of the demo's running cohort tell of themselves, ask and answer. All invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow, units
from app.demo.words import INTRODUCTIONS, NARROW, OWN, TALKS, Said
from app.learning.threads import actions
from app.learning.threads.reports.actions import report
from app.learning.threads.rules import ThreadPlace
from app.people.introductions.actions import introduce
from app.people.introductions.enums import Part
from app.people.introductions.rules import Told
from app.people.models import Person

EVERYTHING = frozenset(Part)
READ_SO_FAR = 0.55
"""Of the time since the unit opened: what was said later is new to Ada."""


@dataclass(frozen=True)
class Speaker:
    """Somebody who asks and answers."""

    person_id: UUID
    place: LearnerInCohort | None
    """None for a facilitator."""


def introduce_some(
    session: Session, cast: Mapping[str, Person], learners: Sequence[LearnerInCohort], now: datetime
) -> None:
    """Ada, Fay and Cora say something of themselves, and some of the others; each as they like."""
    for persona, (interests, offers, contact) in OWN.items():
        shown = frozenset({Part.INTERESTS, Part.OFFERS}) | ({Part.CONTACT} if contact else set())
        told = Told(interests, offers, contact, shown, after_end=persona != "ada")
        introduce(session, cast[persona].id, told, now=now)
    others = learners[1::3]
    for number, (place, words) in enumerate(zip(others, INTRODUCTIONS, strict=False)):
        interests, offers, contact = words
        shown = EVERYTHING if number % 3 else frozenset({Part.INTERESTS, Part.OFFERS})
        told = Told(interests, offers, contact, shown, after_end=number % 2 == 0)
        introduce(session, place.enrollment.person_id, told, now=now)


def talk(
    session: Session, facilitator: Person, learners: Sequence[LearnerInCohort], now: datetime
) -> None:
    """The threads of two units: between their opening and now, as far as there was time for it."""
    speakers = [Speaker(place.enrollment.person_id, place) for place in learners]
    fay = Speaker(facilitator.id, None)
    here = learners[0]
    for unit in units(session, here.cohort.id):
        if unit.position in TALKS and unit.opens_at < now:
            thread = _Thread(session, here, unit, [fay, *speakers], now)
            for said in TALKS[unit.position]:
                thread.say(said)
            actions.note_read(
                session, unit.id, speakers[0].person_id, thread.at(READ_SO_FAR), now=now
            )


class _Thread:
    """One thread, while it is written."""

    def __init__(
        self,
        session: Session,
        here: LearnerInCohort,
        unit: UnitRow,
        speakers: Sequence[Speaker],
        now: datetime,
    ) -> None:
        self.session, self.here, self.unit, self.now = session, here, unit, now
        self.speakers = speakers
        self.question: UUID | None = None

    def at(self, part: float) -> datetime:
        """A moment between the unit's opening and now."""
        return self.unit.opens_at + (self.now - self.unit.opens_at) * part

    def say(self, said: Said) -> None:
        """Ask, or answer the question before; then change, delete or report it where it says so."""
        speaker, at = self._speaker(said.by), self.at(said.at)
        place, who = self._place(speaker), {"by": speaker.person_id}
        if said.asks:
            post = actions.ask(self.session, place, said.text, **who, now=at)
            self.question = post.id
        else:
            assert self.question is not None
            post = actions.answer(self.session, place, self.question, said.text, **who, now=at)
        later = self.at(said.at + 0.02)
        if said.then:
            actions.edit(self.session, place, post.id, said.then, **who, now=later)
        if said.deleted:
            actions.delete_post(self.session, place, post.id, **who, now=later)
        if said.reported:
            reporter = self._speaker(NARROW)
            by = reporter.person_id
            report(self.session, self._place(reporter), post.id, said.reported, by=by, now=later)

    def _speaker(self, number: int) -> Speaker:
        """Whoever has this place; in a small cohort some speak twice."""
        return self.speakers[number % len(self.speakers)]

    def _place(self, speaker: Speaker) -> ThreadPlace:
        own = speaker.place.enrollment if speaker.place else None
        return ThreadPlace(self.here, self.unit, own, teaches=own is None)
