"""Whose profession is to be verified, as long as they can claim by it."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.credit.extensions.actions import extend
from app.credit.extensions.rules import Wish
from app.credit.queries import activity_of
from app.credit.unverified.queries import unverified_in
from tests.cast import NOW, Cast

LATER = timedelta(days=400)


def unverified(session: Session, cast: Cast, after: timedelta = timedelta()) -> bool:
    """Whether Ben, who says that he is a physician, is among them."""
    cast.person("ben").profession_verified_at = None
    session.flush()
    by, own = cast.id("cora"), cast.spring.id
    return cast.id("ben") in unverified_in(session, [own], by=by, now=NOW + after).get(own, [])


def test_nobody_is_named_once_they_can_no_longer_claim(session: Session, cast: Cast) -> None:
    assert unverified(session, cast)
    assert not unverified(session, cast, LATER)


def test_who_has_more_time_is_named_for_as_long_as_they_have_it(
    session: Session, cast: Cast
) -> None:
    wish = Wish(NOW + LATER + timedelta(days=9), True, False, "Ill.")
    extend(session, cast.learner("ben"), wish, by=cast.id("cora"), now=NOW)
    assert unverified(session, cast, LATER)
    assert not unverified(session, cast, LATER + timedelta(days=9))


def test_nobody_is_named_once_the_activity_has_expired(session: Session, cast: Cast) -> None:
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    approved.activity.expires_at = NOW + timedelta(days=1)
    assert unverified(session, cast)
    assert not unverified(session, cast, timedelta(days=1))
