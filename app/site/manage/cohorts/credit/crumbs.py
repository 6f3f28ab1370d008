"""The way to a page of a cohort's credit: each reader has a desk of their own."""

from collections.abc import Sequence

from app.cohorts.context import CohortContext
from app.language import Text, _
from app.site.manage.cohorts.page import path_of
from app.web.parts import Crumb, below_cohort


def crumbs_to(
    here: CohortContext, last: Text, *, coordinates: bool, over: Sequence[Crumb] = ()
) -> Sequence[Crumb]:
    """From the desk on; an officer has no page of the cohort but that of its credit.

    `over`: what lies between its credit and the page.
    """
    path, title = path_of(here), here.cohort.title
    credit = f"{path}/credit"
    if coordinates:
        return below_cohort(title, path, (_("Credit"), credit), *over, (last, None))
    return [(_("Activities"), "/manage/activities"), (title, credit), *over, (last, None)]
