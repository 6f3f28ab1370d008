"""What stands in an audit folder, and that its numbers are those of the pages."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.imports import actions as imports
from app.casework.imports.models import AttendanceOriginal
from app.casework.imports.reviewing import Unread, read_sent
from app.casework.rules import Submitted
from app.certificates.enums import EventKind
from app.certificates.snapshot import CertificateKind
from app.cohorts.enrollments.actions import withdraw
from app.credit.enums import AMA_PRA_1, ActivityFormat
from app.credit.models import CreditSystem, Designation
from app.credit.queries import activity_of
from app.history.audit_folders.contents.evaluation import evaluation_sheets
from app.history.audit_folders.contents.folder import contents_of
from app.history.audit_folders.contents.queries import read_cohort
from app.history.audit_folders.cover.words import Cover, Ordered, cover_of
from app.history.audit_folders.cover.words import totals as totals_of
from app.surveys.enums import IdentityMode, Purpose
from tests.amending import amend
from tests.cast import NOW, Cast
from tests.certificates.office import SPRING, claim, complete, happened, here, record
from tests.client import SignIn, Statements
from tests.crowds import fill
from tests.history.audit_folders.ordered import WHY, rows_of
from tests.outcomes.answered import answered
from tests.outcomes.results.instruments import sheets

MEETING = (
    b"Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\r\n"
    b"=Ben,ben@example.org,04/09/2026 12:00,04/09/2026 12:50,50\r\n"
)


def files(session: Session) -> dict[str, bytes]:
    session.commit()
    session.expire_all()
    return contents_of(read_cohort(session, here(session), NOW)).files()


def table(session: Session, path: str) -> list[dict[str, str]]:
    return rows_of(files(session)[path])


def cover(session: Session) -> Cover:
    session.commit()
    session.expire_all()
    read = read_cohort(session, here(session), NOW)
    return cover_of(read, contents_of(read), Ordered(1, WHY, "Cora", invented=False))


def send_meeting(session: Session, *, with_bytes: bool = True) -> None:
    held = Cast(session).case_session(SPRING, 1).id
    sent: Unread = read_sent("Zoom Week=1.csv", MEETING)
    if not with_bytes:
        sent = replace(sent, content=None)
    imports.keep(session, held, [sent], by=Cast(session).id("cora"), now=NOW)


def test_totals_of_the_cover_are_those_of_the_pages(session: Session, sign_in: SignIn) -> None:
    fill(session, Cast(session).spring, 30, now=NOW)
    complete(session, "ada")
    claim(session)
    record(session, kind=CertificateKind.CME_CREDIT)
    happened(session, record(session, "ada"), EventKind.REVOKED)
    session.commit()
    read = read_cohort(session, here(session), NOW)
    totals = {str(term): str(told) for term, told in totals_of(read)}
    cora, path = sign_in("cora"), f"/manage/cohorts/{SPRING}"
    register = cora.page(f"{path}/certificates/register").main.text
    assert f"Valid {totals['Certificates that are valid']}" in register
    assert f"Revoked {totals['Certificates that were revoked']}" in register
    people = rows_of(cora.get(f"{path}/people?format=csv").content)
    assert totals["Enrolled now"] == str(len(people))
    certificates = rows_of(cora.get(f"{path}/certificates?format=csv").content)
    claimed = [row for row in certificates if row["Claimed"]]
    assert totals["Claims that hold"] == str(len(claimed))


def _counts(made: Cover) -> list[tuple[str, str]]:
    return [(path, rows) for path, _about, rows in made.holds]


def test_counts_of_the_cover_are_those_of_the_tables(session: Session) -> None:
    claim(session)
    record(session)
    send_meeting(session)
    held, told = files(session), dict(_counts(cover(session)))
    tables = [path for path in held if path.endswith(".csv") and "/files/" not in path]
    assert {path: str(len(rows_of(held[path]))) for path in tables} == {
        path: told[path] for path in tables
    }
    assert (told["attendance/files/"], told["certificates/…/"]) == ("1", "1")
    credit = dict(cover(session).totals)["AMA PRA Category 1 Credit(s)™ claimed"]
    assert credit == table(session, "credit/claims.csv")[0]["Claimed"] == "5.50"


def test_file_of_a_meeting_is_in_it_byte_for_byte(session: Session) -> None:
    send_meeting(session)
    (row,) = table(session, "attendance/files.csv")
    assert row["In this folder"] == "attendance/files/001-1-Zoom-Week-1.csv"
    assert row["What that is"] == "The file, byte for byte"
    assert files(session)[row["In this folder"]] == MEETING
    assert not any("The bytes of some files" in line for line in cover(session).left_out)


def test_of_a_file_from_before_the_lines_are_in_it_and_it_is_said(session: Session) -> None:
    send_meeting(session, with_bytes=False)
    assert session.scalars(select(AttendanceOriginal)).all() == []
    (row,) = table(session, "attendance/files.csv")
    assert row["In this folder"].endswith("-lines.csv")
    lines = files(session)[row["In this folder"]].decode("utf-8-sig")
    assert "'=Ben,ben@example.org" in lines, "no program takes it for a formula"
    assert any("The bytes of some files" in line for line in cover(session).left_out)


def test_a_file_that_is_thrown_away_leaves_no_bytes(session: Session, cast: Cast) -> None:
    send_meeting(session)
    held = cast.case_session(SPRING, 1).id
    assert len(session.scalars(select(AttendanceOriginal)).all()) == 1
    assert imports.discard(session, held, by=cast.id("cora"), now=NOW) == 1
    assert session.scalars(select(AttendanceOriginal)).all() == []


def test_corrections_say_from_what_to_what_by_whom_and_why(session: Session, cast: Cast) -> None:
    place, held = cast.enrollment("ben", SPRING).id, cast.case_session(SPRING, 2).id
    wanted = {place: Submitted(AttendanceStatus.LATE, cast.mark(place, held), 41)}
    amend(session, held, wanted, by=cast.id("cora"), now=NOW, why="@The host said so.")
    row = next(row for row in table(session, "attendance/changes.csv") if row["Change"] == "2")
    assert (row["Name"], row["Unit"], row["From"], row["To"], row["Minutes after"]) == (
        "Begay, Ben", "Week 2", "present", "late", "41",
    )  # fmt: skip
    assert row["By"] == "Cora Castellano, MPH"
    assert row["Why"] == "'@The host said so."
    assert dict(cover(session).totals)["Changes of a mark after the first"] == "1"


def test_claims_have_their_arithmetic_and_stay_when_taken_back(session: Session) -> None:
    claim(session)
    (row,) = table(session, "credit/claims.csv")
    assert [row[name] for name in ("Claimed", "Eligible at the claim", "Designated")] == [
        "5.50", "6.00", "6.00",
    ]  # fmt: skip
    minutes = [row[name] for name in ("Minutes of modules", "Minutes of sessions")]
    assert (minutes, row["Minutes counted"]) == (["120", "240"], "360")
    by_unit = [own for own in table(session, "credit/minutes.csv") if own["Name"] == "Begay, Ben"]
    assert sum(int(own["Minutes"]) for own in by_unit) == 360


def test_claim_stands_beside_the_maximum_of_its_own_system(session: Session) -> None:
    made = claim(session)
    own = select(Designation).join(CreditSystem, col(CreditSystem.id) == col(Designation.system_id))
    own = own.where(col(Designation.activity_id) == made.activity_id)
    session.scalars(own.where(col(CreditSystem.key) == AMA_PRA_1)).one().max_quarters = 23
    (row,) = table(session, "credit/claims.csv")
    assert row["Designated"] == "5.75", "and not of the activity, of which hours are certified too"


@pytest.mark.parametrize(("people", "is_told"), [(4, False), (12, True)])
def test_evaluations_are_numbers_of_five_and_more_and_no_text(
    session: Session, cast: Cast, people: int, *, is_told: bool
) -> None:
    answered(session, cast.spring, people, purpose=Purpose.EVALUATION, mode=IdentityMode.IDENTIFIED)
    session.commit()
    questions, answers = evaluation_sheets(read_cohort(session, here(session), NOW))
    counted = {row["Counted"] for row in rows_of(questions.content)}
    assert counted == ({str(people)} if is_told else {"too few to show"})
    assert bool(rows_of(answers.content)) is is_told
    for sheet in sheets(people):
        for text in (value for value in sheet.values() if isinstance(value, str) and " " in value):
            assert text not in answers.content.decode()


def test_who_left_is_in_the_roster_and_studies_are_not_in_the_history(
    session: Session, cast: Cast
) -> None:
    withdraw(session, cast.enrollment("ben", SPRING), reason="Moved.", by=cast.id("cora"), now=NOW)
    (row,) = table(session, "roster.csv")
    assert (row["Name"], row["Status"]) == ("Begay, Ben", "withdrawn")
    totals = dict(cover(session).totals)
    assert (totals["Enrolled now"], totals["Enrolled once, and no longer"]) == ("0", "1")
    events = table(session, "enrollment-events.csv")
    assert ("withdrawn", "Moved.") in {(event["Step"], event["Why"]) for event in events}
    acts = {line["Act"].partition(".")[0] for line in table(session, "history.csv")}
    assert "enrollment" in acts
    assert not acts & {"arm", "survey", "thread", "reflection", "pseudonyms", "contamination"}


def test_arithmetic_of_who_left_stands_beside_their_claim(session: Session, cast: Cast) -> None:
    claim(session)
    there = table(session, "credit/arithmetic.csv"), table(session, "credit/minutes.csv")
    withdraw(session, cast.enrollment("ben", SPRING), reason="Moved.", by=cast.id("cora"), now=NOW)
    assert len(table(session, "credit/claims.csv")) == 1
    left = table(session, "credit/arithmetic.csv"), table(session, "credit/minutes.csv")
    assert left == there
    assert "Begay, Ben" in {row["Name"] for row in left[0]}


def test_activity_says_its_expiry_and_the_choice_of_its_format(
    session: Session, cast: Cast
) -> None:
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    approved.activity.expires_at = NOW + timedelta(days=30)
    approved.activity.format = ActivityFormat.BLENDED
    session.flush()
    (row,) = table(session, "credit/activity.csv")
    assert row["Choice of format"] == "blended"
    assert datetime.fromisoformat(row["Expires"]) == NOW + timedelta(days=30)


def test_what_no_longer_holds_is_apart_with_its_reason(session: Session) -> None:
    claim(session)
    held = record(session, pdf=b"%PDF-1")
    revoked = record(session, kind=CertificateKind.CME_CREDIT, pdf=b"%PDF-2")
    happened(session, revoked, EventKind.REVOKED)
    found = files(session)
    assert found[f"certificates/valid/{held.number}.pdf"] == b"%PDF-1"
    assert found[f"certificates/no-longer-valid/{revoked.number}.pdf"] == b"%PDF-2"
    (row,) = rows_of(found["certificates/revocations.csv"])
    assert (row["Number"], row["What"]) == (revoked.number, "revoked")


def test_cohort_without_an_activity_says_so(session: Session) -> None:
    empty = replace(read_cohort(session, here(session, "fall-2026"), NOW), activities=())
    made = cover_of(empty, contents_of(empty), Ordered(1, WHY, "李 Cora", invented=True))
    assert "Credit: no accredited activity belongs to this cohort." in made.left_out
    assert dict(made.facts)["Made by"] == "? Cora", "no letter keeps a folder from being made"


def test_more_people_need_no_more_statements(session: Session, statements: Statements) -> None:
    counts = []
    for seed in (1, 2):
        fill(session, Cast(session).spring, 20, now=NOW, seed=seed)
        session.commit()
        context = here(session)
        session.expire_all()
        session.refresh(context.cohort)
        with statements() as count:
            read = read_cohort(session, context, NOW + timedelta(hours=1))
        assert len(read.places) == 20 * seed + 1
        counts.append(count.total)
    assert counts[0] == counts[1]
