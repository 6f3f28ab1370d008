"""What the pages of certificates show: everything from the frozen snapshot, nothing from today."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.certificates.alterations.rules import ALTERED
from app.certificates.amendments.queries import FlagEntry
from app.certificates.enums import FlagKind
from app.certificates.queries import CertificateEntry, CertificateWithStatus, Neighbor
from app.certificates.rules import CertificateState, CertificateStatus
from app.certificates.snapshot import CertificateSnapshot, from_json
from app.credit.phrase import mark_phrase
from app.language import Text, _, dotted, pgettext
from app.language.moments import local, long_moment
from app.language.reasons import Reason
from app.site.manage.certificates.reissue import WouldChange
from app.site.parts.attendance import mark_words
from app.site.parts.certificates import (
    NOT_WHAT_WAS_ISSUED,
    Notice,
    broken,
    facts,
    status_line,
)
from app.site.parts.zones import usual_name
from app.web.forms import FormState
from app.web.parts import Fact, Link


@dataclass(frozen=True)
class Event:
    """One line of a certificate's history."""

    when: str
    what: Text
    """`Issued by Cora Castellano, MPH`."""
    note: str
    job: str | None


@dataclass(frozen=True)
class ChangeUnder:
    """One change of what the certificate rests on, after its issue."""

    title: Text
    """`Week 5: present becomes absent`."""
    href: str
    when: str
    by: str
    why: str
    settled: Text | None
    """Who looked at it, and when; None: nobody has yet."""
    word: str


@dataclass(frozen=True)
class Review:
    """What waits for somebody to look at it, and the form that settles it."""

    changes: Sequence[ChangeUnder]
    waiting: int
    action: str
    why_not: Reason | None
    form: FormState


@dataclass(frozen=True)
class IssuedPage:
    """One certificate as its coordinator sees it."""

    eyebrow: str
    number: str
    heading: Text
    name: str
    status: Notice
    altered: Text | None
    """That what is stored of it was altered, where it holds no more for another reason."""
    facts: Sequence[Fact]
    language: str
    """That of the program, and so of what stands on the certificate."""
    statements: Sequence[Markup]
    technical: Sequence[Fact]
    history: Sequence[Event]
    pdf: str
    verify: str
    above: list[Link]
    """The way to the cohort’s certificates."""
    review: Review
    change: WouldChange
    closing: FormState
    """What was typed into the form that leaves it revoked."""
    path: str
    before: Link | None
    """The one whose place it took."""
    after: Link | None
    """The one that took its place."""
    just_revoked: bool


def review_of(
    issued: CertificateWithStatus,
    changes: Sequence[FlagEntry],
    form: FormState,
    *,
    why_not: Reason | None,
) -> Review:
    """What was changed under a certificate. One that no longer holds waits for nothing."""
    zone = from_json(issued.certificate.snapshot).zone
    holds = issued.status.state is CertificateState.VALID
    return Review(
        changes=[_change(entry, zone) for entry in changes],
        waiting=sum(entry.is_open for entry in changes) if holds else 0,
        action=f"/manage/certificates/{issued.certificate.number}/review",
        why_not=why_not,
        form=form,
    )


def _change(entry: FlagEntry, zone: str) -> ChangeUnder:
    settled = None
    if entry.reviewed_at is not None and entry.reviewed_by is not None:
        settled = _(
            "{name} looked at it on {at:day}, and the certificate stays.",
            name=entry.reviewed_by.display_name,
            at=local(entry.reviewed_at, zone),
        )
    return ChangeUnder(
        title=_changed_words(entry),
        href=f"/teach/{entry.cohort}/sessions/{entry.position}/history",
        when=long_moment(entry.at, zone),
        by=entry.by.display_name,
        why=entry.reason,
        settled=settled,
        word=entry.word or "",
    )


