from datetime import date
from uuid import uuid4

import pytest

from app.credit.accreditations import rules
from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.rules import Wording, statement_of, why_not_enter, why_not_on
from tests.cast import NOW

FIRST, LAST = date(2026, 11, 12), date(2026, 12, 3)
HERE = "Example Office"


def accreditation(since: date, until: date | None, joint: str = "") -> Accreditation:
    return Accreditation(
        provider_id=uuid4(),
        accreditor=Accreditor.ACCME,
        version=1,
        statement="Example Office is accredited.",
        joint_statement=joint,
        valid_from=since,
        valid_until=until,
        entered_at=NOW,
        by=uuid4(),
    )


@pytest.mark.parametrize(
    ("since", "until"),
    [(FIRST, LAST), (FIRST, None), (date(2020, 1, 1), date(2030, 1, 1))],
)
def test_days_within_the_accreditation_are_fine(since: date, until: date | None) -> None:
    assert why_not_on(accreditation(since, until), HERE, [FIRST, LAST]) is None
    assert why_not_on(accreditation(since, until), HERE, []) is None


def test_days_outside_are_told_beside_those_of_the_accreditation() -> None:
    late = why_not_on(accreditation(FIRST, date(2026, 12, 2)), HERE, [LAST, FIRST])
    assert late is not None
    assert str(late) == (
        "The accreditation of Example Office by ACCME holds from November 12, 2026 to December 2, "
        "2026, and the sessions are from November 12, 2026 to December 3, 2026."
    )
    early = why_not_on(accreditation(date(2026, 11, 13), None), HERE, [FIRST, LAST])
    assert early is not None
    assert early.code == rules.DAYS_BEFORE.code


@pytest.mark.parametrize(
    ("partners", "said"),
    [
        ([], "Example Office is accredited."),
        (["A"], "With A."),
        (["A", "B"], "With A and B."),
        (["A", "B", "C"], "With A, B, and C."),
        (["A, Reno", "B"], "With A, Reno; and B."),
    ],
)
def test_statement_names_all_partners(partners: list[str], said: str) -> None:
    own = accreditation(FIRST, None, joint="With {partners}.")
    assert statement_of(own, partners) == said
    assert rules.why_not_joint(own, partners) is None


def test_partners_need_a_wording_that_names_them() -> None:
    own = accreditation(FIRST, None)
    assert rules.why_not_joint(own, []) is None
    assert rules.why_not_joint(own, ["A"]) == rules.NOT_JOINT(accreditor="ACCME")


def test_what_cannot_be_entered_is_said_by_field() -> None:
    wrong = Wording(
        accreditor=Accreditor.STATE_SOCIETY,
        statement="It is.",
        joint_statement="With others.",
        valid_from=LAST,
        valid_until=FIRST,
    )
    assert why_not_enter(wrong) == {
        "accreditor_name": rules.NAME_IT,
        "joint_statement": rules.NO_PARTNERS_IN_IT(placeholder="{partners}"),
        "valid_until": rules.ENDS_BEFORE_IT_BEGINS,
    }


@pytest.mark.parametrize(
    ("partners", "said"),
    [
        (["A"], "By X and A."),
        (["A", "B"], "By X, A, and B."),
        (["A", "B", "C"], "By X, A, B, and C."),
        (["A, Reno", "B"], "By X; A, Reno; and B."),
    ],
)
def test_partners_and_who_is_named_before_them_are_one_list(partners: list[str], said: str) -> None:
    assert statement_of(accreditation(FIRST, None, joint="By X and {partners}."), partners) == said
