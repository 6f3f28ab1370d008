"""The preview before certificates are issued: who, what, and why the others are not."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.certificates.issuing.queries import Candidate, Due
from app.certificates.rules import BEING_ISSUED, still_missing
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.credit.phrase import credits_fact
from app.language import Text, _, dotted, ngettext, pgettext
from app.language.moments import local
from app.language.reasons import Reason
from app.language.styles import number, worded
from app.site.manage.cohorts.certificates.issue.forms import Picked
from app.site.manage.cohorts.page import path_of
from app.site.parts.counts import people_words
from app.site.parts.people import person_path
from app.web.listing import Asked, Column, Empty, Filter, Listing
from app.web.parts import Link
from app.web.shown import Shown, shown

KINDS = {
    CertificateKind.CME_CREDIT: pgettext("kind of certificate", "Credit"),
    CertificateKind.PARTICIPATION: pgettext("kind of certificate", "Participation"),
    CertificateKind.COMPLETION: pgettext("kind of certificate", "Completion"),
}


@dataclass(frozen=True)
class IssueLine:
    """One person of the preview."""

    name: str
    """As it will stand on the certificate, with degrees."""
    person_path: str
    """Their own page."""
    value: str | None
    """What the checkbox sends; None where nothing can be issued now."""
    chosen: bool
    certificates: int
    """How many can be issued now, by the reader."""
    ready: bool
    """Whether any can be issued, were it by somebody else."""
    kinds: str
    credit: Text
    missing: Sequence[Reason]
    why_not: Reason | None
    """Why what is ready is not the reader's to issue."""
    under_way: bool
    issued: Sequence[Link]
    """Kind and address of each certificate there is already."""


@dataclass(frozen=True)
class IssuePage:
    """What would be issued, and to whom."""

    eyebrow: str
    cohort: str
    path: str
    people: Shown[IssueLine]
    certificates: int
    chosen: int
    """To how many people they go."""
    left_out: int
    missing: int
    under_way: Sequence[Link]
    """Jobs that are issuing some of these at this moment."""
    why_not: Reason | None
    """Why nothing at all can be issued by this installation."""
    note: Reason | None
    """Why what was asked for was not begun."""

    @property
    def summary(self) -> Text:
        """What the button will do."""
        return ngettext(
            "{count} certificate for {people} will be issued",
            "{count} certificates for {people} will be issued",
            count=self.certificates,
            people=people_words(self.chosen),
        )


def issue_page(
    here: CohortContext,
    units: Sequence[UnitRow],
    candidates: Sequence[Candidate],
    jobs: Collection[UUID],
    now: datetime,
    *,
    asked: Asked,
    picked: Collection[UUID] | None = None,
    why_not: Reason | None = None,
    note: Reason | None = None,
    by: UUID,
) -> IssuePage:
    """The preview: what is listed and ticked is what the button issues, by whom.

    `jobs`: of every order under way; `picked`: None chooses everybody who is listed and ready.
    """
    lines = [
        _line(candidate, by, chosen=picked is None or candidate.enrollment_id in picked)
        for candidate in candidates
    ]
    people = shown(_list(here), lines, asked)
    ready = [line for line in people.rows if line.certificates]
    chosen = [line for line in ready if line.chosen]
    return IssuePage(
        eyebrow=dotted((here.cohort.title, _until(units, here.cohort.zone, now))),
        cohort=here.cohort.title,
        path=path_of(here),
        people=people,
        certificates=sum(line.certificates for line in chosen),
        chosen=len(chosen),
        left_out=len(ready) - len(chosen),
        missing=sum(bool(line.missing) for line in lines),
        under_way=_under_way(jobs),
        why_not=why_not,
        note=note,
    )


def _until(units: Sequence[UnitRow], zone: str, now: datetime) -> Text:
    starts = [unit.starts_at for unit in units if unit.starts_at and not unit.canceled]
    if not starts:
        return _("No sessions planned")
    last = local(max(starts), zone)
    if last < now:
        return _("completed {last:date}", last=last)
    return _("runs until {last:date}", last=last)


def _list(here: CohortContext) -> Listing[IssueLine]:
    return Listing(
        path=f"{path_of(here)}/certificates/issue",
        columns=(
            Column(_("Name on certificate")),
            Column(_("Kind")),
            Column(_("Credit")),
            Column(_("What is missing")),
        ),
        nothing=Empty(
            _("Nobody is enrolled yet"),
            _("People who complete the program appear here, with what can be issued."),
        ),
        filters=(
            Filter(
                "ready",
                pgettext("of people", "Ready"),
                lambda line: line.ready,
                "good",
            ),
            Filter("missing", _("Missing something"), lambda line: bool(line.missing), "warm"),
            Filter("issued", _("Already issued"), lambda line: bool(line.issued)),
        ),
    )


def _line(candidate: Candidate, by: UUID, *, chosen: bool) -> IssueLine:
    ready = candidate.ready_for(by)
    picked = Picked(candidate.enrollment_id, tuple(due.kind for due in candidate.ready))
    return IssueLine(
        name=candidate.name,
        person_path=person_path(candidate.person_id),
        value=picked.value if ready else None,
        chosen=chosen,
        certificates=len(ready),
        ready=bool(candidate.ready),
        kinds=worded(tuple(KINDS[due.kind] for due in candidate.ready), "list"),
        credit=next((_credit(due) for due in candidate.ready if due.quarters is not None), ""),
        missing=still_missing(candidate.missing),
        why_not=candidate.why_not(by),
        under_way=BEING_ISSUED in candidate.missing,
        issued=[
            Link(KINDS[certificate.kind], f"/manage/certificates/{certificate.number}")
            for certificate in candidate.issued
        ],
    )


def _credit(due: Due) -> Text:
    """`11.50` credits, `12.00 h` of participation; nothing for a certificate without credit."""
    if due.quarters is None:
        return ""
    credit = credits_fact(due.quarters)
    if due.kind is CertificateKind.PARTICIPATION:
        return _("{hours} h", hours=credit)
    return number(credit)


def _under_way(jobs: Collection[UUID]) -> list[Link]:
    return [
        Link(
            ngettext(
                "{count} certificate being issued now",
                "{count} certificates being issued now",
                count=count,
            ),
            f"/manage/jobs/{job_id}",
        )
        for job_id, count in Counter(jobs).items()
    ]
