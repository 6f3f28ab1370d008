"""Whose arm of a trial has no live sessions reaches none, whichever way they go.

Every address is asked twice by the same learner: with sessions, to see that this looks at something,
and without. What tells of a session is looked for in every answer, page or file.
"""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.cohorts.arms.models import ArmAccess
from tests.addresses import cases
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn

TELLS = re.compile(
    r"/sessions/\d|zoom\.example|BEGIN:VEVENT|[Ll]ive session:|/check-in|Nov(?:ember)? 19|Case 1|"
    r"Make the session up|sessions? counted|Join"
)
"""An address, a link, an event, a moment, a case, or a word about how somebody was at one."""
PUBLIC = ("/join/fall-2026", "/join/fall-2026/qr.svg")
"""Whoever is signed out sees these, too."""


def without_sessions(session: Session, cast: Cast, who: str = "ada", **more: object) -> None:
    """Let the arm of somebody have none."""
    place = cast.enrollment(who).id
    arm = {"arm": "Asynchronous only", "has_sessions": False, "drawn_at": NOW}
    session.add(ArmAccess(enrollment_id=place, **arm | more))  # type: ignore[arg-type]
    session.commit()


def told(app: FastAPI, browser: Browser, objects: dict[str, dict[str, str]]) -> Iterator[str]:
    """Every address whose answer tells of a session, with what it tells."""
    everything = [
        (method, address)
        for method, address, _action, _path, cohort in cases(app, objects)
        if cohort in {None, "fall-2026"}
    ]
    for method, address in [*everything, *(("GET", address) for address in PUBLIC)]:
        answer = browser.request(method, address)
        there = answer.text + answer.headers.get("location", "")
        if found := sorted(set(TELLS.findall(there))):
            yield f"{method} {address} {answer.status_code}: {', '.join(found)}"


@pytest.mark.both_databases
def test_no_address_leads_to_a_session_of_another_arm(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast, objects: dict[str, dict[str, str]]
) -> None:
    ada = sign_in("ada")
    before = list(told(app, ada, objects))
    without_sessions(session, cast)

    assert len(before) > 20
    assert not list(told(app, ada, objects))
