"""Asking a provider's officers to approve an activity, and what they say."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.drafts.queries import lock_cohort
from app.cohorts.models import Cohort
from app.core import audit, outbox
from app.core.collisions import flush_unique
from app.core.errors import RefusedError, require
from app.core.outbox import Letter
from app.credit.approvals import Approval, with_dropped
from app.credit.changes.actions import change_activity
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.models import Activity
from app.credit.pictures.actions import keep_for_proposal
from app.credit.pictures.rules import Picture, named_by
from app.credit.proposals import queries, rules
from app.credit.proposals.enums import Outcome
from app.credit.proposals.models import ActivityProposal, ProposalDecision
from app.credit.proposals.queries import AskedOf
from app.credit.proposals.terms import approval_from, terms_of
from app.credit.queries import activity_of
from app.people.models import Person
from app.people.providers.actions import held
from app.people.providers.models import Provider


def propose(
    session: Session,
    cohort: Cohort,
    provider: Provider,
    approval: Approval,
    *,
    officers: Sequence[Person],
    templates: str,
    pictures: Sequence[Picture] = (),
    disclosures_apply: bool | None = None,
    by: UUID,
    now: datetime,
) -> ActivityProposal:
    """Ask the officers of a provider to approve an activity; they get a letter.

    What waited before is withdrawn. What waits so already, or is approved so and looks so, is not
    asked for twice. `templates`: the version of what certificates are printed with; `pictures`:
    those that it names which may not be stored yet; `disclosures_apply`: as was decided since,
    which can be otherwise than it was approved.

    Raises:
        ConflictError: Somebody else asked at the same time, or the provider was merged meanwhile.
        RefusedError: A picture that it names is not here.
    """
    lock_cohort(session, cohort.id)
    held(session, provider.id)
    dropped = None if cohort.is_draft else activity_of(session, cohort.id)
    terms = terms_of(with_dropped(approval, dropped))
    before = queries.asked_last(session, cohort.id)
    in_force = activity_of(session, cohort.id)
    is_decided_so = disclosures_apply in {None, terms["disclosure_applies"]}
    if before is not None and _stands(before, in_force, terms, templates, decided=is_decided_so):
        return before.proposal
    if before is not None and before.decision is None:
        _withdraw(session, cohort, before, by=by, now=now)
    number = before.proposal.number + 1 if before else 1
    asked = ActivityProposal(
        cohort_id=cohort.id,
        number=number,
        provider_id=provider.id,
        terms=terms,
        proposed_at=now,
        by=by,
    )
    session.add(asked)
    flush_unique(session, ActivityProposal, "cohort_id, number", rules.ASKED_MEANWHILE)  # not shown
    named = named_by(terms["signatories"], terms["logos"])
    keep_for_proposal(session, asked.id, named, pictures, by=by, now=now)
    facts = {"provider": str(provider.id), "number": number}
    audit.record(session, "activity.proposed", "cohort", cohort.id, by=by, now=now, facts=facts)
    _ask(session, cohort, asked, officers, now)
    return asked


def _stands(
    before: AskedOf,
    in_force: ApprovedActivity | None,
    terms: dict[str, object],
    templates: str,
    *,
    decided: bool,
) -> bool:
    """Whether this is what waits, or what an officer approved as it looks now and is in force.

    `decided`: whether what it says of disclosures counts still.
    """
    if before.proposal.terms != terms:
        return False
    decision = before.decision
    if decision is None:
        return True
    if not decided or in_force is None or decision.activity_id != in_force.activity.id:
        return False  # something else was entered since
    return decision.fingerprint == rules.fingerprint(terms, templates)


def _ask(
    session: Session,
    cohort: Cohort,
    asked: ActivityProposal,
    officers: Sequence[Person],
    now: datetime,
) -> None:
    outbox.post_all(
        session,
        kind="approval_asked",
        letters=[
            Letter(f"approval-asked:{asked.id}:{person.id}", person.id, label=person.display_name)
            for person in officers
        ],
        now=now,
        facts={
            "cohort": cohort.title,
            "activity": asked.terms["title"],
            "in_force": activity_of(session, cohort.id) is not None,
            "path": f"/manage/cohorts/{cohort.slug}/credit",
        },
    )


def approve(
    session: Session,
    cohort: Cohort,
    officer: Person,
    *,
    read: str,
    templates: str,
    now: datetime,
) -> None:
    """Approve what waits, as it is printed now: it is the activity of the cohort from here on.

    `read`: the fingerprint of what the officer looked at. Nothing that happened before earns
    credit, unless the same designation held already.

    Raises `RefusedError`: nothing waits, it is their own, or it is not what they looked at.
    """
    asked = _waiting(session, cohort, officer.id, now)
    shown = rules.fingerprint(asked.proposal.terms, templates)
    require(None if shown == read else rules.CHANGED)
    before = activity_of(session, cohort.id)
    approval = _approval(asked, before, cohort, officer, now)
    provider_id = asked.provider.id
    activity = change_activity(
        session, cohort, approval, provider_id=provider_id, by=officer.id, now=now
    )
    if before is not None and activity is before.activity:
        facts = {"version": activity.version, "approved_by": officer.display_name}
        act = "activity.approved"  # the same words, as they are printed by now
        audit.record(session, act, "cohort", cohort.id, by=officer.id, now=now, facts=facts)
    _decided(
        session,
        asked,
        Outcome.APPROVED,
        fingerprint=shown,
        activity_id=activity.id,
        by=officer.id,
        now=now,
    )
    _tell(session, cohort, asked, Outcome.APPROVED, "", now)


def _approval(
    asked: AskedOf,
    before: ApprovedActivity | None,
    cohort: Cohort,
    officer: Person,
    now: datetime,
) -> Approval:
    """What was asked for, as it is approved now."""
    in_force = before.activity if before else None
    return approval_from(
        asked.proposal.terms,
        approved_at=now,
        approved_by=officer.display_name,
        claims_close_at=in_force.claims_close_at if in_force else cohort.closes_at,
    )


def give_back(session: Session, cohort: Cohort, word: str, *, by: UUID, now: datetime) -> None:
    """Return what waits with a word on what has to change.

    Raises `RefusedError`: nothing waits, it is their own, or no word was said.
    """
    asked = _waiting(session, cohort, by, now)
    require(None if word.strip() else rules.SAY_WHY)
    _decided(session, asked, Outcome.RETURNED, word=word, by=by, now=now)
    facts = {"number": asked.proposal.number}
    act = "activity.returned"
    audit.record(session, act, "cohort", cohort.id, by=by, now=now, facts=facts, reason=word)
    _tell(session, cohort, asked, Outcome.RETURNED, word, now)


def take_back(session: Session, cohort: Cohort, *, by: UUID, now: datetime) -> None:
    """Withdraw what waits, as a coordinator; again, a second click, changes nothing."""
    lock_cohort(session, cohort.id)
    asked = queries.asked_last(session, cohort.id)
    if asked is None or asked.decision is not None:
        return
    _withdraw(session, cohort, asked, by=by, now=now)


def change_directly(
    session: Session,
    cohort: Cohort,
    approval: Approval,
    *,
    provider_id: UUID | None,
    pictures: Sequence[Picture] = (),
    by: UUID,
    now: datetime,
) -> Activity:
    """Change a published activity where nobody here approves it, as `change_activity` does.

    What waits from when its provider had officers is withdrawn, so that none who comes later
    approves it over this; who asked is told. Raises the errors of `change_activity`.
    """
    lock_cohort(session, cohort.id)
    asked = queries.asked_last(session, cohort.id)
    if asked is not None and asked.decision is None:
        _withdraw(session, cohort, asked, by=by, now=now)
        if asked.proposal.by != by:
            _tell(session, cohort, asked, Outcome.WITHDRAWN, "", now)
    return change_activity(
        session, cohort, approval, provider_id=provider_id, pictures=pictures, by=by, now=now
    )


def _withdraw(session: Session, cohort: Cohort, asked: AskedOf, *, by: UUID, now: datetime) -> None:
    _decided(session, asked, Outcome.WITHDRAWN, by=by, now=now)
    facts = {"number": asked.proposal.number}
    act = "activity.request-withdrawn"
    audit.record(session, act, "cohort", cohort.id, by=by, now=now, facts=facts)


def _waiting(session: Session, cohort: Cohort, by: UUID, now: datetime) -> AskedOf:
    """What waits, once nobody else decides about it; it is not one's own."""
    lock_cohort(session, cohort.id)
    asked = queries.asked_last(session, cohort.id)
    if asked is None or asked.decision is not None:
        raise RefusedError(rules.DECIDED if asked else rules.NOTHING_WAITS)
    belongs = queries.belongs_to(session, cohort, by, now)
    require(rules.why_not_decide(by, asked.proposal.by, belongs=belongs))
    return asked


def _decided(
    session: Session,
    asked: AskedOf,
    outcome: Outcome,
    *,
    fingerprint: str = "",
    activity_id: UUID | None = None,
    word: str = "",
    by: UUID,
    now: datetime,
) -> None:
    decision = ProposalDecision(
        proposal_id=asked.proposal.id,
        outcome=outcome,
        fingerprint=fingerprint,
        activity_id=activity_id,
        word=word,
        at=now,
        by=by,
    )
    session.add(decision)
    flush_unique(session, ProposalDecision, "proposal_id", rules.DECIDED)


def _tell(
    session: Session, cohort: Cohort, asked: AskedOf, outcome: Outcome, word: str, now: datetime
) -> None:
    """Who asked gets a letter."""
    outbox.post(
        session,
        kind="approval_decided",
        key=f"approval-decided:{asked.proposal.id}",
        person_id=asked.proposal.by,
        facts={
            "cohort": cohort.title,
            "provider": asked.provider.name,
            "outcome": outcome.value,
            "word": word,
            "path": f"/manage/cohorts/{cohort.slug}/credit",
        },
        now=now,
    )
