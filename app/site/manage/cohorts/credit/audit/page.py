"""The page of a cohort's audit folders: what is in one, the button, and those that were made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_UP, Decimal
from uuid import UUID

from app.certificates.orders import Slot
from app.cohorts.context import CohortContext
from app.history.audit_folders.queries import OrderedFolder
from app.history.audit_folders.rules import KEPT_FOR, is_kept, why_not_order
from app.language import Text, _, ngettext
from app.language.moments import date_time
from app.language.reasons import Reason
from app.site.manage.cohorts.credit.crumbs import crumbs_to
from app.site.manage.cohorts.page import path_of
from app.web.forms import FormState
from app.web.parts import Crumb


@dataclass(frozen=True)
class FolderLine:
    """One folder that was ordered."""

    name: Text
    path: str
    """Where it is downloaded."""
    job: str | None
    """Where it is told how far it is, before it is made; nowhere for who sees no jobs."""
    is_made: bool
    is_here: bool
    as_of: str
    why: str
    by: str
    until: Text
    sha256: str
    size: Text


@dataclass(frozen=True)
class AuditPage:
    """What the template shows."""

    cohort: str
    path: str
    """Of the cohort."""
    crumbs: Sequence[Crumb]
    days: int
    """For how many a folder is kept."""
    expects: bool
    """Whether people are expected at sessions, so that there are excuses and make-ups."""
    why_not: Reason | None
    issuing: Text | None
    """That certificates are being issued just now, which a folder made now has not."""
    issuing_job: str | None
    """Where it is told how far that is, for who sees jobs."""
    form: FormState
    folders: Sequence[FolderLine]
    retention: str | None
    """Where it is told how long the records are kept, for who coordinates the cohort."""


def audit_page(
    here: CohortContext,
    folders: Sequence[OrderedFolder],
    issuing: Mapping[Slot, UUID],
    form: FormState,
    zone: str,
    now: datetime,
    *,
    coordinates: bool,
) -> AuditPage:
    """The page, with moments in the reader's zone. `coordinates`: whether they see jobs.

    `issuing`: the certificates that are being issued, with the job of each.
    """
    job = next(iter(issuing.values()), None)
    return AuditPage(
        cohort=here.cohort.title,
        path=path_of(here),
        crumbs=crumbs_to(here, _("Audit folder"), coordinates=coordinates),
        days=KEPT_FOR.days,
        expects=not here.cohort.is_series,
        why_not=why_not_order(here.cohort.published_at),
        issuing=_issuing(len(issuing)),
        issuing_job=f"/manage/jobs/{job}" if job and coordinates else None,
        form=form,
        folders=[_line(here, own, zone, now, coordinates=coordinates) for own in folders],
        retention=f"/admin/retention/{here.cohort.slug}"
        if coordinates and not here.cohort.is_draft
        else None,
    )


def _issuing(count: int) -> Text | None:
    if not count:
        return None
    return ngettext(
        "{count} certificate of this cohort is still to come. A folder that is made now would be "
        "without it: wait until it is issued, or have another one made then.",
        "{count} certificates of this cohort are still to come. A folder that is made now would be "
        "without them: wait until they are issued, or have another one made then.",
        count=count,
    )


def _line(
    here: CohortContext, own: OrderedFolder, zone: str, now: datetime, *, coordinates: bool
) -> FolderLine:
    folder = own.audit_folder
    is_made = folder.made_at is not None
    return FolderLine(
        name=_("Audit folder {number:numeral}", number=folder.number),
        path=folder_path(here, folder.id),
        job=f"/manage/jobs/{folder.job_id}" if coordinates and not is_made else None,
        is_made=is_made,
        is_here=own.is_here and is_kept(folder.ordered_at, now),
        as_of=date_time(folder.made_at, zone) if folder.made_at else "",
        why=folder.why,
        by=own.person.display_name,
        until=date_time(folder.ordered_at + KEPT_FOR, zone),
        sha256=folder.sha256,
        size=_("{size} MB", size=_megabytes(folder.size)),
    )


def _megabytes(size: int) -> Decimal:
    return Decimal(size).scaleb(-6).quantize(Decimal("0.1"), ROUND_UP)


def audit_path(here: CohortContext) -> str:
    """Where the folders of a cohort are."""
    return f"{path_of(here)}/credit/audit"


def folder_path(here: CohortContext, folder_id: object) -> str:
    """Where one folder is downloaded."""
    return f"{audit_path(here)}/{folder_id}"


def file_name(here: CohortContext, number: int, made_at: datetime) -> str:
    """What a folder is called in somebody's downloads."""
    return f"{here.cohort.slug}-audit-{number}-{made_at:%Y-%m-%d}.zip"
