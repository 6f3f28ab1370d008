"""The check page before a cohort is archived, and before it is taken out of the archive."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.certificates.issuing.candidates.rules import Candidate
from app.cohorts.archive.rules import why_not_archive
from app.cohorts.context import CohortContext
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.formats.rules import last_moment
from app.credit.rules import lacks_only_the_claim
from app.credit.status.rules import CreditStatus
from app.language import Text, _, ngettext
from app.language.moments import local, long_moment
from app.language.reasons import Reason
from app.site.manage.cohorts.page import path_of
from app.site.parts.counts import Ready, people_words
from app.web.forms import FormState
from app.web.parts import Link

Standings = Mapping[UUID, CreditStatus]


@dataclass(frozen=True)
class ArchivePage:
    """What follows, and what is open still."""

    cohort: str
    path: str
    archived: Text | None
    """Since when it is archived; None before."""
    still_open: Sequence[Link]
    why_not: Reason | None
    form: FormState


def archive_page(
    here: CohortContext,
    standings: Standings,
    candidates: Sequence[Candidate],
    approved: ApprovedActivity | None,
    under_way: int,
    form: FormState,
    now: datetime,
) -> ArchivePage:
    """A cohort before it is archived, or since."""
    cohort = here.cohort
    archived_at, closes_at = cohort.archived_at, local(cohort.closes_at, cohort.zone)
    since = long_moment(archived_at, cohort.zone) if archived_at else None
    still_open = [
        *_marks(here, standings, now),
        *_claims(here, standings, approved, now),
        *_certificates(here, candidates),
    ]
    why_not = why_not_archive(
        archived_at=None,
        closes_at=closes_at,
        is_draft=cohort.is_draft,
        under_way=under_way,
        now=now,
    )
    return ArchivePage(
        cohort=cohort.title,
        path=path_of(here),
        archived=_("Archived since {since}.", since=since) if since else None,
        still_open=still_open if archived_at is None else (),
        why_not=why_not if archived_at is None else None,
        form=form,
    )


def _marks(here: CohortContext, standings: Standings, now: datetime) -> list[Link]:
    """A line for each session that waits for marks, in order."""
    waiting: dict[int, int] = {}
    for standing in standings.values():
        for unit in standing.ledger.units:
            if unit.status is AttendanceStatus.NOT_RECORDED and unit.is_unmarked(now):
                waiting[unit.position] = waiting.get(unit.position, 0) + 1
    return [
        Link(
            ngettext(
                "Attendance of {unit}: {count} mark is missing.",
                "Attendance of {unit}: {count} marks are missing.",
                count=waiting[position],
                unit=here.label(position),
            ),
            f"/teach/{here.cohort.slug}/sessions/{position}/attendance",
        )
        for position in sorted(waiting)
    ]


def _claims(
    here: CohortContext, standings: Standings, approved: ApprovedActivity | None, now: datetime
) -> list[Link]:
    if approved is None:
        return []
    until = [own.claims_close_at for own in standings.values() if own.claims_close_at]
    last = max((last_moment(approved.activity), *until))
    if now >= last:
        return []
    waiting = sum(lacks_only_the_claim(standing, now) for standing in standings.values())
    closes = local(last, here.cohort.zone)
    text = ngettext(
        "Credit can be claimed until {closes:long_moment}. {count} person has completed and not "
        "claimed.",
        "Credit can be claimed until {closes:long_moment}. {count} people have completed and not "
        "claimed.",
        count=waiting,
        closes=closes,
    )
    return [Link(text, f"{path_of(here)}/people?show=unclaimed")]


def _certificates(here: CohortContext, candidates: Sequence[Candidate]) -> list[Link]:
    ready = _due(candidates)
    if not ready.people:
        return []
    text = ngettext(
        "{count} certificate for {people} is due and not issued.",
        "{count} certificates for {people} are due and not issued.",
        count=ready.certificates,
        people=people_words(ready.people),
    )
    return [Link(text, f"{path_of(here)}/certificates/issue")]


def _due(candidates: Iterable[Candidate]) -> Ready:
    """What can be issued by anybody."""
    each = [len(candidate.ready) for candidate in candidates if candidate.ready]
    return Ready(sum(each), len(each))
