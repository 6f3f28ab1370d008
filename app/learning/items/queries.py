"""How far a learner is in a unit, from what they recorded there."""

from sqlalchemy.orm import Session

from app.content.shown import ModuleVersion
from app.learning.checks.queries import chosen_options
from app.learning.items.rules import UnitWork, work_of
from app.learning.queries import WorkDone


def work_in(
    session: Session,
    module: ModuleVersion,
    done: WorkDone,
    needed: int | None,
    *,
    signed_elsewhere: bool = False,
) -> UnitWork:
    """How far a unit is. `needed`: percent of its check that the policy asks for, if any."""
    return work_of(
        module.data,
        done.readings,
        chosen_options(session, module, done.answers),
        reflected=done.reflected,
        signed=signed_elsewhere or done.attestation is not None,
        needed=needed,
    )
