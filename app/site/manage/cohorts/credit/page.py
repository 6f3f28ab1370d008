"""The activity of a cohort, for its coordinators and the officers of its provider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from app.certificates.issuing.proofs import Case, claimable
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.credit.accreditations.queries import ProviderAccredited
from app.credit.changes.effects.rules import Effects
from app.credit.changes.rules import why_not_change_activity
from app.credit.claims.queries import Claimed
from app.credit.disclosures.models import DisclosureDecision
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.models import CreditSystem
from app.credit.phrase import credits_fact
from app.credit.proposals.enums import Outcome
from app.credit.proposals.queries import AskedOf
from app.credit.proposals.rules import before, fingerprint
from app.credit.proposals.terms import terms_of_approved
from app.credit.systems.rules import is_awarded
from app.language import Text, _, ngettext, pgettext
from app.language.moments import long_on_both_clocks
from app.language.reasons import Reason
from app.site.manage.cohorts.credit.effects import since_when, what_it_does
from app.site.manage.cohorts.credit.words import Change, Said, as_decided, changes, day_of, facts_of
from app.site.manage.cohorts.page import path_of
from app.site.parts.credit import as_awarded, system_unit
from app.site.parts.proofs import proof_kinds
from app.web.forms import FormState
from app.web.parts import Badge, Fact, Link


@dataclass(frozen=True)
class Activities:
    """All that was read of a cohort's credit."""

    versions: Sequence[ApprovedActivity]
    """The newest first."""
    asked: Sequence[AskedOf]
    """The newest first."""
    claimed: Sequence[Claimed]
    units: Sequence[UnitRow]
    would_be: ApprovedActivity | None = None
    """What an approval would make of what waits."""
    accredited: ProviderAccredited | None = None
    """Whose words what is shown first has."""
    effects: Effects = field(default_factory=Effects)
    """What an approval of what waits would do to whom."""
    decided: DisclosureDecision | None = None
    """What was decided about disclosures since; it counts, whatever an approval said."""

    def with_accreditation(self, accredited: ProviderAccredited | None) -> Self:
        """The same with what its statement was taken from."""
        return replace(self, accredited=accredited)

    def as_decided(self, terms: Mapping[str, Any]) -> Mapping[str, Any]:
        """The terms in force, with what counts of disclosures now."""
        return as_decided(terms, self.decided)

    @property
    def provider_ids(self) -> frozenset[UUID]:
        """Whose activity it is, and whom was asked last."""
        own = [approved.activity.provider_id for approved in self.versions[:1]]
        return frozenset([*own, *(asked.provider.id for asked in self.asked[:1])])

    @property
    def open(self) -> AskedOf | None:
        """What waits."""
        return next((own for own in self.asked[:1] if own.is_open), None)

    @property
    def systems(self) -> Mapping[str, CreditSystem]:
        """All that any of it is designated for, by key; of each the newest version of its terms."""
        found = [*reversed(self.versions), *([self.would_be] if self.would_be else [])]
        return {own.key: own.system for approved in found for own in approved.designated}

    @property
    def shown_accreditation(self) -> str | None:
        """Of what is shown first: what waits, or is in force."""
        if self.open is not None:
            return self.open.proposal.terms.get("accreditation_id")
        own = self.versions[0].activity.accreditation_id if self.versions else None
        return str(own) if own else None


@dataclass(frozen=True)
class Waits:
    """What waits for an officer."""

    since: Text
    by: str
    provider: str
    facts: Sequence[Fact]
    changes: Sequence[Change]
    """Otherwise than what is in force."""
    is_first: bool
    earns_nothing: Text | None
    """How many sessions earn nothing if it is approved now."""
    why: str
    does: Sequence[Text]
    """What it does to whom, of one that goes on from what is in force."""
    read: str
    """Its fingerprint."""
    proofs: Sequence[Link]


@dataclass(frozen=True)
class VersionLine:
    """One version, and what it says otherwise than the one before."""

    title: Text
    approved: Text
    why: str
    """Why it followed the one before."""
    facts: Sequence[Fact]
    changes: Sequence[Change]


@dataclass(frozen=True)
class RequestLine:
    """One thing that was asked for, and what became of it."""

    asked: Text
    state: Badge
    decided: Text | None
    word: str


@dataclass(frozen=True)
class ClaimLine:
    """What was claimed in one system, in sum."""

    people: int
    amount: Decimal
    unit: Said | None
    """What it is called; None: hours of participation."""


