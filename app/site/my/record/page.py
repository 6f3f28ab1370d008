"""A learner's own ledger, unit by unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.casework.adjusted.queries import AdjustedMark
from app.casework.enums import AttendanceStatus
from app.casework.make_up_requests.enums import RequestState
from app.certificates.queries import CertificateWithStatus
from app.certificates.snapshot import from_json
from app.cohorts.context import LearnerInCohort
from app.cohorts.models import Cohort
from app.credit.completion.progress import progress
from app.credit.ledger import THERE, UnitLedger
from app.credit.minutes.rules import minutes_there
from app.credit.status.rules import CreditStatus, waits_for_verification
from app.language import Text, _, dotted, ngettext, pgettext
from app.language.moments import date_time, in_cohort_zone, leading_zone, local
from app.language.reasons import Reason
from app.learning.signatures.queries import Signed
from app.people.actors import Actor
from app.site.my.record.attestations.page import attestation_path
from app.site.parts.absences import restores
from app.site.parts.attendance import WORDS
from app.site.parts.carried import carried_words, signed_words
from app.site.parts.certificates import StatusLine, status_line
from app.site.parts.credit import credit_earned, minutes_counted
from app.site.parts.gone_places import GonePlace
from app.web.parts import Chip, Fact, Link


@dataclass(frozen=True)
class RecordLine:
    """One unit of the record: what was signed, and how the session was recorded."""

    label: str
    title: str
    signed: Text
    """When, or why there is no signature."""
    texts: Sequence[Link]
    """What was signed, withdrawn ones too: words, and where the exact text is shown."""
    status: Text
    tone: str
    cohort_time: Text | None
    """When a session that is to come is on the cohort's clock, where that shows something else."""
    minutes: int
    """Those that count; none for who has earned none there."""
    adjusted: Text | None = None
    """By whom the mark was changed when others relied on it, and when."""
    restores: Link | None = None
    """What can restore a session that was missed, where it was."""


@dataclass(frozen=True)
class RecordCertificate:
    """A certificate of this cohort: whether it holds, and if not, why and what is newer."""

    kind: Text
    number: str
    status: StatusLine


@dataclass(frozen=True)
class RecordPage:
    """A learner's ledger in one cohort, and the way to the others."""

    name: str
    eyebrow: str
    title: Text
    is_series: bool
    unit_label: str
    lines: Sequence[RecordLine]
    words: Sequence[Reason]
    total: Text | None
    """All minutes that count; None where nothing can be claimed."""
    credit: Fact | None
    unverified: bool
    """Whether they can claim otherwise once their profession is verified."""
    path: str
    """Of the cohort."""
    cohorts: Sequence[Chip]
    certificates: Sequence[RecordCertificate]
    gone: Sequence[GonePlace]
    """Other cohorts of theirs, of which the records were deleted."""


@dataclass(frozen=True)
class Clocks:
    """On which clocks moments are told, and what they show now."""

    cohort: str
    reader: str
    now: datetime


def record_lines(
    standing: CreditStatus,
    signed: Sequence[Signed],
    adjusted: Mapping[int, AdjustedMark],
    requests: Mapping[int, RequestState],
    clocks: Clocks,
    path: str,
) -> list[RecordLine]:
    """Everything recorded, unit by unit.

    `requests`: how make-ups stand, by position; `path`: of the cohort.
    """
    return [
        replace(
            _record_line(standing, unit, signed, clocks),
            adjusted=_adjusted(adjusted.get(unit.position), clocks.cohort),
            restores=restores(standing, unit, requests.get(unit.position), path),
        )
        for unit in standing.ledger.units
    ]


def _adjusted(mark: AdjustedMark | None, zone: str) -> Text | None:
    if mark is None:
        return None
    return _("Adjusted by {name} on {at:day}", name=mark.by.display_name, at=local(mark.at, zone))


def _record_line(
    standing: CreditStatus, unit: UnitLedger, signed: Sequence[Signed], clocks: Clocks
) -> RecordLine:
    zone = clocks.reader
    planned = _planned(unit, clocks.now)
    status, tone = _session(unit, clocks)
    return RecordLine(
        label=standing.ledger.label(unit.position),
        title=unit.title,
        signed=_signed(unit, zone, clocks.now),
        texts=[_text(made, zone) for made in signed if made.unit.position == unit.position],
        status=status,
        tone=tone,
        cohort_time=in_cohort_zone(planned, clocks.cohort, zone) if planned else None,
        minutes=_minutes(standing, unit, clocks.now),
    )


