"""What is done in the demo's trial, each act by whoever would do it and at its moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.demo import names
from app.demo.study import people, texts
from app.demo.study.people import Somebody
from app.studies.consent import actions as consent
from app.studies.consent.queries import newest_texts
from app.studies.enums import KeptData, RaterStep, Respondent
from app.studies.models import Project
from app.studies.queries import Studied
from app.studies.raters import actions as raters
from app.studies.raters.queries import case_of
from app.studies.trials import actions as trials
from app.studies.trials.candidates.queries import candidates
from app.studies.trials.drawn import actions as drawn
from app.studies.trials.models import Trial
from app.studies.trials.rules import why_not_ready

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SAYS_NOTHING, SAYS_NO = 1, 3
"""The numbers of two mentees among those who are named."""


@dataclass(frozen=True)
class DemoTrial:
    """A trial in one cohort, and all that it is made of."""

    session: Session
    project: Project
    trial: Trial
    cohort: Cohort
    everybody: Sequence[Somebody]
    random: Random
    secret: str
    by: UUID
    """The coordinator."""
    now: datetime

    def ask_to_agree(self, at: datetime) -> None:
        """Nearly all agree within two days; some decline, and one says nothing."""
        text = self._text(Respondent.LEARNER)
        for own in self.everybody:
            when = at + HOUR * own.number
            if own.agrees:
                consent.give(
                    self.session, self._place(own), own.said, text_id=text, edition=0, now=when
                )
            elif own.number in people.DECLINES:
                consent.decline(self.session, self._place(own), text_id=text, edition=0, now=when)

    def draw(self, at: datetime) -> None:
        """Cora draws an arm for everybody who agreed and completed the baseline."""
        found = candidates(self.session, self.project, self.trial)
        ready = {own.enrollment_id for own in found if why_not_ready(own.ready) is None}
        for own in self.everybody:
            if own.enrollment.id in ready:
                place = trials.draw(
                    self.session,
                    self.project,
                    self.trial,
                    own.enrollment.id,
                    secret=self.secret,
                    by=self.by,
                    now=at + timedelta(minutes=own.number),
                )
                own.arm = place.arm

    def draw_no_more(self, at: datetime) -> None:
        """Cora says that the last arm was drawn; from then on numbers are told by arm."""
        trials.end(self.session, self.project, self.trial, by=self.by, now=at)

    def treat_otherwise(self, first: datetime) -> None:
        """One of each arm gets something else than was drawn. `first`: of the sessions."""
        by_arm = [[own for own in self.everybody if own.arm == arm] for arm in (1, 2)]
        for own in by_arm[0][people.DISCONTINUES :][:1]:
            drawn.discontinue(
                self.session,
                self.project,
                self.trial,
                own.enrollment.id,
                reason=texts.DISCONTINUED,
                by=self.by,
                now=first + DAY * 18,
            )
        for own in by_arm[1][people.CROSSES_OVER :][:1]:
            own.crossed_over = True
            drawn.cross_over(
                self.session,
                self.project,
                self.trial,
                own.enrollment.id,
                reason=texts.CROSSED_OVER,
                by=self.by,
                now=first + DAY * 30,
            )

    def withdraw(self, at: datetime) -> None:
        """One takes part no longer; what they answered stays."""
        for own in self.everybody[people.WITHDRAWS :][:1]:
            consent.withdraw(self.session, self._place(own), KeptData.KEEP, now=at)

    def name_mentees(self, at: datetime) -> None:
        """Many name somebody; of these one says no, one says nothing, and all others agree."""
        text = self._text(Respondent.MENTEE)
        naming = [own for own in self.everybody if own.names_mentee]
        mentees = names.full_names(self.random, len(naming))
        for number, (own, name) in enumerate(zip(naming, mentees, strict=True)):
            when = at + HOUR * 7 * number
            rater = raters.name_mentee(
                self.session,
                self._place(own),
                " ".join(name),
                f"mentee{own.number + 1:02}@example.net",
                secret=self.secret,
                now=when,
            )
            case = case_of(self.session, rater.id)
            if case is not None and number != SAYS_NOTHING:
                step = RaterStep.DECLINED if number == SAYS_NO else RaterStep.AGREED
                raters.answer(self.session, case, step, text, now=when + DAY)

    def _place(self, own: Somebody) -> Studied:
        return Studied(self.project, self.cohort, own.enrollment)

    def _text(self, respondent: Respondent) -> UUID:
        found = newest_texts(self.session, [self.project.id], respondent)
        return found[self.project.id]["en"].id
