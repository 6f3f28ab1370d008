"""Every page of a learner is asked: none says "Absent" without what can restore it, or why not."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.cohorts.models import Cohort
from app.site.routers import ROUTERS
from tests.casework.absences import approve, miss, submit
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.page import Page

PAST = "/cohorts/fall-2026/sessions/1/absence"
FILLED = {"{cohort}": "fall-2026", "{position}": "1"}
OF_LEARNERS = ("/home", "/my/", "/cohorts/{cohort}")


def addresses() -> Iterator[str]:
    """What a learner can ask for about the session that they missed."""
    for route in chain.from_iterable(router.routes for router in ROUTERS):
        path = getattr(route, "path", "")
        if "GET" not in getattr(route, "methods", ()) or not path.startswith(OF_LEARNERS):
            continue
        for name, value in FILLED.items():
            path = path.replace(name, value)
        if "{" not in path:
            yield path


def nothing_more(_session: Session, _cast: Cast) -> None:
    """It can be made up."""


def make_ups_are_used(session: Session, cast: Cast) -> None:
    later = NOW + timedelta(days=3)
    miss(session, cast, position=2, now=later)
    approve(session, cast, submit(session, cast, position=2, now=later), now=later)


def cohort_is_closed(session: Session, cast: Cast) -> None:
    cast.fall.closes_at = NOW - timedelta(minutes=1)


def cohort_is_archived(session: Session, cast: Cast) -> None:
    cohort: Cohort = cast.fall
    cohort.closes_at = NOW - timedelta(days=2)
    cohort.archived_at = NOW - timedelta(days=1)


def one_waits(session: Session, cast: Cast) -> None:
    submit(session, cast)


def leads(page: Page) -> bool:
    links = [link.attribute("href") for link in page.main.all("a")]
    return any(href.split("#")[0] == PAST for href in links)


def pages(ada: Browser) -> Iterator[tuple[str, Page]]:
    for path in sorted(set(addresses())):
        answer = ada.get(path)
        if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
            yield path, answer.page


@pytest.mark.parametrize(
    "happened",
    [nothing_more, one_waits, make_ups_are_used, cohort_is_closed, cohort_is_archived],
)
def test_absent_is_never_shown_without_what_can_restore_it_or_why_nothing_can(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    happened: Callable[[Session, Cast], None],
) -> None:
    miss(session, cast, status=Status.ABSENT)
    happened(session, cast)
    session.commit()
    said = {path: page for path, page in pages(sign_in("ada")) if "Absent" in page.main.text}
    assert {"/my/record", PAST} <= said.keys()
    assert [path for path, page in said.items() if path != PAST and not leads(page)] == []
    card = said[PAST].main.text
    sentences = (
        "Submit this make-up",
        "Waits for an answer",
        "and you have had it",
        "is closed",
        "is archived",
    )
    assert any(sentence in card for sentence in sentences), card
