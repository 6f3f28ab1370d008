"""Step 4 of a draft: the clock rehearsal, leaving out a week, publishing."""

from datetime import timedelta

from starlette.responses import Response

from app.cohorts.drafts import queries, rules
from app.cohorts.drafts.actions import dates_of
from app.cohorts.drafts.calendar import rules as calendar
from app.cohorts.joining.publication.queries import people_to_tell
from app.cohorts.seats.rules import participating
from app.credit.disclosures.missing.queries import missing_in
from app.credit.disclosures.missing.rules import Missing
from app.credit.drafts import actions
from app.credit.queries import activity_of
from app.people.institutions.queries import breaks_between
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.setup.loaders import Draft, load_draft
from app.site.manage.cohorts.setup.rehearsal.forms import PublicationForm, SkipForm
from app.site.manage.cohorts.setup.rehearsal.page import Around, rehearsal_page
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, Submitted, parse
from app.web.pages import render, see_other

routes = router()

A_DAY = timedelta(days=1)


@routes.get("/manage/cohorts/{cohort}/setup/rehearsal")
@allows(Action.COHORT_SET_UP)
def show_rehearsal(visit: ReadVisit, cohort: str) -> Response:
    """Every session on every clock, and what publishing does."""
    return _rehearsal(visit, load_draft(visit, cohort))


@routes.post("/manage/cohorts/{cohort}/setup/rehearsal/skipped")
@allows(Action.COHORT_SET_UP)
def skip(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Leave out the day of a session; a day that has none by now is left out already."""
    draft = load_draft(visit, cohort)
    try:
        day = parse(SkipForm, submitted).day
    except FormInvalidError:
        return _rehearsal(visit, draft, status=422)
    if day in {unit.local_date for unit in draft.units}:
        dates = calendar.without_day(dates_of(visit.db, draft.here), day)
        by, title = visit.actor.person_id, draft.here.cohort.title
        actions.change_dates(visit.db, draft.here, title, dates, by=by, now=visit.now)
    return see_other(f"{draft.path}/rehearsal")


@routes.post("/manage/cohorts/{cohort}/setup/rehearsal/publication")
@allows(Action.COHORT_SET_UP)
def publish(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Publish the draft; a second click leads to the cohort, too."""
    here = load_cohort(visit, cohort)
    none = parse(PublicationForm, submitted).without_credit
    by = visit.actor.person_id
    templates = print_setup_of(visit).pack.versions
    if actions.publish_draft(
        visit.db, here, templates=templates, by=by, now=visit.now, without_credit=none
    ):
        return _rehearsal(visit, load_draft(visit, cohort), refused=True, status=409)
    return see_other(f"/manage/cohorts/{here.cohort.slug}?done=published")


def _rehearsal(visit: Visit, draft: Draft, *, refused: bool = False, status: int = 200) -> Response:
    cohort = draft.here.cohort
    people = [row.person.id for row in draft.parts]
    starts = [unit.starts_at for unit in draft.sessions if unit.starts_at] or [visit.now]
    first, last = min(starts) - A_DAY, max(starts) + A_DAY
    shares = queries.shares(visit.db, cohort.id)
    sites = {row.id for row in participating(shares)}
    facts = actions.facts_of(visit.db, draft.here)
    templates = print_setup_of(visit).pack.versions
    of_credit = actions.why_not_credit(visit.db, cohort, facts, templates, visit.now)
    missing = missing_in(visit.db, [cohort.id], visit.now).get(cohort.id, Missing())
    around = Around(
        shares=shares,
        breaks=breaks_between(visit.db, sites, first.date(), last.date()),
        elsewhere=queries.led_elsewhere(visit.db, cohort.id, people, first, last),
        approved=activity_of(visit.db, cohort.id),
        gives_credit=facts.gives_credit,
        facilitators=len(queries.facilitator_grants(visit.db, cohort.id, visit.now)),
        to_tell=people_to_tell(visit.db, cohort.id, visit.now),
        missing=[*rules.why_not_publish(facts, visit.now), *of_credit],
        missing_besides_credit=[
            *rules.why_not_publish(facts, visit.now, without_credit=True),
            *actions.why_not_credit(
                visit.db, cohort, facts, templates, visit.now, without_credit=True
            ),
        ],
        uncleared=len(missing.owe | missing.to_review),
    )
    page = rehearsal_page(draft, around, visit.now, refused=refused)
    template = "manage/cohorts/setup/rehearsal/rehearsal.html"
    return render(visit.request, template, page, status=status)
