"""The preview before certificates are issued: who, what, and why the others are not."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.certificates.issuing.queries import Candidate, Due, still_missing
from app.certificates.rules import BEING_ISSUED
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.credit.phrase import credits_text
from app.language.moments import long_date
from app.language.reasons import Reason
from app.language.words import counted
from app.site.manage.cohorts.certificates.issue.forms import Picked
from app.site.manage.cohorts.pages import path_of
from app.web.parts import Chip, Link

KINDS = {
    CertificateKind.CME_CREDIT: "Credit",
    CertificateKind.PARTICIPATION: "Participation",
    CertificateKind.COMPLETION: "Completion",
}
FILTERS: Mapping[str, Callable[[Candidate], bool]] = {
    "all": lambda _: True,
    "ready": lambda one: bool(one.ready),
    "missing": lambda one: bool(still_missing(one)),
    "issued": lambda one: bool(one.issued),
}
CHIPS = (
    ("ready", "Ready", "good"),
    ("missing", "Missing something", "warm"),
    ("issued", "Already issued", "neutral"),
)


@dataclass(frozen=True)
class IssueLine:
    """One person of the preview."""

    name: str
    """As it will stand on the certificate, with degrees."""
    value: str | None
    """What the checkbox sends; None where nothing can be issued now."""
    chosen: bool
    kinds: str
    credit: str
    missing: Sequence[Reason]
    under_way: bool
    issued: Sequence[Link]
    """Kind and address of each certificate there is already."""


@dataclass(frozen=True)
class IssuePage:
    """What would be issued, and to whom."""

    eyebrow: str
    cohort: str
    path: str
    lines: Sequence[IssueLine]
    chips: Sequence[Chip]
    show: str
    total: int
    certificates: int
    people: int
    left_out: int
    missing: int
    under_way: Sequence[Link]
    """Jobs that are issuing some of these at this moment."""
    why_not: Reason | None
    """Why nothing at all can be issued by this installation."""
    note: Reason | None
    """Why what was asked for was not begun."""

    @property
    def certificates_text(self) -> str:
        """`46 certificates`."""
        return counted(self.certificates, "certificate")

    @property
    def summary(self) -> str:
        """`46 certificates for 24 people`."""
        return f"{self.certificates_text} for {counted(self.people, 'person', 'people')}"


def issue_page(
    here: CohortContext,
    units: Sequence[UnitRow],
    candidates: Sequence[Candidate],
    jobs: Collection[UUID],
    now: datetime,
    *,
    show: str = "all",
    picked: Collection[UUID] | None = None,
    why_not: Reason | None = None,
    note: Reason | None = None,
) -> IssuePage:
    """The preview: what is listed and ticked is what the button issues.

    `jobs`: of every order under way; `picked`: None chooses everybody who is listed and ready.
    """
    show = show if show in FILTERS else "all"
    listed = [one for one in candidates if FILTERS[show](one)]
    ready = [one for one in listed if one.ready]
    chosen = [one for one in ready if picked is None or one.enrollment_id in picked]
    chosen_ids = {one.enrollment_id for one in chosen}
    path = path_of(here)
    return IssuePage(
        eyebrow=f"{here.cohort.title} · {_until(units, here.cohort.zone, now)}",
        cohort=here.cohort.title,
        path=path,
        lines=[_line(one, chosen=one.enrollment_id in chosen_ids) for one in listed],
        chips=_chips(candidates, f"{path}/certificates/issue", show),
        show=show,
        total=len(candidates),
        certificates=sum(len(one.ready) for one in chosen),
        people=len(chosen),
        left_out=len(ready) - len(chosen),
        missing=sum(map(FILTERS["missing"], candidates)),
        under_way=_under_way(jobs),
        why_not=why_not,
        note=note,
    )


def _until(units: Sequence[UnitRow], zone: str, now: datetime) -> str:
    starts = [unit.starts_at for unit in units if unit.starts_at and not unit.canceled]
    if not starts:
        return "no sessions"
    last = max(starts)
    return f"{'completed' if last < now else 'runs until'} {long_date(last, zone)}"


def _chips(candidates: Sequence[Candidate], path: str, show: str) -> list[Chip]:
    return [
        Chip(
            f"{text} {sum(map(FILTERS[key], candidates))}", f"{path}?show={key}", key == show, tone
        )
        for key, text, tone in CHIPS
    ]


def _line(candidate: Candidate, *, chosen: bool) -> IssueLine:
    picked = Picked(candidate.enrollment_id, tuple(due.kind for due in candidate.ready))
    return IssueLine(
        name=candidate.name,
        value=picked.value if candidate.ready else None,
        chosen=chosen,
        kinds=", ".join(KINDS[due.kind] for due in candidate.ready),
        credit=next(filter(None, map(_credit, candidate.ready)), ""),
        missing=still_missing(candidate),
        under_way=BEING_ISSUED in candidate.missing,
        issued=[
            Link(KINDS[one.kind], f"/manage/certificates/{one.number}") for one in candidate.issued
        ],
    )


def _credit(due: Due) -> str:
    """`11.50` credits, `12.00 h` of participation; nothing for a certificate without credit."""
    if due.quarters is None:
        return ""
    hours = " h" if due.kind is CertificateKind.PARTICIPATION else ""
    return f"{credits_text(due.quarters)}{hours}"


def _under_way(jobs: Collection[UUID]) -> list[Link]:
    return [
        Link(f"{counted(count, 'certificate')} being issued now", f"/manage/jobs/{job_id}")
        for job_id, count in Counter(jobs).items()
    ]
