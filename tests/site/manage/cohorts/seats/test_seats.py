"""Changing the seats of a cohort: in total, by institution, and below what is taken."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import seats
from app.core.models import AuditLine
from tests.cast import Cast
from tests.client import SignIn

SEATS = "/manage/cohorts/fall-2026/seats"


def test_seats_change_with_a_reason_and_a_line(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, sonoran = sign_in("cora"), cast.person("ben").institution_id
    sent = {"capacity": "40", f"share-{sonoran}": "3", "reason": "A smaller room."}
    assert cora.post(SEATS, data=sent).status_code == 303
    session.expire_all()
    now = seats(session, cast.fall.id)
    assert (now.capacity, now.shares) == (40, {sonoran: 3})
    line = session.scalars(select(AuditLine).order_by(col(AuditLine.id).desc())).first()
    assert line is not None
    assert (line.act, line.reason) == ("cohort.seats_changed", "A smaller room.")
    assert line.facts["before"] == {"seats": 600, "shares": {}}
    assert line.facts["after"] == {"seats": 40, "shares": {str(sonoran): 3}}
    page = cora.page(SEATS)
    assert page.form("Save seats").values(f"share-{sonoran}") == ["3"]


def test_fewer_than_are_taken_is_allowed_and_said(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, sonoran = sign_in("cora"), cast.person("nan").institution_id
    sent = {"capacity": "1", f"share-{sonoran}": "0", "reason": "Too many."}
    assert cora.post(SEATS, data=sent).status_code == 303
    said = " ".join(cora.page(SEATS).notices)
    assert "1 more seat is taken than the cohort has." in said
    assert "More people of Sonoran School of Medicine have a seat than its share." in said
    assert cast.enrollment("nan").is_enrolled


def test_what_cannot_be_is_said_at_its_field_and_kept(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, sonoran = sign_in("cora"), cast.person("ben").institution_id
    for sent, sentence in (
        ({"capacity": "40"}, "Say why."),
        ({"capacity": "600", "reason": "Why not"}, "The cohort already has these seats"),
        ({"capacity": "-1", "reason": "x"}, "Enter at least 0."),
        ({"capacity": "", "reason": "x"}, "Enter how many seats there are."),
        ({"reason": "x"}, "Enter how many seats there are."),
        ({"capacity": "4", f"share-{sonoran}": "many", "reason": "x"}, "Enter a whole number."),
        ({"capacity": "4", "share-nobody": "1", "reason": "x"}, "Choose one from the list."),
    ):
        answer = cora.post(SEATS, data=sent)
        assert answer.status_code == 422, sent
        assert sentence in answer.text, sent
    session.expire_all()
    assert seats(session, cast.fall.id).capacity == 600
