"""Of a wave in one cohort: who is to be asked now, and who is reminded; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from app.studies.consent.rules import may_ask
from app.studies.enums import Respondent
from app.studies.raters.rules import is_asked
from app.studies.waves.rules import WaveWindow, anchor_of, due_reminder, is_reminded, window_of

if TYPE_CHECKING:
    from app.cohorts.models import Cohort
    from app.studies.models import Project, Wave
    from app.studies.waves.participants.queries import Participant
    from app.studies.waves.queries import AskedPlace


@dataclass(frozen=True)
class WaveHere:
    """A wave in one cohort. `start`: the cohort's first day, on its own calendar."""

    project: Project
    cohort: Cohort
    wave: Wave
    start: date

    def window(self, participant: Participant) -> WaveWindow | None:
        """When somebody is asked; None: nobody knows yet from when it counts."""
        return self._from(participant.own_day)

    @property
    def for_all(self) -> WaveWindow | None:
        """When everybody is asked; None: each person has a time of their own."""
        return self._from(None)

    def _from(self, own_day: date | None) -> WaveWindow | None:
        months, kind = self.wave.months, self.project.anchor
        day = anchor_of(kind, months, start=self.start, own=own_day)
        if day is None:
            return None
        return window_of(day, months, self.wave.first_day, self.wave.last_day, self.cohort.zone)


def who_answers(participant: Participant, respondent: Respondent) -> UUID | None:
    """The enrollment or the mentee that an instrument is put to; None: there is none."""
    if respondent is Respondent.LEARNER:
        return participant.enrollment_id
    rater = participant.rater
    if rater is None or not rater.has_agreed:
        return None
    return rater.rater.id if is_asked(participant.stand, is_current=rater.is_current) else None


def to_ask(
    here: WaveHere,
    participants: Sequence[Participant],
    respondent: Respondent,
    invited: Collection[UUID],
    now: datetime,
) -> list[Participant]:
    """Whose time it is, who allows it, and who was not asked yet. `invited`: who was."""
    return [
        participant
        for participant, who in _in_time(here, participants, respondent, now)
        if who not in invited
    ]


def _in_time(
    here: WaveHere, participants: Sequence[Participant], respondent: Respondent, now: datetime
) -> Iterator[tuple[Participant, UUID]]:
    for participant in participants:
        window, who = here.window(participant), who_answers(participant, respondent)
        if (
            may_ask(participant.stand, asks_consent=here.project.asks_consent)
            and window is not None
            and window.holds(now)
            and not came_late(participant, window)
            and who is not None
        ):
            yield participant, who


class Unlettered(NamedTuple):
    """Somebody with invitations of which no letter told them."""

    participant: Participant
    asked: Sequence[AskedPlace]


def unlettered(
    here: WaveHere,
    participants: Sequence[Participant],
    respondent: Respondent,
    asked: Sequence[AskedPlace],
    letters: Mapping[str, datetime],
    now: datetime,
) -> list[Unlettered]:
    """Who was noted as asked in another system, has not answered, and was never written to.

    That is so once the answers that came from there were taken back. `letters`: as of `to_remind`.
    """
    return [
        Unlettered(participant, own)
        for participant, who in _in_time(here, participants, respondent, now)
        if opening_key(here.wave.id, respondent, who) not in letters
        and (own := [each for each in _of(who, asked) if not each.survey_invitation.is_done])
    ]


def came_late(participant: Participant, window: WaveWindow) -> bool:
    """Whether somebody was enrolled when a wave was over."""
    return participant.enrolled_at is not None and participant.enrolled_at >= window.closes_at


@dataclass(frozen=True)
class Reminding:
    """A letter that is due to somebody about the surveys of a wave."""

    participant: Participant
    respondent: Respondent
    who: UUID
    """The enrollment, or the mentee."""
    number: int
    asked: Sequence[AskedPlace]
    """What it leads to."""


def to_remind(
    here: WaveHere,
    participants: Sequence[Participant],
    respondent: Respondent,
    asked: Sequence[AskedPlace],
    letters: Mapping[str, datetime],
    now: datetime,
) -> list[Reminding]:
    """Who is reminded now. `letters`: when those of this wave were written, by key."""
    found = []
    for participant in participants:
        who = who_answers(participant, respondent)
        window = here.window(participant)
        if who is None or window is None:
            continue
        if not may_ask(participant.stand, asks_consent=here.project.asks_consent):
            continue
        own = _open_for(here, who, asked)
        invited_at = letters.get(opening_key(here.wave.id, respondent, who))
        number = due_reminder(window, invited_at, now) if invited_at and own else None
        if number and reminder_key(here.wave.id, respondent, who, number) not in letters:
            found.append(Reminding(participant, respondent, who, number, own))
    return found


def _open_for(here: WaveHere, who: UUID, asked: Sequence[AskedPlace]) -> list[AskedPlace]:
    return [
        place
        for place in _of(who, asked)
        if is_reminded(here.project.mode, is_done=place.survey_invitation.is_done)
    ]


def _of(who: UUID, asked: Sequence[AskedPlace]) -> list[AskedPlace]:
    return [
        place
        for place in asked
        if who in {place.survey_invitation.enrollment_id, place.survey_invitation.rater_id}
    ]


def opening_key(wave_id: UUID, respondent: Respondent, who: UUID) -> str:
    """The key of the letter by which somebody is asked."""
    kind = "wave_open" if respondent is Respondent.LEARNER else "wave_mentee"
    return f"{kind}:{wave_id}:{who}"


def reminder_key(wave_id: UUID, respondent: Respondent, who: UUID, number: int) -> str:
    """The key of a reminder."""
    kind = "wave_reminder" if respondent is Respondent.LEARNER else "wave_mentee_reminder"
    return f"{kind}:{wave_id}:{who}:{number}"


def is_over_for(
    windows: Sequence[WaveWindow | None], participant: Participant, now: datetime
) -> bool:
    """Whether a mentee will be asked nothing more, so that their address can go.

    `windows`: those in which their part is asked.
    """
    rater = participant.rater
    if rater is None or not is_asked(participant.stand, is_current=rater.is_current):
        return True
    return all(window is not None and window.closes_at <= now for window in windows)
