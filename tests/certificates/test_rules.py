"""What is due to whom, and every reason why not."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus
from app.certificates import rules
from app.certificates.enums import EventKind
from app.certificates.models import CertificateEvent, CertificateKind
from app.certificates.orders import Order
from app.certificates.rules import CertificateState, CertificateStatus, ReasonClass
from app.credit.completion.rules import (
    SESSIONS_COUNTED,
    SURVEY_AFTER_SESSIONS,
    SURVEY_OPEN,
    SURVEY_WITHHELD,
)
from app.credit.enums import AMA_PRA_1, PARTICIPATION
from app.credit.models import Claim
from app.credit.status.rules import CreditStatus, assess
from app.language.reasons import ReasonKind
from app.people.enums import Profession
from tests.credit.ledgers import AFTER, UNITS, approved_activity, ledger, policy, with_marks

CREDIT, OF_HOURS, COMPLETION = (
    CertificateKind.CME_CREDIT,
    CertificateKind.PARTICIPATION,
    CertificateKind.COMPLETION,
)
FIVE_OF_SIX = SESSIONS_COUNTED(done=5, count=6)
SURVEY = {"surveys": ("final-evaluation",)}


def claim(quarters: int = 40, system: str = AMA_PRA_1) -> Claim:
    return Claim(
        enrollment_id=uuid4(),
        activity_id=uuid4(),
        credit_system=system,
        edition=1,
        quarters=quarters,
        eligible_quarters=48,
        statement="I claim.",
        facts={},
        claimed_at=AFTER,
        by=UUID(int=1),
    )


def standing(
    made: Claim | None, activity: dict[str, Any] | None = None, **rule: Any
) -> CreditStatus:
    """Somebody who did everything there is to do."""
    return assess(ledger(), policy(**rule), approved_activity(**activity or {}), made, AFTER)


def missed(sessions: int, made: Claim | None = None, **activity: Any) -> CreditStatus:
    """Somebody who was absent from the last sessions."""
    marks = {UNITS - n: AttendanceStatus.ABSENT for n in range(sessions)}
    return assess(with_marks(marks), policy(), approved_activity(**activity), made, AFTER)


def test_physician_is_due_credit_and_completion() -> None:
    assert rules.kinds_due(standing(None)) == (CREDIT, COMPLETION)


def test_nurse_is_due_participation_and_completion() -> None:
    nurse = assess(ledger(profession=Profession.NURSE), policy(), approved_activity(), None, AFTER)
    assert rules.kinds_due(nurse) == (OF_HOURS, COMPLETION)


def test_kind_follows_the_claim_and_not_a_later_change_of_profession() -> None:
    physician_now = standing(claim(system=PARTICIPATION))
    assert rules.kinds_due(physician_now) == (OF_HOURS, COMPLETION)


def test_cohort_without_an_activity_has_nobody_to_sign() -> None:
    nobody = assess(ledger(), policy(), None, None, AFTER)
    assert rules.kinds_due(nobody) == (COMPLETION,)
    why_not = rules.why_not_issue(nobody, COMPLETION, None)
    assert why_not == rules.NOT_READY(missing=(rules.NO_ACTIVITY,))


@pytest.mark.parametrize("kind", [CREDIT, COMPLETION])
def test_nothing_stands_against_a_completer_who_has_claimed(kind: CertificateKind) -> None:
    assert rules.why_not_issue(standing(claim()), kind, None) is None


def test_live_certificate_is_the_reason_whatever_else_is_true() -> None:
    number = "WP-7K3M-9QFX-3"
    why_not = rules.why_not_issue(missed(8), CREDIT, number)
    assert why_not == rules.ALREADY_ISSUED(number=number)
    assert str(why_not) == "Already issued WP-7K3M-9QFX-3"


def test_completer_without_a_claim_gets_completion_only() -> None:
    assert rules.missing(standing(None), COMPLETION) == ()
    assert rules.missing(standing(None), CREDIT) == (rules.NOT_CLAIMED,)


def test_too_few_sessions_are_the_reason_for_both_kinds() -> None:
    assert rules.missing(missed(3), COMPLETION) == (FIVE_OF_SIX,)
    assert rules.missing(missed(3), CREDIT) == (FIVE_OF_SIX, rules.NOT_CLAIMED)
    why_not = rules.why_not_issue(missed(3), CREDIT, None)
    assert why_not == rules.NOT_READY(missing=(FIVE_OF_SIX, rules.NOT_CLAIMED))
    assert str(why_not) == "5 of 6 sessions counted; Credit not claimed"


def test_activity_may_give_credit_without_completion() -> None:
    partial = missed(3, claim(20), requires_completion=False)
    assert rules.missing(partial, CREDIT) == ()
    assert rules.missing(partial, COMPLETION) == (FIVE_OF_SIX,)


def test_evaluation_is_asked_for_where_completion_is_not() -> None:
    gated = {"requires_completion": False, "requires_evaluation": True}
    assert rules.missing(standing(claim(), gated, **SURVEY), CREDIT) == (rules.EVALUATION_OPEN,)
    free = gated | {"requires_evaluation": False}
    assert rules.missing(standing(claim(), free, **SURVEY), CREDIT) == ()


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"surveys_withheld": frozenset({"final-evaluation"})}, SURVEY_WITHHELD),
        ({"surveys_closing": {}}, SURVEY_AFTER_SESSIONS),
    ],
)
def test_evaluation_is_not_called_undone_where_that_is_not_told_or_not_so_yet(
    told: dict[str, Any], why: ReasonKind
) -> None:
    gated = {"requires_completion": False, "requires_evaluation": True}
    whole = standing(claim(), gated, **SURVEY)
    judged = assess(
        replace(whole.ledger, **told), whole.policy, whole.approved, whole.claim, whole.judged_at
    )
    (found,) = rules.missing(judged, CREDIT)
    assert found.code == why.code
    assert rules.missing(judged, COMPLETION) == (found,)
    assert found != rules.EVALUATION_OPEN


def test_evaluation_is_named_once_where_completion_asks_for_it_too() -> None:
    both = standing(claim(), {"requires_evaluation": True}, **SURVEY)
    assert rules.missing(both, CREDIT) == (SURVEY_OPEN(survey="final-evaluation"),)


def test_claim_above_what_is_earned_now_is_refused() -> None:
    corrected = missed(2, claim(48))
    [too_much] = rules.missing(corrected, CREDIT)
    assert too_much == rules.CLAIMED_TOO_MUCH(claimed=Decimal(12), earned=Decimal(10))
    assert str(too_much) == "12.00 claimed, 10.00 earned: the claim has to be lowered"


def test_activity_designated_after_its_last_session_began_gives_no_credit() -> None:
    late = {"approved_at": AFTER}
    assert rules.missing(standing(claim(), late), CREDIT)[0] == rules.DESIGNATED_TOO_LATE
    assert rules.missing(standing(None, late), COMPLETION) == ()


def test_claim_in_the_other_system_is_told_apart() -> None:
    assert rules.missing(standing(claim()), OF_HOURS) == (rules.CLAIMED_AS_CREDIT,)
    assert rules.missing(standing(claim(system=PARTICIPATION)), CREDIT) == (
        rules.CLAIMED_AS_PARTICIPATION,
    )


@given(st.sampled_from(CertificateKind), st.integers(0, UNITS), st.integers(1, 48), st.booleans())
def test_nothing_is_issued_above_what_was_earned(
    kind: CertificateKind, absences: int, quarters: int, needs_completion: bool
) -> None:
    one = missed(absences, claim(quarters), requires_completion=needs_completion)
    if rules.why_not_issue(one, kind, None) is None and kind is not COMPLETION:
        assert one.eligibility is not None
        assert rules.quarters_on(one, kind) == quarters <= one.eligibility.quarters


def test_attestation_of_completion_says_nothing_of_credit() -> None:
    assert rules.quarters_on(standing(claim(40)), COMPLETION) is None
    assert rules.quarters_on(standing(claim(40)), CREDIT) == 40


@pytest.mark.parametrize(
    ("demo", "has_key", "refused"),
    [(True, False, False), (True, True, False), (False, True, False), (False, False, True)],
)
def test_only_demo_mode_signs_without_a_key(demo: bool, has_key: bool, refused: bool) -> None:
    why_not = rules.why_not_sign(demo=demo, has_key=has_key)
    assert why_not == (rules.NO_KEY if refused else None)


@given(st.builds(Order, st.uuids(), st.tuples(st.sampled_from(CertificateKind)), st.uuids()))
def test_order_reads_back_from_its_payload(order: Order) -> None:
    assert Order.read(order.payload) == order
    (kind,) = order.kinds
    before = {"enrollment": str(order.place_id), "kind": kind.value, "by": str(order.by)}
    assert Order.read(before) == order, "one that was enqueued while an upgrade ran"


# ---------------------------------------------------------------------------- what became of it


def event(kind: EventKind, reason: str = "error") -> CertificateEvent:
    return CertificateEvent(
        certificate_id=uuid4(), kind=kind, reason_class=reason, at=AFTER, by=uuid4()
    )


def test_certificate_without_events_is_valid() -> None:
    assert rules.status_of([], None) == CertificateStatus()
    assert CertificateStatus().state is CertificateState.VALID


def test_revoked_one_says_when_and_for_what() -> None:
    status = rules.status_of([event(EventKind.REVOKED)], None)
    assert (status.state, status.since, status.revoked_for) == (
        CertificateState.REVOKED,
        AFTER,
        ReasonClass.ERROR,
    )


def test_replaced_one_names_the_next_and_not_why() -> None:
    status = rules.status_of([event(EventKind.REPLACED, "name")], "WP-7K3M-9QFX-3")
    assert status.state is CertificateState.REPLACED
    assert status.replaced_by == "WP-7K3M-9QFX-3"
    assert status.revoked_for is None


def test_revocation_outweighs_a_replacement() -> None:
    later = event(EventKind.REPLACED)
    later.at = AFTER + timedelta(days=1)
    assert (
        rules.status_of([later, event(EventKind.REVOKED)], None).state is CertificateState.REVOKED
    )


def test_former_name_is_hidden() -> None:
    assert rules.status_of([event(EventKind.REPLACED, "name")], None).hides_name
    assert not rules.status_of([event(EventKind.REPLACED, "error")], None).hides_name


def test_unknown_reason_reads_as_any_other() -> None:
    status = rules.status_of([event(EventKind.REVOKED, "of an older version")], None)
    assert status.reason is ReasonClass.OTHER


def test_every_reason_has_its_own_sentence() -> None:
    assert len({str(reason.words) for reason in ReasonClass}) == len(ReasonClass)


@pytest.mark.parametrize("has_activity", [True, False])
@pytest.mark.parametrize("sessions_missed", [0, UNITS])
def test_attestation_is_due_exactly_when_nothing_is_missing(
    sessions_missed: int, *, has_activity: bool
) -> None:
    of = missed(sessions_missed)
    approved = of.approved if has_activity else None
    whole = assess(of.ledger, policy(), approved, None, AFTER)
    due = rules.is_attestation_due(has_activity=has_activity, complete=whole.completion.complete)
    assert due == (rules.missing(whole, COMPLETION) == ())
