"""Once a certificate exists, no click changes what it stands on unseen, whichever way it comes.

Each way is clicked as somebody would who knows of no certificate. It either leads to a page that
names whom it touches and asks why, and flags the certificate when it is done, or it is refused.
A new address at which attendance is recorded is asked for here until it is one of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceSource
from app.casework.models import Attendance, AttendanceChange
from app.casework.rules import Mark
from app.certificates.models import Certificate, CertificateFile, CertificateFlag
from app.cohorts.models import CaseSession
from app.cohorts.rules import WHY
from app.language.moments import local
from app.policy.table import Action
from tests.addresses import handlers
from tests.amending import WHY as SAID
from tests.cast import Cast
from tests.client import Answer, Browser, SignIn
from tests.issued import issue_certificate

BEN = "Begay, Ben"
POSITION = 4
ROOM = f"/teach/spring-2026/sessions/{POSITION}"
SHEET, IMPORT, CORRECTION = (
    f"{ROOM}/attendance",
    f"{ROOM}/attendance/import",
    "/teach/spring-2026/correction",
)
HOLDING = f"/manage/cohorts/spring-2026/schedule/{POSITION}/holding"
CHANGES_NO_MARK = {
    "/teach/{cohort}/sessions/{position}/attendance/import",
    "/teach/{cohort}/sessions/{position}/attendance/import/columns",
    "/teach/{cohort}/sessions/{position}/attendance/import/zone",
    "/teach/{cohort}/sessions/{position}/attendance/import/discard",
}
"""That a file waits, and how it is read: no mark comes of it before it is applied."""
WHILE_IT_IS_ON = {
    "/teach/{cohort}/sessions/{position}/check-in/people",
    "/teach/{cohort}/sessions/{position}/check-in/strikes",
}
"""Check-ins that somebody adds or strikes: `tests/casework/check_ins/test_actions.py` has them."""


@dataclass(frozen=True)
class Office:
    """Cora, who has Ben's mark before her."""

    session: Session
    browser: Browser
    ben: UUID
    held: UUID
    starts_at: datetime

    @property
    def attendance(self) -> Attendance:
        here = (
            col(Attendance.case_session_id) == self.held,
            col(Attendance.enrollment_id) == self.ben,
        )
        return self.session.scalars(
            select(Attendance).where(*here).execution_options(populate_existing=True)
        ).one()

    def stands_on(self) -> tuple[Mark, bool]:
        """Ben's mark, and whether it counts."""
        own = self.attendance
        held = self.session.get_one(CaseSession, self.held, populate_existing=True)
        mark = Mark(own.status, own.version, own.source, own.minutes)
        return mark, held.not_held_at is None

    def issued(self) -> list[tuple[str, str, bytes]]:
        """All that is kept of certificates, to the byte."""
        rows = self.session.execute(
            select(Certificate, CertificateFile).join(
                CertificateFile, col(CertificateFile.certificate_id) == col(Certificate.id)
            )
        )
        return [(paper.snapshot, paper.pdf_sha256, file.pdf) for paper, file in rows]

    def flags(self) -> list[tuple[UUID, str]]:
        found = self.session.scalars(select(CertificateFlag))
        return [(flag.certificate_id, flag.reason) for flag in found]


Click = Callable[[Office], Answer]


def by_hand(office: Office) -> Answer:
    """Another status on the sheet."""
    form = office.browser.page(SHEET).form(action=SHEET)
    return office.browser.post(SHEET, data=form.fields | {f"mark-{office.ben}": "absent"})


def by_minutes(office: Office) -> Answer:
    """Only the minutes on the sheet."""
    form = office.browser.page(SHEET).form(action=SHEET)
    return office.browser.post(SHEET, data=form.fields | {f"minutes-{office.ben}": "3"})


def by_correction(office: Office) -> Answer:
    wanted = {"person": str(office.ben), f"mark-{POSITION}": "absent"}
    return office.browser.post(CORRECTION, data=wanted)


def by_file(office: Office) -> Answer:
    """A file that has nobody of the roster."""
    at = local(office.starts_at, "America/Denver")
    rows = f"Name,Join time,Leave time\nOtter notetaker,{at:%m/%d/%Y %H:%M},{at:%m/%d/%Y %H}:59\n"
    sent = office.browser.post(IMPORT, files={"file": ("meeting.csv", rows.encode())})
    form = office.browser.page(sent.headers["location"]).form(action=f"{IMPORT}/apply")
    return office.browser.post(form.action, data=form.fields)


