"""The check page before marks of one session change that others rely on: by hand, or by a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.responses import Response

from app.casework.preparation.queries import unit_facts
from app.casework.saves.rules import Adjusted, Amendment
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import _
from app.language.reasons import Reason
from app.site.loaders import name_whom_to_ask
from app.site.teach.amending import AmendingCheck, SentOn, amending_check, amending_form
from app.site.teach.loaders import load_looked
from app.site.teach.parts import SessionHead, session_head
from app.site.visits import Visit
from app.web.pages import render


@dataclass(frozen=True)
class AmendmentPage:
    """Marks of one session that others rely on, before they change."""

    head: SessionHead
    check: AmendingCheck


class Needed(Protocol):
    """Why nothing was saved yet, as whoever was to save it says."""

    reason: Reason
    adjusted: Sequence[Adjusted]
    others: int
    """How many more marks are saved with these."""


def amendment_response(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    amendment: Amendment,
    needed: Needed,
    sent: SentOn,
) -> Response:
    """Whom it touches, before anything is saved; again where that changed, or nobody says why."""
    name_whom_to_ask(visit, here.cohort)
    check = amending_check(
        here,
        load_looked(visit, here, unit, needed.adjusted),
        visit.actor,
        visit.now,
        others=needed.others,
        sent=sent,
        form=amending_form(amendment, needed.reason),
    )
    units = unit_facts(visit.db, unit.id).units
    page = AmendmentPage(session_head(here, unit, units, visit.actor, _("Change marks")), check)
    name = "teach/sessions/attendance/amendment.html"
    status = 422 if check.form.errors else 200
    return render(visit.request, name, page, block="content", status=status)
