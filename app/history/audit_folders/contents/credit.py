"""Tables of the activity, its statements, and what was claimed, from raw minutes on."""

import json
from collections.abc import Iterator
from uuid import UUID

from app.credit.claims.queries import ClaimMade
from app.credit.eligibility.rules import EarnedPart, Eligibility
from app.credit.enums import AMA_PRA_1, PARTICIPATION, ComponentKind
from app.credit.lowered.rules import why_above
from app.credit.models import Activity
from app.credit.phrase import credits_fact, with_phrase
from app.history.audit_folders.contents.people import NAME, NUMBER
from app.history.audit_folders.contents.records import CohortRead, Sheet, yes_no
from app.language import Text, _
from app.language.cells import Cell

FOLDER = "credit"
VERSION = _("Version")


def credit_sheets(read: CohortRead) -> list[Sheet]:
    """The activity in every version, disclosures, policies, claims and their arithmetic."""
    return [_activities(read), _components(read), _disclosures(read), _policies(read),
            _claims(read), _arithmetic(read), _minutes(read)]  # fmt: skip


def _activities(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/activity.csv",
        _("The activity as it was approved, in every version, with its statements"),
        [VERSION, _("Title"), _("Provider"), _("Joint providers"), _("Format"),
         _("Choice of format"), _("Place"), _("Designated credits"), _("Rounding"),
         _("Approved"), _("Approved by"),
         _("Designated since"), _("Why it changed"),
         _("Expires"), _("Claims close"), _("Needs completion"), _("Needs the evaluation"),
         _("Accreditation statement"), _("Designation statement"), _("Claim statement"),
         _("Signatories")],
        [_activity(read, own.activity) for own in read.activities],
    )  # fmt: skip


def _activity(read: CohortRead, own: Activity) -> list[Cell]:
    signing = "; ".join(f"{by.get('name', '')}, {by.get('role', '')}" for by in own.signatories)
    return [
        own.version, own.title, own.provider, "; ".join(own.joint_providers), own.learning_format,
        own.format.value if own.format else None, own.place,
        credits_fact(own.designated_quarters), own.rounding,
        read.at(own.said_at), own.approved_by, read.at(own.approved_at), own.change_reason,
        read.at(own.expires_at), read.at(own.claims_close_at), yes_no(own.requires_completion),
        yes_no(own.requires_evaluation), with_phrase(own.accreditation_statement),
        with_phrase(own.designation_statement), with_phrase(own.claim_statement), signing,
    ]  # fmt: skip


def _components(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/components.csv",
        _("What one module and one session earn in each version, and the maximum of all"),
        [VERSION, _("Part"), _("Minutes each"), _("For what is done from"), _("Maximum")],
        [
            [own.activity.version, part.kind.value, rate.minutes, read.at(rate.since),
             credits_fact(part.max_quarters)]
            for own in read.activities
            for part in own.components
            for rate in own.rates_of(part)
        ],
    )  # fmt: skip


def _disclosures(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/disclosure-decision.csv",
        _("Whether Standard 3 applies to each version of the activity, and why"),
        [VERSION, _("Disclosure applies"), _("Why"), _("Approved by"), _("Approved")],
        [
            [own.version, yes_no(own.disclosure_applies), own.disclosure_reason, own.approved_by,
             read.at(own.said_at)]
            for approved in read.activities
            for own in [approved.activity]
        ],
    )  # fmt: skip


def _policies(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/policy.csv",
        _("The policy for completion in every version, with who and why"),
        [VERSION, _("In force since"), _("Fixed"), _("By"), _("Why"), _("Rule"), _("Value")],
        [
            [own.version, read.at(own.created_at), read.at(own.frozen_at), read.by(own.by),
             own.reason, rule, json.dumps(own.data[rule], ensure_ascii=False)]
            for own in read.policies
            for rule in sorted(own.data)
        ],
    )  # fmt: skip