def by_not_held(office: Office) -> Answer:
    """Its check page is where the link leads."""
    return office.browser.get(HOLDING)


def by_undo(office: Office) -> Answer:
    """As asked by a page that was opened before."""
    marked = col(AttendanceChange.attendance_id) == office.attendance.id
    save = office.session.scalars(select(AttendanceChange).where(marked)).one().save_id
    return office.browser.post(f"{SHEET}/undo", data={"save": str(save)})


ASKED: Mapping[str, tuple[str, Click]] = {
    "by hand": ("/teach/{cohort}/sessions/{position}/attendance", by_hand),
    "by minutes": ("/teach/{cohort}/sessions/{position}/attendance", by_minutes),
    "by correction": ("/teach/{cohort}/correction", by_correction),
    "by file": ("/teach/{cohort}/sessions/{position}/attendance/import/apply", by_file),
    "not held": ("/manage/cohorts/{cohort}/schedule/{position}/holding", by_not_held),
}
"""Ways that lead to a check page: to which address, and the click."""
REFUSED: Mapping[str, tuple[str, Click]] = {
    "undo": ("/teach/{cohort}/sessions/{position}/attendance/undo", by_undo),
}
"""Ways that nobody goes."""
WAYS: Mapping[str, tuple[str, Click]] = {**ASKED, **REFUSED}


@pytest.fixture
def office(session: Session, cast: Cast, sign_in: SignIn) -> Office:
    held = cast.case_session("spring-2026", POSITION)
    found = Office(session, sign_in("cora"), cast.enrollment("ben").id, held.id, held.starts_at)
    found.attendance.source = AttendanceSource.IMPORT  # what is marked by hand stays in any import
    session.commit()
    return found


@pytest.fixture
def paper(session: Session, cast: Cast) -> Certificate:
    issued = issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    return issued


@pytest.mark.parametrize("way", ASKED)
def test_click_is_looked_at_given_a_reason_and_flags_the_certificate(
    office: Office, paper: Certificate, way: str
) -> None:
    _address, click = ASKED[way]
    before, issued = office.stands_on(), office.issued()
    asked = click(office)
    assert asked.status_code == 200
    assert BEN in asked.page.text
    assert paper.number in asked.page.text
    (form,) = [form for form in asked.page.forms if "reason" in form.kinds]
    for reason in ("", "   "):
        silent = office.browser.post(form.action, data=form.fields | {"reason": reason})
        assert silent.status_code == 422
        assert str(WHY) in silent.page.one("#reason-error").text
    assert (office.stands_on(), office.flags()) == (before, [])
    done = office.browser.post(form.action, data=form.fields | {"reason": SAID})
    assert done.status_code == 303
    assert office.stands_on() != before
    assert office.flags() == [(paper.id, SAID)]
    assert office.issued() == issued
    assert paper.number in office.browser.page("/manage").text, "it waits in the queue"


@pytest.mark.parametrize("way", REFUSED)
def test_what_nobody_can_be_asked_about_is_refused(
    office: Office, paper: Certificate, way: str
) -> None:
    _address, click = REFUSED[way]
    before = office.stands_on()
    refused = click(office)
    assert refused.status_code == 409
    assert paper.number in refused.page.text
    assert (office.stands_on(), office.flags()) == (before, [])


@pytest.mark.parametrize("way", WAYS)
def test_without_a_certificate_every_one_of_these_clicks_would_change_something(
    office: Office, way: str
) -> None:
    """Else the others would show nothing."""
    _address, click = WAYS[way]
    before = office.stands_on()
    answer = click(office)
    if answer.status_code == 200:  # other things ask for a reason, too
        (form,) = [form for form in answer.page.forms if "reason" in form.kinds]
        answer = office.browser.post(form.action, data=form.fields | {"reason": SAID})
    assert answer.status_code == 303
    (mark, counts), (stood, counted) = office.stands_on(), before
    assert (mark.status, mark.minutes, counts) != (stood.status, stood.minutes, counted)
    assert office.flags() == []


def test_every_address_at_which_attendance_is_recorded_is_one_of_these(app: FastAPI) -> None:
    recording = {
        route.path
        for route, handler in handlers(app)
        if "POST" in (route.methods or ()) and handler.action is Action.ATTENDANCE_RECORD  # type: ignore[attr-defined]
    }
    ways = {address for address, _click in WAYS.values()}
    assert len(recording) >= 7
    assert recording - ways == CHANGES_NO_MARK | WHILE_IT_IS_ON