def _changed_words(entry: FlagEntry) -> Text:
    unit = f"{entry.label} {entry.position}"
    before = mark_words(entry.from_status, entry.from_minutes)
    after = mark_words(entry.to_status, entry.to_minutes)
    if entry.kind is FlagKind.NOT_HELD:
        return _(
            "{unit}: its session counts as not held; the mark was {before}",
            unit=unit,
            before=before,
        )
    if entry.kind is FlagKind.HELD:
        return _(
            "{unit}: its session counts as held again; the mark is {before}",
            unit=unit,
            before=before,
        )
    return _("{unit}: {before} became {after}", unit=unit, before=before, after=after)


def issued_page(
    issued: CertificateWithStatus,
    history: Sequence[CertificateEntry],
    language: str,
    above: list[Link],
    review: Review,
    change: WouldChange,
    *,
    closing: FormState,
    revoked: bool = False,
) -> IssuedPage:
    """One certificate with its history, for its coordinator."""
    snapshot = from_json(issued.certificate.snapshot)
    statements = (
        snapshot.accreditation_statement,
        snapshot.designation_statement,
        snapshot.claim_statement,
    )
    return IssuedPage(
        eyebrow=dotted((snapshot.program_title, snapshot.cohort_title)),
        number=snapshot.number,
        heading=_("{certificate} {number}", certificate=snapshot.name, number=snapshot.number),
        name=snapshot.full_name,
        status=status_line(issued.status, snapshot.zone).notice,
        altered=_altered(issued.status),
        facts=facts(snapshot),
        language=language,
        statements=[mark_phrase(statement) for statement in statements if statement],
        technical=_technical(issued, snapshot),
        history=[_event(entry, snapshot.zone) for entry in history],
        pdf=f"/manage/certificates/{snapshot.number}.pdf",
        verify=f"/verify/{snapshot.code}",
        above=above,
        review=review,
        change=change,
        closing=closing,
        path=_path(snapshot.number),
        before=_link(issued.before),
        after=_link(issued.after),
        just_revoked=revoked and issued.status.state is CertificateState.REVOKED,
    )


def _altered(status: CertificateStatus) -> Text | None:
    ended = status.state is not CertificateState.VALID
    return NOT_WHAT_WAS_ISSUED if ended and status.doubt == ALTERED else None


def _path(number: str) -> str:
    return f"/manage/certificates/{number}"


def _link(neighbor: Neighbor | None) -> Link | None:
    return Link(neighbor.number, _path(neighbor.number)) if neighbor else None


def _technical(issued: CertificateWithStatus, snapshot: CertificateSnapshot) -> list[Fact]:
    certificate = issued.certificate
    return [
        Fact(_("Code"), snapshot.code),
        Fact(_("Edition"), str(certificate.edition)),
        Fact(_("SHA-256 of the file"), broken(certificate.pdf_sha256)),
        Fact(_("SHA-256 of the facts"), broken(certificate.snapshot_sha256)),
        Fact(_("Template"), _template(snapshot)),
        Fact(_("Policy"), _("Version {version}", version=snapshot.policy_version)),
        Fact(_("Time zone"), usual_name(snapshot.zone)),
    ]


def _template(snapshot: CertificateSnapshot) -> Markup:
    """Its key and the beginning of its version."""
    key, version = snapshot.template_key, snapshot.template_hash[:12]
    return Markup("<code>{} {}</code>").format(key, version)


def _event(entry: CertificateEntry, zone: str) -> Event:
    return Event(
        when=long_moment(entry.at, zone),
        what=_event_words(entry),
        note=entry.note,
        job=f"/manage/jobs/{entry.job_id}" if entry.job_id else None,
    )


def _event_words(entry: CertificateEntry) -> Text:
    if entry.by is None:
        return {
            "issued": pgettext("of a certificate", "Issued"),
            "revoked": pgettext("of a certificate", "Revoked"),
            "replaced": pgettext("of a certificate", "Replaced"),
            "closed": _("It stays revoked"),
        }[entry.what]
    name = entry.by.display_name
    return {
        "issued": _("Issued by {name}", name=name),
        "revoked": _("Revoked by {name}", name=name),
        "replaced": _("Replaced by {name}", name=name),
        "closed": _("{name} decided that it stays revoked", name=name),
    }[entry.what]
