"""Ledgers for tests: built by hand, and generated."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import AMA_PRA_1, ComponentKind
from app.credit.ledger import Ledger, UnitLedger
from app.credit.minutes.rules import Rate, Rates
from app.credit.models import Activity, Claim, Component
from app.packs.schema import PolicyData
from app.people.enums import Profession
from tests.credit.systems.samples import designated

FIRST = datetime(2026, 10, 1, 18, 0, tzinfo=UTC)
"""When the session of unit 1 starts; the others follow weekly."""
WEEK = timedelta(weeks=1)
UNITS = 8
AFTER = FIRST + UNITS * WEEK
"""All sessions are over, the cohort is still open."""
CLOSES = FIRST + timedelta(days=120)
PERSON = UUID(int=1)


def policy(**changes: Any) -> PolicyData:
    """8 modules, 6 of 8 sessions, 2 make-ups."""
    usual: dict[str, Any] = {
        "modules_required": 8,
        "sessions_required": 6,
        "make_ups_allowed": 2,
        "excused_leaves_denominator": False,
        "present_minutes": 45,
        "late_after_minutes": 10,
        "surveys": (),
        "claim_days": 30,
    }
    return PolicyData(**usual | changes)


def unit(position: int, status: Status = Status.PRESENT, **changes: Any) -> UnitLedger:
    """A unit with a module that is attested and a session of an hour."""
    starts_at = FIRST + (position - 1) * WEEK
    usual = UnitLedger(
        position=position,
        title=f"Unit {position}",
        has_module=True,
        attested_at=starts_at - timedelta(hours=20),
        starts_at=starts_at,
        minutes_scheduled=60,
        canceled=False,
        status=status,
        minutes=None,
        led_it=False,
        expected=True,
    )
    return replace(usual, **changes)


def ledger(*units: UnitLedger, **changes: Any) -> Ledger:
    """The ledger of a verified physician; without units, everything is done."""
    usual = Ledger(
        enrollment_id=uuid4(),
        person_id=PERSON,
        name="Dana Okafor, MD",
        profession=Profession.PHYSICIAN,
        profession_verified_at=FIRST - timedelta(days=300),
        enrolled_at=FIRST - timedelta(days=30),
        closes_at=CLOSES,
        unit_label="Week",
        zone="America/Denver",
        surveys_closing={"final-evaluation": CLOSES},
        units=units or tuple(unit(position) for position in range(1, UNITS + 1)),
    )
    return replace(usual, **changes)


def with_marks(marks: Mapping[int, Status], otherwise: Status = Status.PRESENT) -> Ledger:
    """Everything attested; the sessions marked as said, by position."""
    return ledger(*(unit(n, marks.get(n, otherwise)) for n in range(1, UNITS + 1)))


def changed(before: Ledger, position: int, **changes: Any) -> Ledger:
    """The ledger with one unit's facts changed."""
    units = [replace(u, **changes) if u.position == position else u for u in before.units]
    return replace(before, units=tuple(units))


def approved_activity(**changes: Any) -> ApprovedActivity:
    """Designated for 12.00: 4.00 for the modules, half a credit each; 8.00 for the sessions."""
    usual: dict[str, Any] = {
        "cohort_id": UUID(int=9),
        "version": 1,
        "title": "Mentor Development Program, Fall 2026",
        "provider": "Example Office",
        "joint_providers": [],
        "learning_format": "Other activity (blended)",
        "designated_quarters": 48,
        "rounding": "half_up",
        "accreditation_statement": "Accredited.",
        "designation_statement": "Designated for a maximum of 12.00 {credit_phrase}.",
        "claim_statement": "Claim only the credit commensurate with your participation.",
        "signatories": [],
        "requires_completion": True,
        "requires_evaluation": False,
        "disclosure_applies": False,
        "disclosure_reason": "",
        "approved_at": FIRST - timedelta(days=60),
        "approved_by": "Example CME office",
        "claims_close_at": FIRST + timedelta(days=90),
    }
    each = changes.pop("each", (30, 60))
    systems = changes.pop("systems", ("ama_pra_1",))
    most = changes.pop("most", (16, 32))
    activity = Activity(**usual | changes)
    components = tuple(
        Component(activity_id=activity.id, kind=kind, minutes_each=minutes, max_quarters=quarters)
        for kind, minutes, quarters in zip(ComponentKind, each, most, strict=False)
    )
    most = activity.designated_quarters
    return ApprovedActivity(activity, components, designated(most, *systems))


def a_claim() -> Claim:
    of = approved_activity()
    return Claim(
        enrollment_id=ledger().enrollment_id,
        activity_id=of.activity.id,
        credit_system=AMA_PRA_1,
        edition=1,
        quarters=46,
        eligible_quarters=48,
        statement="I claim.",
        facts={},
        claimed_at=AFTER,
        by=ledger().person_id,
    )


# -------------------------------------------------------------------------------- generated

policies = st.builds(
    policy,
    modules_required=st.integers(0, UNITS),
    sessions_required=st.integers(0, UNITS),
    make_ups_allowed=st.integers(0, 3),
    excused_leaves_denominator=st.booleans(),
    late_after_minutes=st.integers(0, 70),
    surveys=st.sampled_from([(), ("final-evaluation",)]),
)
moments = (st.integers(-1, 60) | st.integers(118, 122)).map(
    lambda days: FIRST + timedelta(days=days, minutes=1)
)
"""From before the first session to after the last, and around the closing of the cohort."""


@st.composite
def units(draw: st.DrawFn, position: int) -> UnitLedger:
    """A unit with anything that can be true of one."""
    has_session = draw(st.booleans()) or draw(st.booleans())
    has_module = draw(st.booleans()) or not has_session
    plain = unit(position, draw(st.sampled_from(Status)) if has_session else Status.NOT_RECORDED)
    attested = has_module and draw(st.booleans())
    canceled = has_session and draw(st.integers(0, 9)) == 0
    return replace(
        plain,
        has_module=has_module,
        attested_at=plain.attested_at if attested else None,
        starts_at=plain.starts_at if has_session else None,
        canceled=canceled,
        not_held=canceled and draw(st.booleans()),
        minutes=draw(st.none() | st.integers(0, 90)) if has_session else None,
        led_it=has_session and draw(st.integers(0, 9)) == 0,
        expected=draw(st.integers(0, 5)) > 0,
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """A ledger of up to eight units, at any stage."""
    count = draw(st.integers(0, UNITS))
    made = tuple(draw(units(position)) for position in range(1, count + 1))
    done = draw(st.sampled_from([frozenset(), frozenset({"final-evaluation"})]))
    withheld = (
        frozenset()
        if done
        else draw(st.sampled_from([frozenset(), frozenset({"final-evaluation"})]))
    )
    return replace(ledger(), units=made, surveys_done=done, surveys_withheld=withheld)


@st.composite
def some_terms(draw: st.DrawFn) -> ApprovedActivity:
    """An activity with any minutes and maxima, approved before, within or after the cohort."""
    return approved_activity(
        designated_quarters=draw(st.integers(1, 60)),
        rounding=draw(st.sampled_from(["half_up", "half_down"])),
        approved_at=FIRST + timedelta(days=draw(st.integers(-60, 60))),
        each=(draw(st.integers(0, 90)), draw(st.integers(0, 90))),
        most=(draw(st.integers(0, 40)), draw(st.integers(0, 40))),
    )


def always(minutes: int, since: datetime) -> Rates:
    """The same since a moment, which is how most of what earns is designated."""
    return (Rate(since, minutes),)
