"""What a grant makes of somebody before a thing, by its scope."""

from uuid import UUID, uuid4

import pytest

from app.people.actors import Actor, Grant
from app.people.enums import Scope
from app.people.roles import (
    Reach,
    by_part,
    of_cohort,
    of_pack,
    of_provider,
    reach_of,
    roles_at_desk,
    roles_over,
)
from app.people.second_factor.rules import Proof
from app.policy.table import Role
from tests.cast import NOW

PROGRAM, COHORT, INSTITUTION, OTHER, PROVIDER = (uuid4() for _ in range(5))
HERE = of_cohort(PROGRAM, COHORT)
NOBODY: frozenset[Role] = frozenset()


def actor(*grants: tuple[Role, Scope, UUID | None]) -> Actor:
    return Actor(
        person_id=uuid4(),
        web_session_id=uuid4(),
        given_name="Some",
        family_name="Body",
        degrees="",
        certificate_name="Somebody",
        initials="S",
        zone="America/Denver",
        language=None,
        institution_id=INSTITUTION,
        proof=Proof(),
        seen_at=NOW,
        grants=tuple(Grant(*grant) for grant in grants),
    )


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.COORDINATOR])
@pytest.mark.parametrize(
    ("scope", "scope_id"),
    [(Scope.COHORT, COHORT), (Scope.PROGRAM, PROGRAM), (Scope.INSTALLATION, None)],
)
def test_grant_over_any_scope_around_a_cohort_reaches_it(
    role: Role, scope: Scope, scope_id: UUID | None
) -> None:
    assert roles_over(actor((role, scope, scope_id)), HERE) == {role}


@pytest.mark.parametrize(
    ("scope", "scope_id"),
    [
        (Scope.COHORT, OTHER),
        (Scope.PROGRAM, OTHER),
        (Scope.COHORT, PROGRAM),
        (Scope.PROGRAM, COHORT),
        (Scope.INSTITUTION, INSTITUTION),
        (Scope.INSTITUTION, COHORT),
    ],
)
def test_grant_over_another_scope_does_not_reach_a_cohort(scope: Scope, scope_id: UUID) -> None:
    assert roles_over(actor((Role.FACILITATOR, scope, scope_id)), HERE) == NOBODY


def test_administrators_and_leads_are_nobody_before_a_cohort() -> None:
    somebody = actor(
        (Role.ADMINISTRATOR, Scope.INSTALLATION, None),
        (Role.LEAD, Scope.INSTITUTION, INSTITUTION),
    )
    assert roles_over(somebody, HERE) == NOBODY


def test_officer_reaches_the_cohorts_of_their_providers_activities_also_drafts() -> None:
    officer = actor((Role.CME_OFFICER, Scope.PROVIDER, PROVIDER))
    assert roles_over(officer, HERE) == NOBODY
    for is_draft in (False, True):
        own = of_cohort(PROGRAM, COHORT, is_draft=is_draft, provider_ids={PROVIDER})
        assert roles_over(officer, own) == {Role.CME_OFFICER}
        other = of_cohort(PROGRAM, COHORT, is_draft=is_draft, provider_ids={OTHER})
        assert roles_over(officer, other) == NOBODY
    assert roles_over(officer, of_provider(PROVIDER)) == {Role.CME_OFFICER}
    assert roles_over(officer, of_provider(OTHER)) == NOBODY
    assert reach_of(officer, Role.CME_OFFICER).providers == {PROVIDER}


def test_provider_is_before_its_officers_and_administrators_only() -> None:
    coordinator = actor((Role.COORDINATOR, Scope.INSTALLATION, None))
    assert roles_over(coordinator, of_provider(PROVIDER)) == NOBODY
    administrator = actor((Role.ADMINISTRATOR, Scope.INSTALLATION, None))
    assert roles_over(administrator, of_provider(PROVIDER)) == {Role.ADMINISTRATOR}


def test_what_is_ones_own_needs_no_grant() -> None:
    assert roles_over(actor(), HERE, {Role.LEARNER}) == {Role.LEARNER}
    both = roles_over(actor((Role.FACILITATOR, Scope.PROGRAM, PROGRAM)), HERE, {Role.LEARNER})
    assert both == {Role.LEARNER, Role.FACILITATOR}


def test_facilitators_and_those_of_one_cohort_are_nobody_before_a_pack() -> None:
    somebody = actor(
        (Role.FACILITATOR, Scope.PROGRAM, PROGRAM), (Role.COORDINATOR, Scope.COHORT, COHORT)
    )
    assert roles_over(somebody, of_pack(PROGRAM)) == NOBODY


def test_pack_of_a_program_that_is_yet_to_be_is_the_administrators() -> None:
    administrator = actor((Role.ADMINISTRATOR, Scope.INSTALLATION, None))
    coordinator = actor((Role.COORDINATOR, Scope.INSTALLATION, None))
    assert roles_over(administrator, of_pack(None)) == {Role.ADMINISTRATOR}
    assert roles_over(coordinator, of_pack(PROGRAM)) == {Role.COORDINATOR}
    assert roles_over(coordinator, of_pack(None)) == NOBODY


def test_reach_is_told_by_scope_and_for_one_role() -> None:
    somebody = actor(
        (Role.FACILITATOR, Scope.PROGRAM, PROGRAM),
        (Role.FACILITATOR, Scope.COHORT, COHORT),
        (Role.LEAD, Scope.INSTITUTION, INSTITUTION),
    )
    one, none = frozenset({PROGRAM}), frozenset[UUID]()
    assert reach_of(somebody, Role.FACILITATOR) == Reach(False, one, frozenset({COHORT}), none)
    assert reach_of(somebody, Role.LEAD).institutions == {INSTITUTION}
    assert reach_of(somebody, Role.COORDINATOR) == Reach(False, none, none, none)
    everywhere = reach_of(actor((Role.FACILITATOR, Scope.INSTALLATION, None)), Role.FACILITATOR)
    assert everywhere.everything


def test_desk_of_a_role_is_for_who_holds_it_anywhere() -> None:
    somebody = actor((Role.COORDINATOR, Scope.COHORT, uuid4()))
    assert roles_at_desk(somebody) == {Role.PERSON, Role.COORDINATOR}
    assert roles_at_desk(actor()) == {Role.PERSON}


def test_part_in_one_session_makes_a_facilitator_there() -> None:
    assert by_part(has_part=False) == NOBODY
    part = by_part(has_part=True)
    assert roles_over(actor(), HERE, part) == {Role.FACILITATOR}
    assert roles_at_desk(actor(), part) == {Role.PERSON, Role.FACILITATOR}
