"""What waits for a coordinator, one row a thing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from app.certificates.overview.finishing.queries import ClaimChanged, DueAgain, Finishing
from app.certificates.overview.queries import Watched, WatchedCohort
from app.certificates.overview.unsupported.queries import Unsupported
from app.cohorts.context import CohortContext
from app.cohorts.intake.waiting.queries import WaitingImport
from app.cohorts.jobs.queries import FailingJob
from app.credit.rules import lacks_only_the_claim
from app.credit.stages.queries import AtRisk
from app.credit.status.rules import CreditStatus
from app.credit.tallies.queries import UnmarkedSession
from app.language import Text, _, dotted, ngettext, pgettext
from app.language.moments import local
from app.language.stored import worded
from app.messages.announcements.rules import JOB
from app.people.snoozes.rules import Things
from app.site.manage.besides import Besides, approvals, things_besides
from app.site.manage.cohorts.page import path_of
from app.site.manage.deletions import deletions
from app.site.parts.counts import claims_above, people_ready, ready_to_issue, to_issue
from app.site.parts.lately import Lately, to_be_written_to
from app.site.parts.waiting import QueueItem, at_risk, at_risk_path
from app.site.parts.writing import message_to
from app.web.parts import Link


def things_that_wait(
    watched: Watched, besides: Besides, now: datetime, by: UUID
) -> Iterator[QueueItem]:
    """Failures first, then by cohort. `by`: who would do them.

    Letters of a message that failed wait as its job, where all of them are tried again at once,
    and not once more among the cohort's mail.
    """
    yield from map(_failed, watched.failing)
    yield from approvals(besides.approvals)
    yield from deletions(besides.deletions)
    for cohort in watched.cohorts:
        here = cohort.row.here
        yield from things_besides(here, besides)
        lately = Lately(here.cohort.zone, besides.written.get(here.cohort.id, {}))
        yield from _of_cohort(cohort, watched.applications.get(here.cohort.id, ()), lately, now, by)


def _of_cohort(
    cohort: WatchedCohort,
    applications: Collection[UUID],
    lately: Lately,
    now: datetime,
    by: UUID,
) -> Iterator[QueueItem]:
    here = cohort.row.here
    yield from _applications(here, applications)
    yield from (_import(here, file) for file in cohort.imports)
    yield from (_unmarked(cohort, unmarked) for unmarked in cohort.unmarked)
    yield from _at_risk(here, cohort.at_risk, lately)
    yield from _unsupported(here, cohort.unsupported)
    yield from _names(here, cohort.finishing.names_for(by))
    yield from _again(here, cohort.finishing.again_for(by))
    yield from _changed(here, cohort.finishing.changed_for(by))
    yield from _ready(here, cohort.finishing, by)
    yield from _unclaimed(here, cohort.finishing.standings, lately, now)


def _failed(failing: FailingJob) -> QueueItem:
    return QueueItem(
        subject=f"job:{failing.job.id}",
        title=_(
            "Try again what failed: {job}",
            job=worded(failing.job.title, failing.job.title_reason),
        ),
        note=failing.place,
        href=f"/manage/jobs/{failing.job.id}",
        also=_each_mail(failing) if failing.job.kind == JOB else None,
        things=Things.of((failing.last, number) for number in range(failing.failed)),
        status=ngettext("{count} failed", "{count} failed", count=failing.failed),
        icon="triangle-alert",
        tone="bad",
    )


def _each_mail(failing: FailingJob) -> Link:
    """Where a mail that will never arrive is left unsent."""
    path = f"/manage/outbox?state=failed&cohort={failing.slug}"
    return Link(_("Look at each mail"), path)


def _applications(here: CohortContext, places: Collection[UUID]) -> Iterator[QueueItem]:
    if waiting := len(places):
        yield QueueItem(
            subject=f"applications:{here.cohort.id}",
            title=ngettext(
                "Decide on {count} application", "Decide on {count} applications", count=waiting
            ),
            note=here.cohort.title,
            href=f"{path_of(here)}/applications?show=waiting",
            things=Things.of(places),
            status=ngettext("{count} waits", "{count} wait", count=waiting),
            icon="users",
        )


def _unmarked(cohort: WatchedCohort, unmarked: UnmarkedSession) -> QueueItem:
    here = cohort.row.here
    starts = _there(unmarked.starts_at, here)
    return QueueItem(
        subject=f"attendance:{here.cohort.id}:{unmarked.position}",
        title=_("Record attendance of {unit}", unit=here.label(unmarked.position)),
        note=dotted((here.cohort.title, _("held {starts:day}", starts=starts))),
        href=f"/teach/{here.cohort.slug}/sessions/{unmarked.position}/attendance",
        things=Things(unmarked.missing),
        status=ngettext(
            "{count} of {all} not marked",
            "{count} of {all} not marked",
            count=unmarked.missing,
            all=cohort.row.enrolled,
        ),
        icon="users",
    )


def _unsupported(here: CohortContext, found: Unsupported) -> Iterator[QueueItem]:
    """What the records no longer say, though it was certified or claimed.

    Each kind leads to the filter of its name.
    """
    completions = ngettext(
        "{count} attestation of completion is not borne out by the records",
        "{count} attestations of completion are not borne out by the records",
        count=found.completions,
    )
    kinds = (
        ("completions", completions, found.completions),
        ("claims", claims_above(found.claims), found.claims),
    )
    for kind, title, people in kinds:
        if people:
            yield _disagreement(here, kind, title, people)


def _disagreement(here: CohortContext, kind: str, title: Text, people: int) -> QueueItem:
    return QueueItem(
        subject=f"{kind}:{here.cohort.id}",
        title=title,
        note=here.cohort.title,
        href=f"{path_of(here)}/people?show=unsupported-{kind}",
        things=Things(people),
        status=ngettext("{count} person", "{count} people", count=people),
        icon="triangle-alert",
        tone="bad",
    )


def _import(here: CohortContext, file: WaitingImport) -> QueueItem:
    return QueueItem(
        subject=f"import:{file.id}",
        title=_("Look through the file of people and apply it: {file}", file=file.file_name),
        note=dotted((here.cohort.title, _("sent {sent:day}", sent=_there(file.sent_at, here)))),
        href=f"{path_of(here)}/people/import/{file.id}",
        status=pgettext("of a file", "not applied"),
        icon="users",
    )


def _at_risk(here: CohortContext, people: Sequence[AtRisk], lately: Lately) -> Iterator[QueueItem]:
    """Those who complete only by catching up, and what each has to catch up."""
    ids = [person.person_id for person in people]
    message = message_to(here, "at-risk", "week-slipped-by")
    for item in at_risk(
        subject=f"at-risk:{here.cohort.id}",
        cohort=here.cohort.title,
        people=[(person.name, person.restores) for person in people],
        things=Things.of(ids),
        href=at_risk_path(here.cohort.slug),
    ):
        yield to_be_written_to(item, ids, lately, message)


def _there(moment: datetime, here: CohortContext) -> datetime:
    """A moment on the cohort's clocks."""
    return local(moment, here.cohort.zone)


