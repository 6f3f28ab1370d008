"""The evaluation that somebody can answer now: the way to it, from every page of a cohort."""

from dataclasses import dataclass

from app.cohorts.context import LearnerInCohort
from app.credit.completion.rules import Completion
from app.language import _
from app.site.parts.codes import secret_key
from app.site.visits import Visit
from app.surveys.queries import open_invitations
from app.surveys.tokens import token_for
from app.web.parts import Link


@dataclass(frozen=True)
class Evaluation:
    """One that is open to somebody, and not done."""

    minutes: int
    """About how long it takes."""
    path: str
    """Of their own form, which asks for no sign-in."""

    @property
    def link(self) -> Link:
        """To the form."""
        return Link(_("Evaluate the program: {minutes:minutes}", minutes=self.minutes), self.path)


def evaluation_of(visit: Visit, learner: LearnerInCohort, verdict: Completion) -> Evaluation | None:
    """The first one that completion waits for. One statement; none where it waits for none."""
    if not verdict.surveys_due:
        return None
    for own in open_invitations(visit.db, learner.enrollment.person_id, visit.now):
        if own.cohort_id == learner.cohort.id and own.key in verdict.surveys_due:
            path = f"/surveys/{token_for(secret_key(visit), own.invitation_id)}"
            return Evaluation(own.minutes, path)
    return None
