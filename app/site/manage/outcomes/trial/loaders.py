"""Finds the trial of a study, for those who coordinate the study's program."""

from dataclasses import dataclass

from app.core.errors import NotFoundError
from app.people.roles import of_pack, roles_over
from app.site.visits import Visit
from app.studies.models import Project
from app.studies.queries import project_by_key
from app.studies.trials.models import Trial
from app.studies.trials.queries import trial_of


@dataclass(frozen=True)
class TrialHere:
    """A study, and its trial if it has one."""

    project: Project
    trial: Trial | None

    @property
    def made(self) -> Trial:
        """The trial; raises `NotFoundError` before it is set up."""
        if self.trial is None:
            raise NotFoundError
        return self.trial


def load_trial(visit: Visit, key: str) -> TrialHere:
    """The study that an address names."""
    found = project_by_key(visit.db, key)
    visit.permit(roles_over(visit.actor, of_pack(found.program.id if found else None)))
    if found is None:
        raise NotFoundError
    return TrialHere(found.project, trial_of(visit.db, found.project.id))


def secret_of(visit: Visit) -> str:
    """With what lists are sealed."""
    secret: str = visit.request.app.state.settings.secret_key.get_secret_value()
    return secret
