"""In what capacity somebody looks at the credit of a cohort."""

from app.cohorts.context import CohortContext
from app.people.roles import reach_of
from app.policy.table import Role
from app.site.visits import Visit


def coordinates(visit: Visit, here: CohortContext) -> bool:
    """Whether the visitor coordinates the cohort, and so has pages of it besides these."""
    reach = reach_of(visit.actor, Role.COORDINATOR)
    here_too = here.program.id in reach.programs or here.cohort.id in reach.cohorts
    return reach.everything or here_too
