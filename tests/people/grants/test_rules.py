from datetime import timedelta
from uuid import uuid4

import pytest

from app.people.enums import Scope
from app.people.grants.rules import (
    GIVEN_BY,
    LAST_ADMINISTRATOR,
    NOT_GRANTED,
    NOT_YOURS_TO_GIVE,
    UNTIL_PAST,
    can_be_given,
    why_not_end,
    why_not_give,
    why_not_grant,
    why_not_until,
)
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import NOW

ABE, CORA = uuid4(), uuid4()

A, C, F, L = Role.ADMINISTRATOR, Role.COORDINATOR, Role.FACILITATOR, Role.LEAD
OFFICER = Role.CME_OFFICER
MAY_GIVE = {
    (A, A, Scope.INSTALLATION),
    (A, C, Scope.INSTALLATION),
    (A, C, Scope.PROGRAM),
    (A, C, Scope.COHORT),
    (A, L, Scope.INSTITUTION),
    (A, OFFICER, Scope.PROVIDER),
    (C, F, Scope.INSTALLATION),
    (C, F, Scope.PROGRAM),
    (C, F, Scope.COHORT),
    (C, L, Scope.INSTITUTION),
}
"""(who gives, which role, over what): written down apart from the rule, and all there is."""


@pytest.mark.parametrize("giving", Role)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", Scope)
def test_who_gives_which_role_over_what(giving: Role, role: Role, scope: Scope) -> None:
    given_by_anybody = {(r, s) for _, r, s in MAY_GIVE}
    expected = NOT_YOURS_TO_GIVE if (role, scope) in given_by_anybody else NOT_GRANTED
    if (giving, role, scope) in MAY_GIVE:
        assert why_not_give(role, scope, {giving}) is None
    else:
        assert why_not_give(role, scope, {giving}) == expected


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", Scope)
def test_role_is_given_over_what_it_can_reach_and_nothing_else(role: Role, scope: Scope) -> None:
    given = (role, scope) in {(r, s) for _, r, s in MAY_GIVE}
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


def test_roles_to_choose_from_are_those_that_are_ones_to_give() -> None:
    assert can_be_given({A}) == {A, C, L, OFFICER}
    assert can_be_given({C, Role.PERSON}) == {F, L}
    assert can_be_given({F, L, Role.LEARNER}) == frozenset()
    assert can_be_given({A, C}) == {gift.role for gift in GIVEN_BY}


@pytest.mark.parametrize(
    ("role", "lasting", "reason"),
    [
        (A, [CORA], LAST_ADMINISTRATOR),
        (A, [], LAST_ADMINISTRATOR),
        (A, [CORA, CORA], LAST_ADMINISTRATOR),
        (A, [CORA, ABE], None),
        (A, [ABE], None),
        (C, [], None),
        (L, [CORA], None),
    ],
)
def test_an_administrator_without_an_end_is_left(
    role: Role, lasting: list[object], reason: object
) -> None:
    assert why_not_end(role, CORA, lasting) == reason  # type: ignore[arg-type]


def test_role_ends_in_the_future_or_never() -> None:
    assert why_not_until(None, NOW) is None
    assert why_not_until(NOW + timedelta(seconds=1), NOW) is None
    assert why_not_until(NOW, NOW) == UNTIL_PAST
