"""One person who controls content: what they disclosed, and its review."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from starlette.datastructures import FormData

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.credit.disclosures.enums import ControllerState, Mitigation
from app.credit.disclosures.reviewing.rules import why_not_review_as
from app.credit.disclosures.rules import (
    Controller,
    Relationship,
    Verdict,
    state_of,
    why_not_clear_as,
)
from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.people.models import Person
from app.site.manage.cohorts.credit.crumbs import crumbs_to
from app.site.manage.cohorts.credit.disclosures.lines import (
    ControllerLine,
    controller_line,
    disclosures_path,
)
from app.site.parts.disclosing import Disclosing, disclosing, relationship_line
from app.web.forms import FormState
from app.web.parts import Crumb, Option

MITIGATIONS = [Option(own.value, own.words) for own in Mitigation]
RELEVANT = [Option("no", _("Not relevant to this activity")), Option("yes", _("Relevant"))]


@dataclass(frozen=True)
class RelationshipRow:
    """One relationship with the verdict that holds, or that was typed."""

    id: UUID
    number: int
    words: Text
    relevant: str
    mitigation: str
    word: str
    mitigated_on: str


@dataclass(frozen=True)
class OnePage:
    """What somebody disclosed, the review, and what else can be done about them."""

    cohort: str
    crumbs: Sequence[Crumb]
    here: str
    line: ControllerLine
    has_account: bool
    disclosure: UUID | None
    typed_name: str
    signed: Text
    until: Text
    rows: Sequence[RelationshipRow]
    can_review: bool
    why_not_review: Reason | None
    review_label: Text
    paper: Disclosing | None
    form: FormState
    is_entered: bool
    """Whether they stand on the list by name, and can be taken off it."""
    is_left_out: bool
    why_not_place: Reason | None
    """Why their place on the list is not the reader's to change."""
    archived: Reason | None
    done: Text | None
    relevances: Sequence[Option]
    mitigations: Sequence[Option]


def one_page(
    here: CohortContext,
    own: Controller,
    labels: Mapping[UUID, Text],
    people: Mapping[UUID, Person],
    now: datetime,
    *,
    by: UUID,
    officers: Collection[UUID],
    applies: bool,
    coordinates: bool,
    form: FormState | None = None,
    submitted: FormData | None = None,
    of_paper: bool = False,
    done: Text | None = None,
) -> OnePage:
    """`submitted`: what was typed; `of_paper`: into the form of a paper."""
    archived, state = why_not_change(here.cohort.archived_at), state_of(own, now)
    given = own.given
    reviewable = (ControllerState.TO_REVIEW, ControllerState.CLEARED)
    paper = disclosing(None, form if of_paper else None, submitted if of_paper else None)
    line = controller_line(here, own, labels, people, now, applies=applies)
    over = [(_("Disclosures"), disclosures_path(here))]
    return OnePage(
        cohort=here.cohort.title,
        crumbs=crumbs_to(here, line.name, coordinates=coordinates, over=over),
        here=f"{disclosures_path(here)}/people/{own.id}",
        line=line,
        has_account=own.person_id is not None,
        disclosure=given.id if given else None,
        typed_name=given.typed_name if given else "",
        signed=_("{signed:moment}", signed=local(given.signed_at, here.cohort.zone))
        if given
        else "",
        until=_("{until:day}", until=local(given.valid_until, here.cohort.zone)) if given else "",
        rows=_rows(own, None if of_paper else submitted),
        can_review=state in reviewable,
        why_not_review=archived or why_not_review_as(by, own.id, officers),
        review_label=_label(own),
        paper=paper if own.person_id is None and not own.left_out else None,
        form=form or FormState(),
        is_entered=own.row_id is not None and not own.left_out,
        is_left_out=bool(own.left_out),
        why_not_place=why_not_clear_as(by, own, officers),
        archived=archived,
        done=done,
        relevances=RELEVANT,
        mitigations=MITIGATIONS,
    )


def _label(own: Controller) -> Text:
    if own.given and own.given.reviewed:
        return _("Save this review in place of the one before")
    return _("Save this review: they are cleared")


def _rows(own: Controller, submitted: FormData | None) -> list[RelationshipRow]:
    given = own.given
    if given is None:
        return []
    verdicts = given.reviewed.verdicts if given.reviewed else {}
    return [
        _row(number, each, verdicts.get(each.id), submitted)
        for number, each in enumerate(given.relationships, start=1)
    ]


def _row(
    number: int, each: Relationship, verdict: Verdict | None, submitted: FormData | None
) -> RelationshipRow:
    said = _typed(submitted, number) if submitted is not None else _said(verdict)
    return RelationshipRow(each.id, number, relationship_line(each), *said)


def _said(verdict: Verdict | None) -> tuple[str, str, str, str]:
    if verdict is None:
        return "", "", "", ""
    day = verdict.mitigated_on.isoformat() if verdict.mitigated_on else ""
    how = verdict.mitigation.value if verdict.mitigation else ""
    return "yes" if verdict.is_relevant else "no", how, verdict.word, day


def _typed(submitted: FormData, number: int) -> tuple[str, str, str, str]:
    fields = (
        submitted.getlist(name) for name in ("relevant", "mitigation", "word", "mitigated_on")
    )
    relevant, how, word, day = (
        str(values[number - 1]) if len(values) >= number else "" for values in fields
    )
    return relevant, how, word, day
