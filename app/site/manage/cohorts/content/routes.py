"""Which versions of its texts a cohort uses, and moving it to others."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import enrolled_in
from app.cohorts.moves import rules as moves
from app.cohorts.moves.queries import past_moves, texts_in_use
from app.content import queries as content
from app.core.errors import ConflictError, RefusedError
from app.language.reasons import Reason, ReasonKind
from app.learning.moves import actions
from app.learning.signatures.queries import signed_versions
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.content.forms import MoveForm
from app.site.manage.cohorts.content.move import move_page
from app.site.manage.cohorts.content.page import content_page, read_choice
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()

REFUSED_AND_KEPT = ReasonKind("move.refused_and_kept", "{why} You had written: “{written}”")


@routes.get("/manage/cohorts/{cohort}/content")
@allows(Action.COHORT_CONTENT_READ)
def show_content(visit: ReadVisit, cohort: str, moved: UUID | None = None) -> Response:
    """Which versions of its texts a cohort uses, and which it can be moved to."""
    return _content(visit, load_cohort(visit, cohort), done=moved)


@routes.get("/manage/cohorts/{cohort}/content/move")
@allows(Action.COHORT_CONTENT_MOVE)
def check_move(
    visit: ReadVisit, cohort: str, chosen: Annotated[Sequence[str], Query()] = ()
) -> Response:
    """A check page: what would change for whom, with every word that differs."""
    return _check_move(visit, load_cohort(visit, cohort), chosen, FormState())


@routes.post("/manage/cohorts/{cohort}/content/move")
@allows(Action.COHORT_CONTENT_MOVE)
def move(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Move the chosen texts, if everything still is as the check page said."""
    here = load_cohort(visit, cohort)
    try:
        form = parse(MoveForm, submitted)
    except FormInvalidError as invalid:
        chosen = [str(value) for value in submitted.getlist("chosen")]
        return _check_move(visit, here, chosen, FormState(invalid.values, invalid.errors))
    by = visit.actor.person_id
    try:
        act_id = actions.move_texts(
            visit.db,
            here.cohort,
            form.chosen,
            shown=form.shown,
            reason=form.reason,
            by=by,
            now=visit.now,
        )
    except (ConflictError, RefusedError) as refused:
        return _content(visit, here, note=REFUSED_AND_KEPT(why=refused.reason, written=form.reason))
    return see_other(f"/manage/cohorts/{cohort}/content?moved={act_id}")


def _content(
    visit: Visit, here: CohortContext, *, done: UUID | None = None, note: Reason | None = None
) -> Response:
    cohort_id = here.cohort.id
    page = content_page(
        here,
        cohorts.units(visit.db, cohort_id),
        texts_in_use(visit.db, [cohort_id]).get(cohort_id, ()),
        signed_versions(visit.db, cohort_id),
        past_moves(visit.db, cohort_id),
        visit.now,
        done=done,
        note=note,
    )
    status = 409 if note else 200
    return render(visit.request, "manage/cohorts/content/content.html", page, status=status)


def _check_move(
    visit: Visit, here: CohortContext, values: Sequence[str], form: FormState
) -> Response:
    cohort_id = here.cohort.id
    texts = texts_in_use(visit.db, [cohort_id]).get(cohort_id, [])
    try:
        chosen = [read_choice(value) for value in values]
    except ValueError:
        return _content(visit, here, note=moves.NOT_OFFERED)
    shown, closes_at = moves.versions_fingerprint(texts), here.cohort.closes_at
    if why := moves.why_not_these(texts, chosen, shown=shown, closes_at=closes_at, now=visit.now):
        return _content(visit, here, note=why)
    wanted = moves.moves_of(texts, chosen)
    ids = {version.id for move in wanted for version in (move.text.version, move.to)}
    page = move_page(
        here,
        {unit.id: unit for unit in cohorts.units(visit.db, cohort_id)},
        texts,
        chosen,
        content.versions(visit.db, ids),
        signed_versions(visit.db, cohort_id),
        enrolled_in(visit.db, cohort_id),
        visit.now,
        form,
    )
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/content/move.html", page, status=status)
