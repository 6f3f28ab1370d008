"""People who come to the second session of the running cohort, which is tomorrow at noon."""

from datetime import datetime, timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.casework.check_ins import actions
from app.casework.check_ins.actions import Shown
from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.rules import CheckedIn
from app.certificates.marks.actions import save_marks
from app.core.ids import derived_token
from tests.cast import Cast

SECRET = "a secret of the session"
COHORT, POSITION = "fall-2026", 2
LEARNER = f"/cohorts/{COHORT}/sessions/{POSITION}"
TEACH = f"/teach/{COHORT}/sessions/{POSITION}"


def at(cast: Cast, minutes: float) -> datetime:
    """So many minutes after the session began; before, if there is a minus."""
    return cast.case_session(COHORT, POSITION).starts_at + timedelta(minutes=minutes)


def come(
    session: Session,
    cast: Cast,
    persona: str,
    now: datetime,
    *,
    way: CheckInWay = CheckInWay.QR,
    code: str | None = None,
    device: str = "",
    since: datetime | None = None,
    door: Any = save_marks,
) -> CheckedIn:
    """Somebody checks in by the code that is shown, or by another one; `since`: by that of then."""
    typed = shown_code(SECRET, since or now).text if code is None else code
    return actions.check_in(
        session,
        cast.learner(persona, COHORT),
        cast.case_session(COHORT, POSITION).id,
        Shown(way, typed, device, since),
        secret=SECRET,
        save_marks=door,
        now=now,
    )


def turn_clock(app: FastAPI, cast: Cast, minutes: float) -> datetime:
    """It is so many minutes after the session began, for everybody who asks."""
    moment = at(cast, minutes)
    app.state.clock = lambda: moment
    return moment


def code_of(app: FastAPI, cast: Cast, now: datetime, position: int = POSITION) -> str:
    """The code that the installation shows for a session."""
    held = cast.case_session(COHORT, position).id
    key = app.state.settings.secret_key.get_secret_value()
    return shown_code(derived_token(key, "check-in", str(held)), now).text
