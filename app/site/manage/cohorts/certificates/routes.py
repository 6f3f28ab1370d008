"""The certificates of a cohort by person, and a message to who has not claimed."""

from starlette.responses import Response

from app.certificates.amendments.queries import flagged_certificates
from app.certificates.queries import certificates_of_cohort
from app.certificates.teaching.queries import teachers
from app.certificates.verification.doubts import with_doubts_in_cohort
from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.core.errors import NotFoundError
from app.messages.announcements import actions as messages
from app.messages.announcements import queries as written
from app.messages.announcements.rules import Written
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.certificates.led import teaching_card
from app.site.manage.cohorts.certificates.line import PersonCertificates
from app.site.manage.cohorts.certificates.loaders import NUDGE, UNCLAIMED, load_people
from app.site.manage.cohorts.certificates.nudge import Nudge, nudge_of
from app.site.manage.cohorts.certificates.page import certificates_page, people_of
from app.site.manage.cohorts.certificates.register.page import certificate_line
from app.site.manage.cohorts.messages.loaders import load_desk
from app.site.parts.message_fields import Asked, begun
from app.site.parts.writing import WITHIN_DAYS, Desk, group_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.pages import render, see_other
from app.web.shown import table_of

routes = router()


@routes.get("/manage/cohorts/{cohort}/certificates")
@allows(Action.CERTIFICATES_READ)
def show_certificates(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """Everybody of a cohort with all their certificates, as a page or as a spreadsheet."""
    here = load_cohort(visit, cohort)
    issued = with_doubts_in_cohort(visit.db, certificates_of_cohort(visit.db, here.cohort.id))
    people = load_people(visit, here, issued)
    if asked.format:
        table = table_of(people_of(here), people, asked)
        return download(f"{here.cohort.slug}-certificates-by-person", [table], asked.format)
    page = certificates_page(
        here,
        people,
        [certificate_line(own, here.cohort.zone) for own in issued],
        asked,
        nudge=_nudge(visit, here, people),
        teaching=teaching_card(here, teachers(visit.db, here.cohort.id, visit.now)),
        flagged=len(flagged_certificates(visit.db, [here.cohort.id]).get(here.cohort.id, ())),
    )
    return render(visit.request, "manage/cohorts/certificates/certificates.html", page)


@routes.post("/manage/cohorts/{cohort}/certificates/nudge")
@allows(Action.MESSAGES_WRITE)
def begin_nudge(visit: WriteVisit, cohort: str) -> Response:
    """A message to who has not claimed, as a draft to be read through: nothing is sent yet."""
    desk = load_desk(visit, cohort)
    if group_of(desk, UNCLAIMED) is None:
        raise NotFoundError
    by, now, id_ = visit.actor.person_id, visit.now, desk.here.cohort.id
    draft = written.draft_with(
        visit.db, written.of_coordinators(), id_, NUDGE, UNCLAIMED, WITHIN_DAYS
    )
    if draft is None:
        draft = messages.write(visit.db, desk.here, _proposed(desk), by=by, now=now)
    return see_other(f"{desk.path}/{draft.id}")


def _proposed(desk: Desk) -> Written:
    state, _chosen = begun(desk, Asked(to=UNCLAIMED, days=WITHIN_DAYS, template=NUDGE))
    values = state.values
    key, _colon, version = values["template"].partition(":")
    return Written(
        audience=UNCLAIMED,
        chosen=(),
        quiet_days=WITHIN_DAYS,
        language=values["language"],
        subject=values["subject"],
        text=values["text"],
        template=key,
        template_version=int(version),
    )


def _nudge(visit: Visit, here: CohortContext, people: list[PersonCertificates]) -> Nudge | None:
    lately = written.last_written(visit.db, written.of_coordinators(), here.cohort.id)
    why_not = why_not_change(here.cohort.archived_at)
    return None if here.cohort.is_series else nudge_of(people, lately, visit.now, why_not=why_not)
