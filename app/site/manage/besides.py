"""What waits for a coordinator beside the course: mail, absences, reports, certificates."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.certificates.amendments.queries import FlaggedCertificate
from app.cohorts.context import CohortContext
from app.credit.disclosures.missing.rules import Missing
from app.credit.proposals.queries import WaitingProposal
from app.history.retention.rules import Retained
from app.language import _, dotted, ngettext, pgettext
from app.language.moments import local
from app.language.names import full_name
from app.language.reasons import Reason
from app.outcomes.results.queries import NewResults
from app.people.snoozes.rules import Things, seen_of
from app.site.manage.cohorts.page import path_of
from app.site.parts.results import results_subject
from app.site.parts.waiting import AbsencesWaiting, QueueItem, absences, reported


@dataclass(frozen=True)
class Besides:
    """What else waits, by cohort."""

    failed_mail: Mapping[UUID, Collection[str]]
    reports: Mapping[UUID, Collection[UUID]]
    """Of posts in the threads of its units."""
    flagged: Mapping[UUID, Sequence[FlaggedCertificate]]
    """Certificates under which a record has changed."""
    absences: AbsencesWaiting
    """Excuses and make-ups."""
    evaluations: Mapping[UUID, Sequence[Reason]] = field(default_factory=dict)
    """Why what a policy asks for after the last session cannot be put."""
    written: Mapping[UUID, Mapping[UUID, datetime]] = field(default_factory=dict)
    """When coordinators wrote to people lately, by cohort."""
    results: Mapping[UUID, Sequence[NewResults]] = field(default_factory=dict)
    """Surveys that closed lately."""
    disclosures: Mapping[UUID, Missing] = field(default_factory=dict)
    """Of whom no disclosure is there, or none that was reviewed."""
    unverified: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)
    """People whose profession somebody has to verify before they claim what is theirs."""
    approvals: Sequence[WaitingProposal] = ()
    """Credit that was asked for and is not approved, also of drafts."""
    deletions: Sequence[Retained] = ()
    """Cohorts whose records were announced to go."""


def approvals(waiting: Iterable[WaitingProposal]) -> Iterator[QueueItem]:
    """Credit that was asked for: it waits for an officer, or came back."""
    for own in waiting:
        returned = own.decision is not None
        at = own.decision.at if own.decision else own.proposal.proposed_at
        yield QueueItem(
            subject=f"approval:{own.proposal.id}",
            title=_("Credit came back: change it and ask again")
            if returned
            else _("Credit waits for an officer of {provider}", provider=own.provider.name),
            note=dotted((own.cohort.title, _("since {day:day}", day=local(at, own.cohort.zone)))),
            href=f"/manage/cohorts/{own.cohort.slug}/credit",
            status=pgettext("of a request", "returned")
            if returned
            else pgettext("of a request", "waits"),
            icon="award",
            tone="warm" if returned else "accent",
            lines=(own.decision.word,) if own.decision else (),
        )


def things_besides(here: CohortContext, besides: Besides) -> Iterator[QueueItem]:
    """What of it waits in a cohort."""
    key = here.cohort.id
    yield from _mail(here, besides.failed_mail.get(key, ()))
    yield from absences(key, here.cohort.slug, here.cohort.title, besides.absences)
    yield from reported(key, here.cohort.slug, here.cohort.title, besides.reports.get(key, ()))
    yield from _evaluations(here, besides.evaluations.get(key, ()))
    yield from (_flagged(here, flagged) for flagged in besides.flagged.get(key, ()))
    yield from _disclosures(here, besides.disclosures.get(key, Missing()))
    yield from _professions(here, besides.unverified.get(key, ()))
    yield from (_results(here, new) for new in besides.results.get(key, ()))


def unread(
    news: Mapping[UUID, Sequence[NewResults]], put_off: Collection[str]
) -> dict[UUID, list[NewResults]]:
    """Those that their reader has not opened. `put_off`: what they have seen, by subject."""
    return {
        cohort_id: [own for own in each if seen_of(results_subject(own.survey_id)) not in put_off]
        for cohort_id, each in news.items()
    }


def _results(here: CohortContext, new: NewResults) -> QueueItem:
    closed = local(new.closed_at, here.cohort.zone)
    return QueueItem(
        subject=f"results:{new.survey_id}",
        title=_("Look at what people answered: {survey}", survey=new.title),
        note=dotted((here.cohort.title, _("closed {closed:day}", closed=closed))),
        href=f"{path_of(here)}/evaluation/{new.key}",
        status=pgettext("of results", "new"),
        icon="file-text",
    )


def _mail(here: CohortContext, mails: Collection[str]) -> Iterator[QueueItem]:
    if failed := len(mails):
        yield QueueItem(
            subject=f"mail:{here.cohort.id}",
            title=ngettext(
                "{count} mail did not get to its reader",
                "{count} mails did not get to their readers",
                count=failed,
            ),
            note=here.cohort.title,
            href=f"/manage/outbox?state=failed&cohort={here.cohort.slug}",
            status=ngettext("{count} failed", "{count} failed", count=failed),
            things=Things.of(mails),
            icon="mail",
            tone="bad",
        )


def _disclosures(here: CohortContext, missing: Missing) -> Iterator[QueueItem]:
    """What has not opened waits for them, so whoever reviews is sent there first."""
    path = f"{path_of(here)}/credit/disclosures"
    if (count := len(missing.to_review)) and not missing.officers_review:
        yield QueueItem(
            subject=f"disclosures-review:{here.cohort.id}",
            title=ngettext("Review {count} disclosure", "Review {count} disclosures", count=count),
            note=here.cohort.title,
            href=f"{path}?show=review",
            status=ngettext("{count} waits", "{count} wait", count=count),
            things=Things.of(missing.to_review),
            icon="file-text",
        )
    if count := len(missing.owe):
        yield QueueItem(
            subject=f"disclosures:{here.cohort.id}",
            title=ngettext(
                "{count} person who controls content has not disclosed",
                "{count} people who control content have not disclosed",
                count=count,
            ),
            note=here.cohort.title,
            href=f"{path}?show=missing",
            status=ngettext("{count} person", "{count} people", count=count),
            things=Things.of(missing.owe),
            icon="users",
        )


def _professions(here: CohortContext, people: Collection[UUID]) -> Iterator[QueueItem]:
    """Until then they claim hours, where credit could be theirs, and may not notice it."""
    if count := len(people):
        yield QueueItem(
            subject=f"professions:{here.cohort.id}",
            title=ngettext(
                "{count} profession to verify", "{count} professions to verify", count=count
            ),
            note=here.cohort.title,
            href=f"{path_of(here)}/people/professions",
            status=ngettext("{count} person", "{count} people", count=count),
            things=Things.of(people),
            icon="users",
        )


def _evaluations(here: CohortContext, why: Sequence[Reason]) -> Iterator[QueueItem]:
    """Nobody completes the cohort before it is mended, in the content or in the policy."""
    if why:
        yield QueueItem(
            subject=f"evaluation:{here.cohort.id}",
            title=_(
                "Mend the evaluation: without it nobody completes {cohort}",
                cohort=here.cohort.title,
            ),
            note=dotted(why),
            href=f"{path_of(here)}/policy",
            status=_("To do"),
            things=Things(len(why)),
            icon="triangle-alert",
            tone="bad",
        )


def _flagged(here: CohortContext, flagged: FlaggedCertificate) -> QueueItem:
    name = full_name(flagged.given_name, flagged.family_name, "")
    return QueueItem(
        subject=f"flag:{flagged.number}",
        title=_(
            "Look again at the certificate of {name}: a record under it has changed",
            name=name,
        ),
        note=dotted((here.cohort.title, flagged.number)),
        href=f"/manage/certificates/{flagged.number}",
        status=_("To do"),
        things=Things.of((flagged.since, number) for number in range(flagged.changes)),
        icon="award",
    )
