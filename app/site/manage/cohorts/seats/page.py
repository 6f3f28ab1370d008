"""The seats of a cohort: how many, whose, and changing them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.cohorts.admission.rules import Waiting, next_in_line
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.rules import Seats
from app.cohorts.rules import why_not_change
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.people.models import Institution
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.seats.forms import SHARE
from app.web.forms import FormState


@dataclass(frozen=True)
class ShareLine:
    """The seats of one institution."""

    name: str
    field: str
    taken: int
    waiting: int
    share: str
    """As it was typed, or as it is; empty without institution."""


@dataclass(frozen=True)
class SeatsPage:
    """The seats of a cohort, and what is so by them."""

    cohort: str
    path: str
    capacity: str
    taken: int
    notes: Sequence[Text]
    shares: Sequence[ShareLine]
    saved: bool
    why_not: Reason | None
    form: FormState = field(default_factory=FormState)


def seats_page(
    here: CohortContext,
    seats: Seats,
    line: Sequence[Waiting],
    institutions: Sequence[Institution],
    form: FormState,
    *,
    saved: bool = False,
) -> SeatsPage:
    """Every institution, with what it has."""
    return SeatsPage(
        cohort=here.cohort.title,
        path=path_of(here),
        capacity=form.value("capacity", str(seats.capacity)),
        taken=seats.taken,
        notes=_notes(seats, line, institutions),
        shares=[_share(institution, seats, line, form) for institution in institutions],
        saved=saved,
        why_not=why_not_change(here.cohort.archived_at),
        form=form,
    )


def _share(
    institution: Institution, seats: Seats, line: Sequence[Waiting], form: FormState
) -> ShareLine:
    name = f"{SHARE}{institution.id}"
    stored = seats.shares.get(institution.id)
    return ShareLine(
        institution.name,
        name,
        seats.taken_by.get(institution.id, 0),
        sum(waiting.institution_id == institution.id for waiting in line),
        form.value(name, "" if stored is None else str(stored)) if form.values else _text(stored),
    )


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _notes(
    seats: Seats, line: Sequence[Waiting], institutions: Sequence[Institution]
) -> list[Text]:
    notes: list[Text] = []
    if (over := seats.taken - seats.capacity) > 0:
        notes.append(_too_many(over))
    notes += [
        _("More people of {institution} have a seat than its share.", institution=institution.name)
        for institution in institutions
        if seats.taken_by.get(institution.id, 0) > seats.shares.get(institution.id, seats.taken)
    ]
    if offered := len(next_in_line(line, seats)):
        notes.append(_about_to_be_offered(offered))
    return notes


def _too_many(over: int) -> Text:
    return ngettext(
        "{count} more seat is taken than the cohort has. Nobody loses it; no seat is "
        "passed on until that one is free again.",
        "{count} more seats are taken than the cohort has. Nobody loses one; no seat is "
        "passed on until those are free again.",
        count=over,
    )


def _about_to_be_offered(count: int) -> Text:
    return ngettext(
        "{count} free seat is about to be offered to the next in line.",
        "{count} free seats are about to be offered to the next in line.",
        count=count,
    )


def error_fields(form: FormState) -> FormState:
    """Errors of a share at its own field."""
    at = "shares."  # not shown
    own = {name.replace(at, SHARE, 1): text for name, text in form.errors.items()}
    return FormState(form.values, own)


def known_shares(institutions: Sequence[Institution]) -> frozenset[UUID]:
    """Whose share can be set."""
    return frozenset(institution.id for institution in institutions)
