from uuid import uuid4

import pytest

from app.people.enums import Scope
from app.people.grants.rules import GRANTED_OVER, NOT_GRANTED, why_not_grant
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role

ABE, CORA = uuid4(), uuid4()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", Scope)
def test_role_is_given_over_what_it_can_reach_and_nothing_else(role: Role, scope: Scope) -> None:
    given = scope in GRANTED_OVER.get(role, ())
    assert (why_not_grant(role, scope, person_id=CORA, by=ABE) is None) == given


@pytest.mark.parametrize("role", [Role.PERSON, Role.LEARNER])
def test_role_that_follows_from_facts_is_given_by_nobody(role: Role) -> None:
    for scope in Scope:
        assert why_not_grant(role, scope, person_id=CORA, by=None) == NOT_GRANTED


def test_nobody_gives_a_role_to_themselves() -> None:
    asked = Role.COORDINATOR, Scope.PROGRAM
    assert why_not_grant(*asked, person_id=CORA, by=CORA) == NOT_FOR_ONESELF
    assert why_not_grant(*asked, person_id=CORA, by=None) is None


def test_lead_is_always_of_an_institution() -> None:
    asked = Role.LEAD, Scope.INSTALLATION
    assert why_not_grant(*asked, person_id=CORA, by=ABE) == NOT_GRANTED
    assert why_not_grant(Role.LEAD, Scope.INSTITUTION, person_id=CORA, by=ABE) is None
