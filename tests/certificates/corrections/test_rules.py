"""When a certificate can be revoked or replaced, and what has to be said."""

from uuid import UUID, uuid4

import pytest

from app.certificates.corrections import rules
from app.certificates.issuing.inputs import IssuedBefore
from app.certificates.issuing.rules import REPLACED_ALREADY, REVOKED_MEANWHILE, why_not_replace
from app.certificates.orders import Order, Replacement
from app.certificates.rules import ALREADY_ISSUED, CertificateState, ReasonClass
from app.certificates.snapshot import CertificateKind
from app.cohorts.rules import WHY
from app.language.reasons import Reason
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import NOW

NUMBER = "WP-7K3M-9QFX-3"
OWNER, CORA = uuid4(), uuid4()
VALID, REVOKED, REPLACED = CertificateState


@pytest.mark.parametrize(
    ("state", "chosen", "note", "by", "why_not"),
    [
        (VALID, ReasonClass.ERROR, "Typed twice.", CORA, None),
        (VALID, None, "Typed twice.", CORA, rules.NO_CLASS),
        (VALID, ReasonClass.ERROR, " ", CORA, WHY),
        (VALID, ReasonClass.ERROR, "Typed twice.", OWNER, NOT_FOR_ONESELF),
        (REVOKED, ReasonClass.ERROR, "x", CORA, rules.REVOKED_ALREADY(number=NUMBER)),
        (REPLACED, ReasonClass.ERROR, "x", CORA, REPLACED_ALREADY(number=NUMBER)),
    ],
)
def test_only_what_holds_is_revoked_and_by_somebody_else_who_says_why(
    state: CertificateState,
    chosen: ReasonClass | None,
    note: str,
    by: UUID,
    why_not: Reason | None,
) -> None:
    assert rules.why_not_revoke(NUMBER, state, chosen, note, owner=OWNER, by=by) == why_not


@pytest.mark.parametrize("of_revoked", [True, False])
def test_another_takes_the_place_only_of_what_was_seen(of_revoked: bool) -> None:
    wanted = Replacement(uuid4(), ReasonClass.OTHER, of_revoked=of_revoked)

    def before(**ended: object) -> IssuedBefore:
        return IssuedBefore(CertificateKind.COMPLETION, NUMBER, not ended, uuid4(), **ended)  # type: ignore[arg-type]

    def why_not(earlier: IssuedBefore | None, live: str | None = None) -> Reason | None:
        return why_not_replace(wanted, earlier, live)

    assert why_not(before(), NUMBER) is None
    assert why_not(before(replaced_at=NOW)) == REPLACED_ALREADY(number=NUMBER)
    both = before(revoked_at=NOW, replaced_at=NOW)
    assert why_not(both) == REPLACED_ALREADY(number=NUMBER)
    revoked = before(revoked_at=NOW)
    assert why_not(revoked) == (None if of_revoked else REVOKED_MEANWHILE(number=NUMBER))
    assert why_not(None) is not None
    if of_revoked:
        assert why_not(revoked, "WP-OTHER") == ALREADY_ISSUED(number="WP-OTHER")


@pytest.mark.parametrize(
    ("note", "differs", "state", "why_not"),
    [
        ("", True, VALID, None),
        ("", False, VALID, rules.NOTHING_DIFFERS),
        ("The paper was lost.", False, VALID, None),
        ("", True, REVOKED, rules.WHY_ANEW),
        ("It was right after all.", False, REVOKED, None),
    ],
)
def test_what_differs_says_why_by_itself(
    note: str, differs: bool, state: CertificateState, why_not: Reason | None
) -> None:
    assert rules.why_not_without_note(note, differs=differs, state=state) == why_not


@pytest.mark.parametrize(
    ("differing", "expected"),
    [
        ({"degrees"}, ReasonClass.NAME),
        ({"person_name", "dates_text"}, ReasonClass.NAME),
        ({"dates_text"}, ReasonClass.RECORDS),
        (set(), ReasonClass.OTHER),
    ],
)
def test_class_of_a_replacement_follows_from_what_differs(
    differing: set[str], expected: ReasonClass
) -> None:
    assert rules.reason_of(frozenset(differing)) is expected


def test_order_that_replaces_survives_the_queue_and_an_old_one_is_read() -> None:
    kind = CertificateKind.COMPLETION
    own = Replacement(
        uuid4(), ReasonClass.NAME, "Married.", hides_name=True, of_revoked=True, face="f"
    )
    order = Order(uuid4(), (kind,), uuid4(), {kind: own})
    assert Order.read(order.payload) == order
    plain = Order(order.place_id, (kind,), order.by)
    assert "replaces" not in plain.payload
    assert Order.read(plain.payload) == plain