def _ready(here: CohortContext, finishing: Finishing, by: UUID) -> Iterator[QueueItem]:
    ready = ready_to_issue(finishing, by=by)
    if ready.people:
        yield QueueItem(
            subject=f"ready:{here.cohort.id}",
            title=to_issue(ready),
            note=here.cohort.title,
            href=f"{path_of(here)}/certificates/issue",
            things=Things.of(
                (own.person_id, number)
                for own in finishing.ready_for(by)
                for number in range(own.certificates)
            ),
            status=people_ready(ready),
            icon="award",
            tone="accent",
        )


def _names(here: CohortContext, people: Collection[UUID]) -> Iterator[QueueItem]:
    if waiting := len(people):
        yield QueueItem(
            subject=f"names:{here.cohort.id}",
            title=ngettext(
                "Check {count} name before certificates are issued",
                "Check {count} names before certificates are issued",
                count=waiting,
            ),
            note=here.cohort.title,
            href=f"{path_of(here)}/certificates/issue#names",
            things=Things.of(people),
            status=ngettext("{count} waits", "{count} wait", count=waiting),
            icon="award",
        )


def _again(here: CohortContext, found: Collection[DueAgain]) -> Iterator[QueueItem]:
    """Nobody issues in passing what was revoked: somebody decides it, or puts it off."""
    if waiting := len({own.person_id for own in found}):
        yield QueueItem(
            subject=f"due-again:{here.cohort.id}",
            title=ngettext(
                "Decide on {count} person whose certificate was revoked and is due again",
                "Decide on {count} people whose certificates were revoked and are due again",
                count=waiting,
            ),
            note=here.cohort.title,
            href=f"{path_of(here)}/certificates/issue?show=again",
            things=Things.of(found),
            status=ngettext("{count} waits", "{count} wait", count=waiting),
            icon="award",
        )


def _changed(here: CohortContext, found: Collection[ClaimChanged]) -> Iterator[QueueItem]:
    """What was certified holds until somebody looks at what is claimed since."""
    if waiting := len(found):
        yield QueueItem(
            subject=f"claim-changed:{here.cohort.id}",
            title=ngettext(
                "{count} claim was changed after its certificate was issued",
                "{count} claims were changed after their certificates were issued",
                count=waiting,
            ),
            note=here.cohort.title,
            href=f"{path_of(here)}/certificates/reissue",
            things=Things.of(found),
            status=ngettext("{count} waits", "{count} wait", count=waiting),
            icon="award",
        )


def _unclaimed(
    here: CohortContext, standings: Iterable[CreditStatus], lately: Lately, now: datetime
) -> Iterator[QueueItem]:
    ledgers = [own.ledger for own in standings if lacks_only_the_claim(own, now)]
    if waiting := len(ledgers):
        item = QueueItem(
            subject=f"unclaimed:{here.cohort.id}",
            title=ngettext(
                "{count} person has completed and not claimed credit",
                "{count} people have completed and not claimed credit",
                count=waiting,
            ),
            note=here.cohort.title,
            href=f"{path_of(here)}/people?show=unclaimed",
            things=Things.of(own.enrollment_id for own in ledgers),
            status=ngettext("{count} person", "{count} people", count=waiting),
            icon="mail",
        )
        message = message_to(here, "unclaimed", "claim-your-credit")
        yield to_be_written_to(item, [own.person_id for own in ledgers], lately, message)
