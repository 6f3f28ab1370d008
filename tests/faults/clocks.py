"""Clocks that jump: back two hours, on by a day, both changes of the clocks, the end of a year."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import UnitOpening
from app.cohorts.queries import units
from app.core.models import OutboxMessage
from tests.cast import NOW, Cast
from tests.every_form.own import secret_path
from tests.faults.experiments import experiment
from tests.faults.places import Place
from tests.faults.smtp import MoodyServer
from tests.faults.visitors import Visitor
from tests.faults.waiting import until

SPRING = datetime(2027, 3, 14, 9, tzinfo=UTC)
"""In Denver 2:00, which there is not: clocks go on to 3:00."""
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
FALL = datetime(2027, 11, 7, 8, tzinfo=UTC)
"""In Denver 2:00, which is 1:00 once more."""
JUMPS = (
    NOW - timedelta(hours=2),
    NOW + timedelta(days=1),
    NEW_YEAR,
    NEW_YEAR + timedelta(hours=7),
    SPRING,
    FALL,
)
PAGES = ("/home", "/cohorts/fall-2026", "/cohorts/fall-2026/units/2", "/my/profile")
DESKS = ("/manage", "/manage/cohorts/fall-2026/people", "/manage/cohorts/fall-2026/schedule")


@experiment("clock back 2 h, on 1 day, both changes, year end")
def jumps(place: Place) -> str:
    with MoodyServer() as server:
        place.smtp_url = server.url
        place.work()
        _, base = place.serve()
        for number, moment in enumerate(JUMPS):
            for seconds in (-1, 1):  # before and after it
                place.turn_clock_to(moment + timedelta(seconds=seconds))
                go_round(place, base)
            asks_for_link(place, base, server, number)
    return f"{len(JUMPS)} jumps, pages and desks at each, {len(JUMPS)} letters arrived"


def go_round(place: Place, base: str) -> None:
    ada, cora = (place.visitor(base).sign_in(name) for name in ("ada", "cora"))
    for visitor, pages in ((ada, PAGES), (cora, DESKS)):
        for path in pages:
            assert visitor.get(path).status_code == 200, path


def asks_for_link(place: Place, base: str, server: MoodyServer, number: int) -> None:
    """Her letter comes, whatever the clock says; its link opens once."""
    before = len(server.mails)
    ada = ask(place, base)
    until(place, lambda _session: bool(links(server, before)), 30)
    (link,) = links(server, before)
    assert ada.post(link, {}).status_code == 303, f"jump {number}"
    again = Visitor(base)
    assert again.post(link, {}).status_code == 422
    again.close()


def ask(place: Place, base: str) -> Visitor:
    """A browser that asked for a link."""
    visitor = place.visitor(base)
    answer = visitor.post("/sign-in", {"email": "ada@example.org", "next": "/home"})
    assert answer.status_code == 200
    return visitor


def links(server: MoodyServer, before: int) -> list[str]:
    """Where the sign-in letters lead that came after so many mails."""
    plain = (mail.get_body(("plain",)) for mail in server.mails[before:])
    letters = " ".join(part.get_content() for part in plain if part is not None)
    return re.findall(r"/sign-in/link/\S+", letters)


@experiment("an expired link when the clock goes back")
def link_stays_expired(place: Place) -> str:
    place.work()
    _, base = place.serve()
    visitor = ask(place, base)
    until(place, is_posted)
    with place.database.read() as session:
        link = secret_path(session, "sign_in")
    place.turn_clock(timedelta(minutes=11))
    assert visitor.post(link, {}).status_code == 422
    place.turn_clock(timedelta(minutes=-6))
    answer = visitor.post(link, {}).status_code
    assert answer == 422, f"the link that had expired is alive again: {answer}"
    return "it was refused, and still is"


def is_posted(session: Session) -> bool:
    """The letter waits for a mail server."""
    posted = select(OutboxMessage).where(col(OutboxMessage.kind) == "sign_in")
    return session.scalars(posted).first() is not None


@experiment("a unit that was seen open when the clock goes back")
def unit_stays_open(place: Place) -> str:
    _, base = place.serve()
    place.work()
    with place.database.read() as session:
        third = units(session, Cast(session).fall.id)[2]
    place.turn_clock_to(third.opens_at + timedelta(minutes=1))
    path = "/cohorts/fall-2026/units/3"
    assert has_forms(place.visitor(base).sign_in("ada"), path)
    until(place, partial(is_recorded, unit_id=third.id))
    place.turn_clock(timedelta(hours=-2))
    assert has_forms(place.visitor(base).sign_in("ada"), path), "it is closed again"
    return "it is still open"


def is_recorded(session: Session, *, unit_id: UUID) -> bool:
    """The worker has noted that it opened."""
    noted = select(UnitOpening).where(col(UnitOpening.unit_id) == unit_id)
    return session.scalars(noted).first() is not None


def has_forms(visitor: Visitor, path: str) -> bool:
    """Whether a unit can be worked in."""
    page = visitor.get(path)
    return page.status_code == 200 and f'action="{path}/reflection"' in page.text