@dataclass(frozen=True)
class CreditPage:
    """The activity of a cohort."""

    cohort: str
    path: str
    manages: str
    """The page of the cohort, for who coordinates it."""
    register: str | None
    """None of a draft: nobody is in it yet."""
    is_coordinator: bool
    is_officer: bool
    draft: str | None
    """Where its credit is entered, while it is a draft."""
    change: str | None
    """Where it is changed, for who coordinates it."""
    waits: Waits | None
    decides: bool
    why_not: Reason | None
    """Why the reader does not decide about it."""
    returned: RequestLine | None
    in_force: VersionLine | None
    earns_nothing: Text | None
    claims: Sequence[ClaimLine]
    closes: Text | None
    proofs: Sequence[Link]
    accreditor: Sequence[Link]
    """What an accreditor asks for."""
    earlier: Sequence[VersionLine]
    requests: Sequence[RequestLine]
    form: FormState
    refused: Reason | None
    saved: bool | None


@dataclass(frozen=True)
class Reader:
    """Who looks at it."""

    zone: str
    is_coordinator: bool
    is_officer: bool
    decides: bool
    """Whether what waits is for them to decide, but for `why_not`."""
    why_not: Reason | None
    """Why they do not decide about what waits."""


def credit_page(
    here: CohortContext,
    read: Activities,
    reader: Reader,
    *,
    templates: str,
    now: datetime,
    form: FormState | None = None,
    refused: Reason | None = None,
    saved: bool | None = None,
) -> CreditPage:
    """`templates`: the version of what certificates are printed with."""
    path, zone = path_of(here), reader.zone
    lines = _versions(here, read, zone)
    requests = [_request(here, own, zone) for own in read.asked]
    last = read.asked[0] if read.asked else None
    is_returned = bool(last and last.decision and last.decision.outcome is Outcome.RETURNED)
    newest = read.versions[0] if read.versions else None
    return CreditPage(
        cohort=here.cohort.title,
        path=f"{path}/credit",
        manages=path,
        register=_register(here, path) if lines else None,
        is_coordinator=reader.is_coordinator,
        is_officer=reader.is_officer,
        draft=f"{path}/setup/credit" if here.cohort.is_draft else None,
        change=_change_path(here, newest, reader),
        waits=_waits(here, read, templates, zone, now),
        decides=reader.decides,
        why_not=reader.why_not,
        returned=requests[0] if is_returned else None,
        in_force=lines[0] if lines else None,
        earns_nothing=_lost(read.units, newest.activity.approved_at) if newest else None,
        claims=[_claim(own, read.systems) for own in read.claimed],
        closes=_closes(here, newest, zone),
        proofs=_proofs(path, newest) if newest and read.open is None else (),
        accreditor=_accreditor(here, is_in_force=bool(lines)),
        earlier=lines[1:],
        requests=requests,
        form=form or FormState(),
        refused=refused,
        saved=saved,
    )


def _register(here: CohortContext, path: str) -> str | None:
    return None if here.cohort.is_draft else f"{path}/certificates/register?format=xlsx"


def _closes(here: CohortContext, newest: ApprovedActivity | None, zone: str) -> Text | None:
    if newest is None:
        return None
    return long_on_both_clocks(newest.activity.claims_close_at, here.cohort.zone, zone)


def _waits(
    here: CohortContext, read: Activities, templates: str, zone: str, now: datetime
) -> Waits | None:
    asked = read.open
    if asked is None:
        return None
    terms = asked.proposal.terms
    held = read.as_decided(terms_of_approved(read.versions[0])) if read.versions else None
    before_it = read.asked[1].proposal.terms if len(read.asked) > 1 else None
    if held is not None and terms.get("designated_at"):
        held = {**held, **day_of(read.versions[0])}
    old = held or before_it
    is_change = read.would_be is not None and read.would_be.activity.changed_at is not None
    published = bool(read.versions) and not here.cohort.is_draft
    return Waits(
        since=long_on_both_clocks(asked.proposal.proposed_at, here.cohort.zone, zone),
        by=asked.asker.display_name,
        provider=asked.provider.name,
        facts=facts_of(terms, read.systems, here.cohort.zone, read.accredited),
        changes=changes(old, terms, read.systems, here.cohort.zone) if old else (),
        is_first=held is None,
        earns_nothing=None if is_change else _lost(read.units, now),
        why=terms.get("change_reason", ""),
        does=_does(read) if published else (),
        read=fingerprint(terms, templates),
        proofs=_proofs(path_of(here), read.would_be),
    )


def _change_path(
    here: CohortContext, newest: ApprovedActivity | None, reader: Reader
) -> str | None:
    cohort = here.cohort
    why_not = why_not_change_activity(
        newest, is_draft=cohort.is_draft, archived_at=cohort.archived_at
    )
    if why_not is not None or not reader.is_coordinator:
        return None
    return f"{path_of(here)}/credit/change"


