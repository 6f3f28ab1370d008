"""A guest of one session learns nothing of the others: no address, no absence, by any route."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.make_up_requests.models import MakeUpRequest
from app.cohorts.actions import add_session_part
from app.cohorts.models import Enrollment
from tests.addresses import CHILDREN, handlers
from tests.casework.absences import ask, miss, submit
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, SignIn

COHORT, OWN = "fall-2026", 3
ASKED = ("", "?format=csv", "?format=xlsx", "?download_for=zoom", "?show=all&step=1")
"""What an address can ask for besides."""
WHY, INSTEAD = "A clinic.", "I would ask what they need before I offer any advice."
ADDRESSES = ("ada@example.org", "nan@example.org")


@pytest.fixture
def absences(session: Session, cast: Cast) -> None:
    """One makes session 1 up, another is to be excused from 2; Ben is a guest of session 3."""
    asked = select(col(Enrollment.person_id)).join(
        MakeUpRequest, col(MakeUpRequest.enrollment_id) == col(Enrollment.id)
    )
    has_asked = cast.id("ada") in session.scalars(asked).all()
    makes_up, excused = ("nan", "ada") if has_asked else ("ada", "nan")
    miss(session, cast, makes_up)
    submit(session, cast, makes_up)
    ask(session, cast, excused, 2)
    held = cast.case_session(COHORT, OWN)
    add_session_part(session, held.id, cast.id("ben"), "guest", by=None, now=NOW)
    session.commit()


def walk(
    app: FastAPI, objects: dict[str, dict[str, str]], browser: Browser
) -> Iterator[tuple[str, Answer]]:
    """Everything below `/teach` as somebody gets it, of each session: what is asked, what is sent.

    A form is sent empty, so its page comes back with what it knows.
    """
    routes = [route for route, _handler in handlers(app) if route.path.startswith("/teach")]
    assert len(routes) >= 40
    for route in sorted(routes, key=lambda route: "POST" in (route.methods or ())):
        for position in (1, 2, 3, 4) if "{position" in route.path else (1,):
            known = CHILDREN | objects[COHORT] | {"position": str(position)}
            path = re.sub(r"\{(\w+)[^}]*\}", lambda named, of=known: of[named[1]], route.path)  # type: ignore[misc]
            if "POST" in (route.methods or ()):
                yield f"POST {path}", browser.post(path, data={})
                continue
            for asked in ASKED:
                yield f"GET {path}{asked}", browser.get(f"{path}{asked}")


def content(answer: Answer) -> str:
    """What can be read of an answer, also inside a spreadsheet."""
    if not answer.content.startswith(b"PK"):
        return " ".join(answer.text.split())
    with zipfile.ZipFile(BytesIO(answer.content)) as parts:
        return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def told(secret: str, pages: dict[str, str]) -> set[str]:
    return {path for path, text in pages.items() if secret in text}


@pytest.mark.usefixtures("absences")
def test_guest_sees_no_address_and_no_absence_of_another_session_by_any_route(
    app: FastAPI, objects: dict[str, dict[str, str]], sign_in: SignIn
) -> None:
    found = list(walk(app, objects, sign_in("ben")))
    pages = {path: content(answer) for path, answer in found}
    for secret in (WHY, INSTEAD, *ADDRESSES):
        assert told(secret, pages) == set(), secret
    seen = {path for path, answer in found if answer.status_code == 200}
    room = f"GET /teach/{COHORT}/sessions/{OWN}"
    assert {room, *(f"{room}/{part}" for part in ("absences", "sheet", "groups"))} <= seen
    assert {path for path in seen if "/sessions/" in path} == {
        path for path in seen if f"/sessions/{OWN}" in path
    }
    assert {path for path in seen if "/sessions/" not in path} == {
        f"GET /teach{asked}" for asked in ASKED
    }
    assert f"{room}/sheet" in told("Alvarez", pages), "names of its people it shows"


@pytest.mark.usefixtures("absences")
@pytest.mark.parametrize(
    ("who", "secrets"), [("fay", (WHY, INSTEAD)), ("cora", (WHY, INSTEAD, *ADDRESSES))]
)
def test_the_walk_would_find_them(
    app: FastAPI,
    objects: dict[str, dict[str, str]],
    sign_in: SignIn,
    who: str,
    secrets: tuple[str, ...],
) -> None:
    pages = {path: content(answer) for path, answer in walk(app, objects, sign_in(who))}
    for secret in secrets:
        assert told(secret, pages), secret
    elsewhere = {path for path in told(WHY, pages) if "/sessions/2/absences" in path}
    assert elsewhere, "the page that a guest has of another session"
