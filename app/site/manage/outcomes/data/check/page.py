"""What a file from REDCap is: it fits or not, and how it differs."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.outcomes.redcap.misfits import Misfit
from app.outcomes.sharing.checking import Checked, Compared, Differs
from app.site.manage.outcomes.loaders import HOME
from app.studies.models import Project
from app.web.forms import FormState

MOST = 200
"""Lines that are shown at most."""


@dataclass(frozen=True)
class CheckPage:
    """The form, and what was found if a file was sent."""

    title: str
    path: str
    form: FormState
    checked: bool
    records: int
    misfits: Sequence[Misfit]
    more: int
    """Misfits that are not shown."""
    compared: Compared | None
    differ: Sequence[Differs]


def check_page(project: Project, form: FormState, checked: Checked | None) -> CheckPage:
    """`checked`: None before a file was sent."""
    misfits = checked.misfits if checked else ()
    compared = checked.compared if checked else None
    return CheckPage(
        title=project.title,
        path=f"{HOME}/{project.key}",
        form=form,
        checked=checked is not None,
        records=checked.records if checked else 0,
        misfits=misfits[:MOST],
        more=max(0, len(misfits) - MOST),
        compared=compared,
        differ=compared.differ[:MOST] if compared else (),
    )
