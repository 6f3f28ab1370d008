"""A cohort's attendance as Project ECHO's own lists have it: the same columns in every language.

The headers are those of iECHO's exports where it has one, since another program reads them.
"""

from collections.abc import Iterable, Sequence

from app.casework.rules import WAS_THERE
from app.cohorts.context import CohortContext
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.phrase import credits_fact
from app.language.moments import local
from app.outcomes.echo.rules import (
    EchoAttendance,
    EchoPerson,
    EchoReport,
    EchoSession,
    known_minutes,
)
from app.people.enums import Profession
from app.site.parts.attendance import WORDS
from app.site.parts.people import PROFESSIONS
from app.web.spreadsheet import Cell, Table

PROGRAM = """Hub Name,Program,Participant Group,Launch Date,Total Sessions Conducted,
Number of Participants,Number of Spokes,Hours Designated"""  # not shown
PARTICIPANTS = """First Name,Last Name,Academic Qualifications,Email,Spoke,Department,Discipline,
Title,Status,Sessions Attended,Minutes Attended,Sessions with Known Minutes"""  # not shown
SESSIONS = """Session,Session Title,Case,Start (UTC),Start (local),Minutes Planned,
Subject Matter Experts,Conducted,Final,Attended,Minutes Attended,
Attended with Known Minutes"""  # not shown
ATTENDANCE = """Session,Start (UTC),First Name,Last Name,Email,Spoke,Discipline,Role,Attendance,
Minutes,Percent,New,Final"""  # not shown
PARTICIPANT = "Participant"  # not shown
ACTIVE, INVITED = "Active", "Invited"  # not shown
YES_NO = {True: "Yes", False: "No"}  # not shown


def echo_tables(
    here: CohortContext, report: EchoReport, approved: ApprovedActivity | None
) -> list[Table]:
    """The four lists: the program, its people, its sessions, who came to which."""
    sessions = [_session(here, session) for session in report.sessions]
    return [
        _table("Program", PROGRAM, [_program(here, report, approved)]),  # not shown
        _table("Participants", PARTICIPANTS, _people(report)),  # not shown
        _table("Sessions", SESSIONS, sessions),  # not shown
        _table("Attendance", ATTENDANCE, map(_came, report.attendance)),  # not shown
    ]


def _table(title: str, headers: str, rows: Iterable[Sequence[Cell]]) -> Table:
    return Table([header.strip() for header in headers.split(",")], rows, title)


def _program(
    here: CohortContext, report: EchoReport, approved: ApprovedActivity | None
) -> Sequence[Cell]:
    launched = report.launched_at
    return [
        here.program.title,
        here.program.title,
        here.cohort.title,
        local(launched, here.cohort.zone).date() if launched else "",
        len(report.conducted),
        len(report.people),
        len({person.spoke for person in report.people}),
        _hours(approved),
    ]


def _hours(approved: ApprovedActivity | None) -> Cell:
    return credits_fact(approved.activity.designated_quarters) if approved else ""


def _people(report: EchoReport) -> list[Sequence[Cell]]:
    came: dict[EchoPerson, list[int | None]] = {person: [] for person in report.people}
    for row in report.attendance:
        if row.status in WAS_THERE:
            came[row.person].append(row.minutes)
    return [_person(person, minutes) for person, minutes in came.items()]


def _person(person: EchoPerson, minutes: Sequence[int | None]) -> Sequence[Cell]:
    known = known_minutes(minutes)
    return [
        person.given_name,
        person.family_name,
        person.degrees,
        person.email,
        person.spoke,
        person.department,
        PROFESSIONS[Profession(person.discipline)],
        person.rank,
        ACTIVE if person.is_active else INVITED,
        len(minutes),
        *(known.total, known.timed),
    ]


def _session(here: CohortContext, session: EchoSession) -> Sequence[Cell]:
    return [
        session.number,
        session.title,
        session.case_title,
        session.starts_at,
        local(session.starts_at, here.cohort.zone),
        session.minutes,
        "; ".join(session.leaders),
        YES_NO[session.is_conducted],
        YES_NO[session.is_final],
        session.attended,
        *(session.known.total, session.known.timed),
    ]


def _came(row: EchoAttendance) -> Sequence[Cell]:
    return [
        row.session.number,
        row.session.starts_at,
        row.person.given_name,
        row.person.family_name,
        row.person.email,
        row.person.spoke,
        PROFESSIONS[Profession(row.person.discipline)],
        PARTICIPANT,
        WORDS[row.status].option,
        "" if row.minutes is None else row.minutes,
        "" if row.percent is None else row.percent,
        YES_NO[row.is_new],
        YES_NO[row.session.is_final],
    ]