def _claims(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/claims.csv",
        _("Every claim as it was signed, with the minutes that it rested on then"),
        [NUMBER, NAME, _("Claimed in"), _("Claimed"), _("Eligible at the claim"), _("Designated"),
         _("Minutes of modules"), _("Counted of these"), _("Minutes of sessions"),
         _("Counted of those"), _("Minutes by recordings"), _("Counted by recordings"),
         _("Minutes counted"), _("Version of the activity"), _("Version of the policy"),
         _("Statement"), _("Signed"), _("Taken back"), _("Chosen instead of"),
         _("Why more than can be claimed now")],
        list(_claim_rows(read)),
    )  # fmt: skip


def _claim_rows(read: CohortRead) -> Iterator[list[Cell]]:
    approved = {own.activity.id: own for own in read.activities}
    own = [made for made in read.claims if made.claim.enrollment_id in read.numbers]
    for made in sorted(own, key=lambda made: read.numbers[made.claim.enrollment_id]):
        claim, version = made.claim, approved[made.claim.activity_id]
        minutes, counted = _minutes_then(claim.facts)
        yield [
            *read.who(claim.enrollment_id), claim.credit_system,
            credits_fact(claim.quarters), credits_fact(claim.eligible_quarters),
            credits_fact(version.most_in(claim.credit_system)), *minutes, counted,
            claim.facts.get("activity_version"), claim.facts.get("policy_version"),
            claim.statement, read.at(claim.claimed_at), read.at(made.withdrawn_at),
            "; ".join(claim.facts.get("instead_of", ())), _why_above(read, made),
        ]  # fmt: skip


def _why_above(read: CohortRead, made: ClaimMade) -> Text:
    """Of a claim that holds: why it is more than the arithmetic of now says."""
    standing = read.standings.get(made.claim.enrollment_id)
    if standing is None or made.withdrawn_at is not None:
        return ""
    return why_above(standing, read.activities, read.here.cohort.zone) or ""


def _minutes_then(facts: dict[str, dict[str, int]]) -> tuple[list[Cell], int]:
    """The raw and the counted minutes of each part, as they were kept with a claim; and the sum."""
    cells: list[Cell] = []
    total = 0
    for kind in (ComponentKind.MODULE, ComponentKind.SESSION, ComponentKind.ENDURING):
        part = facts.get(kind.value)
        cells += [part["minutes"], part["counted_minutes"]] if part else [None, None]
        total += part["counted_minutes"] if part else 0
    return cells, total


def live(read: CohortRead) -> list[ClaimMade]:
    """The claims that hold, also of who has left: what was claimed stays theirs."""
    return [made for made in read.claims if made.withdrawn_at is None]


def claimed(read: CohortRead, system: str) -> int:
    """How much is claimed in a system, by its key, in quarters."""
    return sum(made.claim.quarters for made in live(read) if made.claim.credit_system == system)


def others_claimed(read: CohortRead) -> dict[str, str]:
    """The names of further systems that something was claimed in, by key."""
    keys = {made.claim.credit_system for made in live(read)} - {AMA_PRA_1, PARTICIPATION}
    names = {own.key: own.system.name for version in read.activities for own in version.designated}
    return {key: names.get(key, key) for key in sorted(keys)}


def _arithmetic(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/arithmetic.csv",
        _("What each person has earned as things stand: raw minutes, counted, rounded once"),
        [NUMBER, NAME, _("Part"), _("Units"), _("Minutes"), _("At most"), _("Minutes counted"),
         _("Minutes counted in all"), _("Eligible"), _("Designated")],
        [
            [*read.who(place), part.kind.value, part.count, part.minutes, part.max_minutes,
             part.counted_minutes, earned.minutes, credits_fact(earned.quarters),
             credits_fact(earned.designated_quarters)]
            for place, earned, part in _parts_of(read)
        ],
    )  # fmt: skip


def _parts_of(read: CohortRead) -> Iterator[tuple[UUID, Eligibility, EarnedPart]]:
    for place, standing in read.standings.items():
        earned = standing.as_claimed.eligibility
        if earned is not None:
            yield from ((place, earned, part) for part in earned.parts)


def _minutes(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/minutes.csv",
        _("The same minutes unit by unit"),
        [NUMBER, NAME, _("Part"), _("Unit"), _("Minutes")],
        [
            [*read.who(place), part.kind.value, read.here.label(position), minutes]
            for place, _earned, part in _parts_of(read)
            for position, minutes in sorted(part.by_unit.items())
        ],
    )
