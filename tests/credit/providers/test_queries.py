from dataclasses import replace

from sqlalchemy.orm import Session

from app.credit.actions import approve_activity
from app.credit.providers.queries import providers_of
from app.people.providers.queries import provider_called
from tests.cast import ELSEWHERE, NOW, Cast
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
