"""What is told of a cohort whose records were deleted by the policy, and which pages are left.

A page whose numbers were made of what went would be false, and one that takes something in would
write beside what is left; so both give way to one page. `GOES_ON` has the others.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from fastapi import FastAPI, Request
from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.history.retention.models import Deletion
from app.language import Text, _, pgettext, styles
from app.language.moments import local
from app.language.reasons import ReasonKind
from app.policy.table import POLICY, Action, Role
from app.web.pages import render
from app.web.parts import Link, below_cohort
from app.web.shell import Gone, NavLink

CERTIFICATE = "/manage/certificates/{number}"
MANAGED = "/manage/cohorts/{cohort}"
GOES_ON = frozenset(
    {
        *(f"{CERTIFICATE}.pdf", CERTIFICATE, f"{CERTIFICATE}/revocation", f"{CERTIFICATE}/review"),
        *(f"{MANAGED}/certificates/register", f"{MANAGED}/certificates/files"),
        f"{MANAGED}/certificates/teaching",
        *(f"{MANAGED}/certificates/teaching/preview", f"{MANAGED}/certificates/teaching/letter"),
        *(f"{MANAGED}/history", f"{MANAGED}/schedule", f"{MANAGED}/credit"),
        *(f"{MANAGED}/credit/proof", "/manage/jobs/{job}", "/manage/jobs/{job}/retry"),
        "/manage/jobs/{job}/stop",
    }
)
"""Addresses, as routes have them, whose pages are made of what stays; also what they take in.

What is below `/admin/retention`, `/join` and `/verify` asks for a cohort in ways of its own.
"""
DELETED = ReasonKind(
    "cohort.deleted",
    "The records of this cohort were deleted on {day:date}, as the retention policy says. Nothing "
    "can be changed in them anymore.",
)
NOT_ANEW = ReasonKind(
    "cohort.not_anew",
    "The records from which it would be made anew were deleted on {day:date}, as the retention "
    "policy says. It stays as it is; it can still be revoked.",
)
_LEFT = (
    (Action.REGISTER_READ, _("Register of certificates"), "/certificates/register"),
    (Action.CERTIFICATES_READ, _("Files of certificates"), "/certificates/files"),
    (Action.CERTIFICATES_READ, _("Certificates of teaching"), "/certificates/teaching"),
    (Action.ACTIVITY_READ, _("Credit"), "/credit"),
    (Action.COHORT_MANAGE, _("Schedule"), "/schedule"),
    (Action.COHORT_MANAGE, _("History"), "/history"),
)
"""What asks for which right, what it is called, where it lies below a cohort."""


class Number(NamedTuple):
    """How many there were, and of what."""

    value: str
    name: Text


@dataclass(frozen=True)
class DeletedPage:
    """What the template shows."""

    title: str
    program: str
    way: Sequence[Link]
    sentences: Sequence[Text]
    numbers: Sequence[Number]
    """As they were when the records went; none for learners, whom they were never told."""
    left: Sequence[Link]


class RecordsDeletedError(Exception):
    """What was asked for is not there anymore, and `page` says so."""

    def __init__(self, page: DeletedPage) -> None:
        super().__init__()
        self.page = page


def install(app: FastAPI) -> None:
    """Answer with the one page, at the address that was asked for."""
    app.add_exception_handler(RecordsDeletedError, _answer)


def _answer(request: Request, error: Exception) -> Response:
    assert isinstance(error, RecordsDeletedError)
    return render(request, "parts/records_deleted.html", error.page)


def gone(slug: str, at: datetime, roles: Collection[Role], zone: str) -> Gone:
    """The banner of a page that goes on. `at`: when they were deleted; `zone`: the reader's."""
    here = f"/manage/cohorts/{slug}"
    links = []
    if Role.COORDINATOR in roles:
        links = [
            NavLink(_("Register of certificates"), f"{here}/certificates/register", current=False),
            NavLink(_("History"), f"{here}/history", current=False),
            NavLink(_("What was deleted"), f"/admin/retention/{slug}#deletion", current=False),
        ]
    return Gone(
        _(
            "The records of this cohort were deleted on {day:date}, as the retention policy says. "
            "This page shows what is left.",
            day=local(at, zone).date(),
        ),
        links,
        local(at, zone).date(),
    )


def gone_here(request: Request) -> Gone | None:
    """What the loader found of the cohort that is asked for; None: all of it is there."""
    found: Gone | None = getattr(request.state, "gone", None)
    return found


def deleted_page(
    here: CohortContext, deletion: Deletion, roles: Collection[Role], zone: str
) -> DeletedPage:
    """`roles`: the reader's before the cohort; `zone`: theirs."""
    day = local(deletion.at, zone).date()
    learns = not set(roles) - {Role.LEARNER}
    return DeletedPage(
        title=here.cohort.title,
        program=here.program.title,
        way=_way(here, roles),
        sentences=[
            _(
                "The records of this cohort were deleted on {day:date}, as the retention policy "
                "says. Nobody can see or change them anymore.",
                day=day,
            ),
            _("Certificates are kept: each can be downloaded and verified as before."),
            *([] if learns else [_AUDIT]),
        ],
        numbers=() if learns else _numbers(deletion),
        left=_left(here.cohort.slug, roles),
    )


_AUDIT = _(
    "Audit folders that were made of it went with the records, and none can be made anymore: it "
    "would hold half of what there was."
)


def _way(here: CohortContext, roles: Collection[Role]) -> list[Link]:
    title = here.cohort.title
    if Role.COORDINATOR in roles:
        return below_cohort(title, None)
    above = next((link for role, link in _ABOVE if role in roles), Link(_("Home"), "/home"))
    return [above, Link(title, None)]


_ABOVE = (
    (Role.CME_OFFICER, Link(_("Activities"), "/manage/activities")),
    (Role.FACILITATOR, Link(_("Teach"), "/teach")),
)
"""Of whom it is not the coordinators' desk: what lies above a cohort."""


def _numbers(deletion: Deletion) -> list[Number]:
    return [
        Number(styles.number(deletion.people), _("People who had a place")),
        Number(styles.number(deletion.completed), pgettext("of people", "Completed")),
        Number(styles.number(deletion.certificates), _("Certificates")),
    ]


def _left(slug: str, roles: Collection[Role]) -> list[Link]:
    held = set(roles)
    links = [
        Link(name, f"/manage/cohorts/{slug}{path}")
        for action, name, path in _LEFT
        if POLICY[action] & held
    ]
    if Role.COORDINATOR in held:
        links.append(Link(_("What was deleted"), f"/admin/retention/{slug}#deletion"))
    if Role.LEARNER in held:
        links.append(Link(_("Your certificates"), "/my/certificates"))
    return links
