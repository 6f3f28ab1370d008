"""Who controls the content of a cohort's activity, with how far each disclosure is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.credit.disclosures.asking.rules import to_ask, why_not_ask
from app.credit.disclosures.enums import ControllerRole
from app.credit.disclosures.models import DisclosureDecision
from app.credit.disclosures.reviewing.rules import why_not_decide
from app.credit.disclosures.rules import Controller, uncleared
from app.language import Text, _, ngettext
from app.language.moments import local
from app.language.reasons import Reason
from app.people.models import Person
from app.site.manage.cohorts.credit.crumbs import crumbs_to
from app.site.manage.cohorts.credit.disclosures.lines import (
    ControllerLine,
    controller_line,
    disclosures_path,
    listing_of,
)
from app.site.manage.cohorts.page import path_of
from app.web.forms import FormState
from app.web.listing import Asked
from app.web.parts import Crumb, Link, Option
from app.web.shown import Shown, shown

ROLES = [Option(role.value, role.words) for role in ControllerRole]


@dataclass(frozen=True)
class Decision:
    """One decision, as it is told."""

    words: Text
    reason: str
    when: Text
    by: str


@dataclass(frozen=True)
class DisclosuresPage:
    """The list, what is missing, and the decision."""

    cohort: str
    path: str | None
    """None for an officer, who has no page of the cohort."""
    crumbs: Sequence[Crumb]
    here: str
    archived: Reason | None
    has_activity: bool
    applies: bool
    at_approval: str
    """The reason that was entered with the credit, where nobody decided since."""
    decisions: Sequence[Decision]
    version: int
    why_not_decide: Reason | None
    missing: int
    all_there: bool
    asking: Text
    why_not_ask: Reason | None
    lines: Shown[ControllerLine]
    roles: Sequence[Option]
    form: FormState
    text: Link | None
    """What learners are told."""
    held: Text | None
    done: Text | None


@dataclass(frozen=True)
class Known:
    """What a page of disclosures is built from."""

    controllers: Sequence[Controller]
    decisions: Sequence[DisclosureDecision]
    people: Mapping[UUID, Person]
    """Who decided and reviewed."""
    labels: Mapping[UUID, Text]
    applies: bool
    has_activity: bool
    at_approval: str
    has_text: bool
    officers: Collection[UUID]
    """Of the activity's provider."""
    held: int
    """How many units and sessions wait."""


def disclosures_page(
    here: CohortContext,
    known: Known,
    asked: Asked,
    now: datetime,
    *,
    by: UUID,
    coordinates: bool,
    form: FormState | None = None,
    done: Text | None = None,
) -> DisclosuresPage:
    """The list with what is missing of it."""
    archived = why_not_change(here.cohort.archived_at)
    lines = [
        controller_line(here, own, known.labels, known.people, now, applies=known.applies)
        for own in known.controllers
    ]
    missing, letters = len(uncleared(known.controllers, now)), len(to_ask(known.controllers, now))
    return DisclosuresPage(
        cohort=here.cohort.title,
        path=path_of(here) if coordinates else None,
        crumbs=crumbs_to(here, _("Disclosures"), coordinates=coordinates),
        here=disclosures_path(here),
        archived=archived,
        has_activity=known.has_activity,
        applies=known.applies,
        at_approval=known.at_approval,
        decisions=[_decision(here, own, known.people) for own in known.decisions],
        version=known.decisions[0].version if known.decisions else 0,
        why_not_decide=why_not_decide(by, known.officers),
        missing=missing,
        all_there=bool(known.controllers) and not missing,
        asking=ngettext("Ask {count} person", "Ask {count} people", count=letters)
        if letters
        else _("Ask them"),
        why_not_ask=archived or why_not_ask(known.controllers, now),
        lines=shown(listing_of(here, applies=known.applies), lines, asked),
        roles=ROLES,
        form=form or FormState(),
        text=_text(here) if known.has_text else None,
        held=_held(known),
        done=done,
    )


def _text(here: CohortContext) -> Link:
    return Link(_("What learners are told"), f"{disclosures_path(here)}/text")


def _held(known: Known) -> Text | None:
    if not known.held:
        return None
    return ngettext(
        "{count} unit or session waits for that and does not open before.",
        "{count} units and sessions wait for that and do not open before.",
        count=known.held,
    )


def _decision(
    here: CohortContext, own: DisclosureDecision, people: Mapping[UUID, Person]
) -> Decision:
    by = people.get(own.by)
    return Decision(
        words=_("Disclosures are needed")
        if own.applies
        else _("Exception: non-clinical education, such as leadership or communication"),
        reason=own.reason,
        when=_("{decided:moment}", decided=local(own.decided_at, here.cohort.zone)),
        by=by.display_name if by else "",
    )