def _minutes(standing: CreditStatus, unit: UnitLedger, now: datetime) -> int:
    """What the claim counts for a unit; where there is none, how long somebody was there."""
    if standing.eligibility is not None:
        return standing.eligibility.minutes_of(unit.position)
    return minutes_there(unit, standing.policy.late_after_minutes) if unit.held(now) else 0


def _planned(unit: UnitLedger, now: datetime) -> datetime | None:
    """When the session is that is to come."""
    is_to_come = not (unit.canceled or unit.is_mark_carried or unit.held(now))
    return unit.starts_at if is_to_come else None


def _session(unit: UnitLedger, clocks: Clocks) -> tuple[Text, str]:
    if unit.starts_at is None:
        return _("No session"), "neutral"
    if unit.not_held:
        return pgettext("of a session", "Not held, so it does not count"), "neutral"
    if unit.canceled:
        return pgettext("of a session", "Canceled"), "neutral"
    if unit.is_mark_carried:
        return carried_words(unit), "good"
    if planned := _planned(unit, clocks.now):
        zone = leading_zone(planned, clocks.cohort, clocks.reader)
        return date_time(planned, zone), "neutral"
    return _attended(unit)


def _attended(unit: UnitLedger) -> tuple[Text, str]:
    """Of a session that is over. Of a series only who came reads more than that it was held."""
    if unit.optional and unit.status not in THERE:
        return _("Session held"), "neutral"
    if not (unit.expected or unit.optional) and unit.status is AttendanceStatus.NOT_RECORDED:
        return _("Before you enrolled"), "neutral"
    words = WORDS[unit.status]
    if unit.status is AttendanceStatus.PARTIAL and unit.minutes is not None:
        there = ngettext("{count} minute", "{count} minutes", count=unit.minutes)
        return dotted((words.own, there)), words.tone
    return words.own, words.tone


def _signed(unit: UnitLedger, zone: str, now: datetime) -> Text:
    if not unit.has_module:
        return _("No module")
    if unit.signed_at is not None and unit.attested_at is None:
        return signed_words(unit)
    if unit.opens_at is not None and unit.attested_at is None and unit.is_locked(now):
        return _("Opens {opens:day}", opens=local(unit.opens_at, zone))
    return date_time(unit.attested_at, zone) if unit.attested_at else _("Not signed")


def _text(signed: Signed, zone: str) -> Link:
    words = _("What you signed")
    if signed.withdrawn_at is not None:
        words = _("Withdrawn {day:day}", day=local(signed.withdrawn_at, zone))
    return Link(words, attestation_path(signed.attestation))


def record_page(
    learner: LearnerInCohort,
    standing: CreditStatus,
    signed: Sequence[Signed],
    adjusted: Mapping[int, AdjustedMark],
    requests: Mapping[int, RequestState],
    others: Sequence[Cohort],
    gone: Sequence[GonePlace],
    issued: Sequence[CertificateWithStatus],
    reader: Actor,
    now: datetime,
) -> RecordPage:
    """The ledger as its owner sees it."""
    earned = standing.eligibility
    return RecordPage(
        name=reader.display_name,
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        title=_("Your record"),
        is_series=learner.cohort.is_series,
        unit_label=learner.cohort.unit_label,
        lines=record_lines(
            standing,
            signed,
            adjusted,
            requests,
            Clocks(learner.cohort.zone, reader.zone, now),
            learner.path,
        ),
        words=progress(standing.completion),
        total=minutes_counted(earned) if earned else None,
        credit=credit_earned(standing),
        unverified=waits_for_verification(standing),
        path=learner.path,
        cohorts=[_chip(cohort, learner.cohort) for cohort in others],
        certificates=[_certificate(own, learner.cohort.zone) for own in issued],
        gone=gone,
    )


def _certificate(issued: CertificateWithStatus, zone: str) -> RecordCertificate:
    own = issued.certificate
    return RecordCertificate(
        from_json(own.snapshot).name, own.number, status_line(issued.status, zone)
    )


def _chip(cohort: Cohort, here: Cohort) -> Chip:
    return Chip(cohort.title, f"/my/record?cohort={cohort.slug}", cohort.id == here.id)
