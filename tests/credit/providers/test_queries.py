from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.credit.actions import approve_activity
from app.credit.approvals import Approval
from app.credit.proposals.actions import give_back, propose, take_back
from app.credit.providers.queries import providers_of
from app.people.providers.queries import provider_called
from tests.cast import ELSEWHERE, NOW, PROVIDER, Cast
from tests.credit.activities import without_activities
from tests.credit.approving import approval


def test_newest_version_says_whose_activity_it_is(session: Session, cast: Cast) -> None:
    assert providers_of(session, cast.fall.id) == {cast.provider.id}
    another = provider_called(session, ELSEWHERE)
    assert another is not None
    elsewhere = replace(approval(session), provider=ELSEWHERE.upper())
    activity = approve_activity(session, cast.fall, elsewhere, by=None, now=NOW)
    assert providers_of(session, cast.fall.id) == {another.id} == {activity.provider_id}
    assert activity.provider == ELSEWHERE.upper(), "its name stays as it was approved"


def test_cohort_without_credit_is_nobodys(session: Session, cast: Cast) -> None:
    assert providers_of(session, cast.program.id) == frozenset()


def asked_of(session: Session, cohort: Cohort, name: str, wanted: Approval | None = None) -> UUID:
    provider = provider_called(session, name)
    assert provider is not None
    wanted = replace(wanted or approval(session), provider=name)
    by = Cast(session).id("cora")
    propose(session, cohort, provider, wanted, officers=(), templates="t", by=by, now=NOW)
    return provider.id


def test_who_was_asked_in_vain_keeps_nothing(session: Session, cast: Cast) -> None:
    own = cast.provider.id
    asked = asked_of(session, cast.fall, ELSEWHERE)
    assert providers_of(session, cast.fall.id) == {own, asked}
    take_back(session, cast.fall, by=cast.id("cora"), now=NOW)
    assert providers_of(session, cast.fall.id) == {own}
    asked_of(session, cast.fall, ELSEWHERE)
    give_back(session, cast.fall, "Name the place.", by=cast.id("opal"), now=NOW)
    assert providers_of(session, cast.fall.id) == {own}, "something else is in force"


def test_who_returned_what_was_asked_keeps_it_until_something_is_in_force(
    session: Session, cast: Cast
) -> None:
    wanted = replace(approval(session), provider=PROVIDER)
    without_activities(session)
    asked = asked_of(session, cast.fall, ELSEWHERE, wanted)
    give_back(session, cast.fall, "Name the place.", by=cast.id("opal"), now=NOW)
    assert providers_of(session, cast.fall.id) == {asked}
    approve_activity(session, cast.fall, wanted, by=None, now=NOW)
    assert providers_of(session, cast.fall.id) == {cast.provider.id}