def _does(read: Activities) -> list[Text]:
    if read.would_be is None:
        return []
    in_force = next(iter(read.versions), None)
    return [*since_when(read.would_be, in_force), *what_it_does(read.effects)]


def _lost(units: Sequence[UnitRow], approved_at: datetime) -> Text | None:
    """How many sessions came before, which earn nothing."""
    starts = [unit.starts_at for unit in units if unit.starts_at and not unit.canceled]
    count = before(starts, approved_at)
    if not count:
        return None
    return ngettext(
        "{count} session was before the approval, so nobody earns credit by it.",
        "{count} sessions were before the approval, so nobody earns credit by them.",
        count=count,
    )


def _proofs(path: str, approved: ApprovedActivity | None) -> list[Link]:
    claimed = claimable(approved.designated) if approved else []
    return [
        Link(
            _("{kind}, {case}", kind=as_awarded(str(kind)) if theirs else kind, case=words),
            f"{path}/credit/proof?of={of}&case={case.value}",
        )
        for of, kind, theirs in proof_kinds(own.system for own in claimed)
        for case, words in (
            (Case.USUAL, pgettext("of a proof", "a usual name")),
            (Case.CROWDED, pgettext("of a proof", "the longest there is")),
        )
    ]


def _accreditor(here: CohortContext, *, is_in_force: bool) -> list[Link]:
    """Where it is told and exported what an accreditor asks for; of a draft, less of it."""
    path = path_of(here)
    found = [Link(_("Disclosures"), f"{path}/credit/disclosures")]
    if is_in_force and not here.cohort.is_draft:
        found += [
            Link(_("Audit folder"), f"{path}/credit/audit"),
            Link(_("Report to PARS"), f"{path}/credit/pars"),
        ]
    return [*found, Link(_("Credit by year"), "/manage/credit")]


def _versions(here: CohortContext, read: Activities, zone: str) -> list[VersionLine]:
    acts = {own.decision.activity_id: own for own in reversed(read.asked) if own.decision}
    corrected = any(own.activity.day_corrected_at for own in read.versions)
    told = [terms_of_approved(own) | (day_of(own) if corrected else {}) for own in read.versions]
    home, lines = here.cohort.zone, []
    for place, (approved, terms) in enumerate(zip(read.versions, told, strict=True)):
        activity, act = approved.activity, acts.get(approved.activity.id)
        entered_at = activity.said_at
        at = act.decision.at if act and act.decision else entered_at
        accredited = read.accredited if place == 0 and read.open is None else None
        lines.append(
            VersionLine(
                title=_("Version {version}", version=activity.version),
                approved=_(
                    "Approved by {person}, {moment}",
                    person=activity.approved_by,
                    moment=long_on_both_clocks(at, home, zone),
                ),
                why=activity.change_reason,
                facts=facts_of(
                    terms if place else read.as_decided(terms), read.systems, home, accredited
                ),
                changes=(
                    changes(told[place + 1], terms, read.systems, home)
                    if place + 1 < len(told)
                    else ()
                ),
            )
        )
    return lines


def _claim(own: Claimed, systems: Mapping[str, CreditSystem]) -> ClaimLine:
    system = systems.get(own.system)
    is_named = system is not None and is_awarded(own.system)
    unit = system_unit(system, own.quarters) if system and is_named else None
    return ClaimLine(own.people, credits_fact(own.quarters), unit)


_STATES = {
    Outcome.APPROVED: Badge(pgettext("of a request", "Approved"), "good"),
    Outcome.RETURNED: Badge(pgettext("of a request", "Returned"), "warm"),
    Outcome.WITHDRAWN: Badge(pgettext("of a request", "Taken back"), "neutral"),
}
_WAITING = Badge(pgettext("of a request", "Waits"), "accent")


def _request(here: CohortContext, own: AskedOf, zone: str) -> RequestLine:
    home = here.cohort.zone
    asked = long_on_both_clocks(own.proposal.proposed_at, home, zone)
    decided = None
    if own.decision is not None and own.decider is not None:
        at = long_on_both_clocks(own.decision.at, home, zone)
        decided = _("{person}, {moment}", person=own.decider.display_name, moment=at)
    return RequestLine(
        asked=_("{person}, {moment}", person=own.asker.display_name, moment=asked),
        state=_STATES[own.decision.outcome] if own.decision else _WAITING,
        decided=decided,
        word=own.decision.word if own.decision else "",
    )
