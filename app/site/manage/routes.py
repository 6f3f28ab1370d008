"""The coordinator's desk: what waits, the cohorts with their people, issuing, and long work."""

from starlette.responses import Response

from app.certificates.amendments.queries import flagged_certificates
from app.certificates.overview.queries import Watched, watched
from app.credit.disclosures.missing.queries import missing_in
from app.credit.evaluations.queries import Wanted, cannot_be_put
from app.credit.proposals.queries import waiting_within
from app.credit.unverified.queries import unverified_in
from app.history.retention.announced.queries import announced_within
from app.learning.threads.reports.queries import open_reports
from app.messages.announcements.queries import last_written_in, of_coordinators
from app.messages.outbox.queries import failed_mail
from app.outcomes.results.queries import newly_closed
from app.people.roles import reach_of
from app.people.snoozes.queries import put_off
from app.policy.table import Action, Role
from app.site.loaders import absences_waiting, why_mail_stands
from app.site.manage.besides import Besides, unread
from app.site.manage.queue import queue_page
from app.site.parts.lately import lately_from
from app.site.parts.results import NEW_FOR
from app.site.visits import ReadVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/manage")
@allows(Action.MANAGE_READ)
def show_queue(visit: ReadVisit) -> Response:
    """What waits in the cohorts of one's programs."""
    actor = visit.permit_own()
    reach = reach_of(actor, Role.COORDINATOR)
    found, stands = watched(visit.db, reach, visit.now), why_mail_stands(visit)
    later = put_off(visit.db, actor.person_id, visit.now)
    cohorts = [each.row.here.cohort.id for each in found.cohorts]
    besides = Besides(
        failed_mail(visit.db, cohorts),
        open_reports(visit.db, cohorts),
        flagged_certificates(visit.db, cohorts),
        absences_waiting(visit, cohorts),
        evaluations=cannot_be_put(visit.db, _surveys_asked(found)),
        written=last_written_in(visit.db, of_coordinators(), cohorts, since=lately_from(visit.now)),
        approvals=waiting_within(visit.db, reach),
        deletions=announced_within(visit.db, reach, visit.now),
        results=unread(newly_closed(visit.db, cohorts, since=visit.now - NEW_FOR), later),
        disclosures=missing_in(visit.db, cohorts, visit.now),
        unverified=unverified_in(visit.db, cohorts, by=actor.person_id, now=visit.now),
    )
    page = queue_page(
        found, besides, later, visit.now, by=actor.person_id, zone=actor.zone, mail=stands
    )
    return render(visit.request, "manage/queue.html", page)


def _surveys_asked(found: Watched) -> list[Wanted]:
    here = (each.row.here for each in found.cohorts)
    return [Wanted(own.cohort.id, own.program.key, own.policy.surveys) for own in here]
