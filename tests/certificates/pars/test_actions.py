"""Files for PARS from the permission to the upload, in the database and as a workbook."""

from contextlib import suppress
from datetime import date, time
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.alterations.models import CertificateAlteration
from app.certificates.alterations.rules import ALTERED
from app.certificates.enums import EventKind
from app.certificates.models import Certificate
from app.certificates.pars import actions, queries
from app.certificates.pars.enums import FileMark, RecordAction, RowState
from app.certificates.pars.models import ReportingFile, ReportingPermission, ReportingRow
from app.certificates.pars.rules import (
    BAD_STATE,
    DRAFT,
    MARKED,
    MARKED_ALREADY,
    NO_MARK,
    NO_WHY,
    NOT_NEWEST,
    NOTHING_TO_REPORT,
    PERSONAL,
    TAKEN_BACK_SINCE,
    WAITS,
    Details,
    headers,
)
from app.certificates.pars.sheet import workbook_of
from app.certificates.snapshot import CertificateKind
from app.cohorts.drafts.actions import start_draft
from app.cohorts.drafts.calendar.rules import Dates
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.credit.drafts.actions import discard_draft
from tests.cast import NOW, Cast
from tests.certificates.office import claim, complete, happened, record, rename
from tests.certificates.pars.reported import (
    ACTIVITY,
    DETAILS,
    cells_of,
    certified,
    made,
    number,
    permit,
    place,
    standing,
)
from tests.races import at_once
from tests.refusals import refuses


def ready(session: Session) -> None:
    certified(session)
    permit(session)
    number(session)


def mark(session: Session, file: ReportingFile, to: FileMark, note: str = "") -> None:
    actions.mark_file(session, file, to, note=note, by=Cast(session).id("cora"), now=NOW)


def acts(session: Session) -> list[str]:
    found = select(col(AuditLine.act)).where(col(AuditLine.act).startswith("pars."))
    return list(session.scalars(found.order_by(col(AuditLine.id))))


def test_strict_reader_finds_text_cells_and_the_exact_headers(session: Session) -> None:
    ready(session)
    _file, rows = made(session)
    top, row = cells_of(workbook_of(rows))
    assert top == [("s", header) for header in headers()]
    assert row == [
        ("s", "Add"), ("s", ACTIVITY), ("s", "04/30/2026"), ("s", "Ben"), ("s", "Begay"),
        ("s", "02/09"), ("s", "New Mexico"), ("s", "MD-0012345"), ("n", "5.50"),
        *[("", "")] * 6,
    ]  # fmt: skip
    assert workbook_of(rows) == workbook_of(rows)


def test_file_takes_up_only_what_is_new(session: Session) -> None:
    ready(session)
    file, _rows = made(session)
    with refuses(WAITS(number=1)):
        made(session)
    mark(session, file, FileMark.UPLOADED)
    with refuses(NOTHING_TO_REPORT):
        made(session)
    assert [line.state for line in standing(session)] == [RowState.REPORTED]


def test_refused_file_is_written_again(session: Session) -> None:
    ready(session)
    file, rows = made(session)
    with refuses(NO_WHY):
        mark(session, file, FileMark.REFUSED)
    mark(session, file, FileMark.REFUSED, "Unknown license.")
    again, same = made(session)
    assert (again.number, same) == (2, rows)
    with refuses(NOT_NEWEST):
        mark(session, file, FileMark.UPLOADED)


def test_what_became_of_a_file_is_said_once(session: Session) -> None:
    """Else a Delete that was uploaded, and refused after that, comes again without a name."""
    ready(session)
    file, (add,) = made(session)
    mark(session, file, FileMark.UPLOADED)
    actions.take_back(session, place(session), by=Cast(session).id("ben"), now=NOW)
    file, _rows = made(session)
    with refuses(NO_MARK):
        mark(session, file, FileMark.WAITING)
    mark(session, file, FileMark.UPLOADED)
    for other in (FileMark.REFUSED, FileMark.WAITING):
        with refuses(NO_MARK if other is FileMark.WAITING else MARKED_ALREADY):
            mark(session, file, other, "No.")
    mark(session, file, FileMark.UPLOADED)
    assert acts(session)[-2:] == ["pars.file-made", "pars.file-uploaded"]
    permit(session)
    _file, (again,) = made(session)
    assert again == add


def test_refused_file_is_not_said_to_be_uploaded_after_all(session: Session) -> None:
    ready(session)
    file, _rows = made(session)
    mark(session, file, FileMark.REFUSED, "Unknown license.")
    with refuses(MARKED_ALREADY):
        mark(session, file, FileMark.UPLOADED)


def personal(session: Session) -> set[str]:
    """All that is personal in any row of any file."""
    session.expire_all()
    rows = session.scalars(select(ReportingRow)).all()
    return {row.cells[header] for row in rows for header in PERSONAL} - {""}


@pytest.mark.parametrize("withdraws_first", [True, False])
def test_rows_of_who_withdrew_and_was_never_in_pars_are_emptied(
    session: Session, withdraws_first: bool
) -> None:
    """No Delete of them ever follows, after which it would be done."""
    ready(session)
    file, _rows = made(session)
    by = Cast(session).id("ben")
    if withdraws_first:
        actions.take_back(session, place(session), by=by, now=NOW)
        assert "MD-0012345" in personal(session), "it may be uploaded yet"
        mark(session, file, FileMark.REFUSED, "Not sent.")
    else:
        mark(session, file, FileMark.REFUSED, "Unknown license.")
        assert "MD-0012345" in personal(session), "the same goes into the next file"
        actions.take_back(session, place(session), by=by, now=NOW)
    assert personal(session) == set()


def test_rows_stay_while_pars_may_hold_what_they_say(session: Session) -> None:
    """Also where the Delete was refused: the next one names them again."""
    ready(session)
    file, _rows = made(session)
    mark(session, file, FileMark.UPLOADED)
    happened(session, session.scalars(select(Certificate)).one(), EventKind.REVOKED)
    file, deletes = made(session)
    actions.take_back(session, place(session), by=Cast(session).id("ben"), now=NOW)
    mark(session, file, FileMark.REFUSED, "Try again.")
    assert "MD-0012345" in personal(session)
    file, again = made(session)
    assert again == deletes
    mark(session, file, FileMark.UPLOADED)
    assert personal(session) == set()


def test_others_in_a_refused_file_keep_their_rows(session: Session) -> None:
    ready(session)
    complete(session, "ada")
    claim(session, "ada")
    record(session, "ada", kind=CertificateKind.CME_CREDIT)
    permit(session, "ada", Details(3, 4, "Texas", "TX 77"))
    file, _rows = made(session)
    actions.take_back(session, place(session), by=Cast(session).id("ben"), now=NOW)
    mark(session, file, FileMark.REFUSED, "Not sent.")
    assert {"MD-0012345", "TX 77"} & personal(session) == {"TX 77"}


def test_reissue_is_a_delete_and_an_add_and_revocation_a_delete(session: Session) -> None:
    ready(session)
    file, (first,) = made(session)
    mark(session, file, FileMark.UPLOADED)
    person = Cast(session).person("ben")
    person.family_name = "Begaye"
    session.flush()
    file, (delete, add) = made(session)
    assert (delete.action, delete.cells) == (RecordAction.DELETE, first.cells)
    assert (add.action, add.cells["Last Name"]) == (RecordAction.ADD, "Begaye")
    mark(session, file, FileMark.UPLOADED)
    (held,) = queries.candidates(session, Cast(session).spring.id)
    assert held.completed_on is not None
    happened(session, session.scalars(select(Certificate)).one(), EventKind.REVOKED)
    _file, (gone,) = made(session)
    assert (gone.action, gone.cells) == (RecordAction.DELETE, add.cells)


def test_withdrawal_empties_what_was_given_and_after_the_delete_the_rows(session: Session) -> None:
    ready(session)
    file, _rows = made(session)
    mark(session, file, FileMark.UPLOADED)
    own, by = place(session), Cast(session).id("ben")
    actions.take_back(session, own, by=by, now=NOW)
    actions.take_back(session, own, by=by, now=NOW)
    left = session.get_one(ReportingPermission, own)
    assert (left.birth_month, left.birth_day, left.state, left.license_id) == (0, 0, "", "")
    assert [line.state for line in standing(session)] == [RowState.TO_DELETE]
    file, (delete,) = made(session)
    assert delete.cells["Licensing ID or NPI"] == "MD-0012345", "PARS finds whom to delete by it"
    mark(session, file, FileMark.UPLOADED)
    kept = session.scalars(select(ReportingRow)).all()
    assert len(kept) == 2
    assert {row.cells[header] for row in kept for header in PERSONAL} == {""}
    assert {row.cells["Number of CME Credits"] for row in kept} == {"5.50"}
    assert [line.state for line in standing(session)] == [RowState.LACKING]
    permit(session)
    assert [line.state for line in standing(session)] == [RowState.TO_ADD]


def test_database_refuses_a_withdrawal_that_keeps_anything(session: Session) -> None:
    ready(session)
    session.get_one(ReportingPermission, place(session)).withdrawn_at = NOW
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_history_tells_that_and_never_what(session: Session) -> None:
    ready(session)
    permit(session)
    permit(session, details=Details(2, 9, "Texas", "TX 77"))
    actions.take_back(session, place(session), by=Cast(session).id("ben"), now=NOW)
    assert acts(session) == [
        "pars.permitted",
        "pars.activity-numbered",
        "pars.permission-changed",
        "pars.permission-withdrawn",
    ]
    told = str([line.facts for line in session.scalars(select(AuditLine))])
    assert "TX 77" not in told
    assert "MD-0012345" not in told


def test_what_is_impossible_is_kept_by_nobody(session: Session) -> None:
    with refuses(BAD_STATE):
        permit(session, details=Details(2, 9, "Atlantis", "12345"))
    assert session.scalars(select(ReportingPermission)).all() == []


def test_draft_gets_no_number_and_can_still_be_thrown_away(session: Session) -> None:
    cast = Cast(session)
    by, dates = cast.id("cora"), Dates(date(2027, 1, 14), time(12), "America/Denver", 60)
    draft = start_draft(session, cast.program, dates, "Draft", by=by, now=NOW)
    with refuses(DRAFT):
        actions.number_activity(session, draft, ACTIVITY, by=by, now=NOW)
    discard_draft(session, draft, by=by, now=NOW)
    session.flush()


def test_marked_file_is_not_handed_out(session: Session) -> None:
    ready(session)
    file, _rows = made(session)
    by = Cast(session).id("cora")
    actions.hand_over(session, file, by=by, now=NOW)
    mark(session, file, FileMark.UPLOADED)
    with refuses(MARKED):
        actions.hand_over(session, file, by=by, now=NOW)
    assert acts(session)[-3:] == ["pars.file-made", "pars.file-downloaded", "pars.file-uploaded"]


def test_file_is_not_handed_out_once_somebody_in_it_withdrew(session: Session) -> None:
    ready(session)
    file, _rows = made(session)
    cast = Cast(session)
    actions.take_back(session, place(session), by=cast.id("ben"), now=NOW)
    with refuses(TAKEN_BACK_SINCE):
        actions.hand_over(session, file, by=cast.id("cora"), now=NOW)
    mark(session, file, FileMark.REFUSED, "Not sent.")
    with refuses(NOTHING_TO_REPORT):
        made(session)


def test_hours_and_completion_are_not_reported(session: Session) -> None:
    complete(session, "ada")
    record(session, "ada")
    claim(session)
    record(session)
    permit(session)
    number(session)
    assert standing(session) == []


def test_name_is_the_one_of_the_profile(session: Session) -> None:
    ready(session)
    rename(session, "ben", "Benjamin Q. Begay")
    _file, (row,) = made(session)
    assert (row.cells["First Name"], row.cells["Last Name"]) == ("Ben", "Begay")
    assert DETAILS.license_id == row.cells["Licensing ID or NPI"]


def test_two_who_make_the_file_at_once_make_one(real_database: Database) -> None:
    with real_database.write() as own:
        ready(own)

    def make() -> UUID | None:
        with suppress(RefusedError), real_database.write() as own:
            cast = Cast(own)
            return actions.make_file(own, cast.spring, by=cast.id("cora"), now=NOW).id
        return None

    assert sorted(made is None for made in at_once(make, make)) == [False, True]
    with real_database.read() as read:
        assert len(read.scalars(select(ReportingRow)).all()) == 1


def test_who_withdraws_while_the_file_is_refused_leaves_nothing(real_database: Database) -> None:
    with real_database.write() as own:
        ready(own)
        file_id = made(own)[0].id

    def withdraw() -> None:
        with real_database.write() as own:
            actions.take_back(own, place(own), by=Cast(own).id("ben"), now=NOW)

    def refuse() -> None:
        with real_database.write() as own:
            mark(own, own.get_one(ReportingFile, file_id), FileMark.REFUSED, "Not sent.")

    at_once(withdraw, refuse)
    with real_database.write() as read:
        assert personal(read) == set()


def test_altered_credit_gets_no_row(session: Session) -> None:
    number(session)
    permit(session)
    held = certified(session)
    session.flush()
    session.add(CertificateAlteration(certificate_id=held.id, edition=1, at=NOW))
    (line,) = standing(session)
    assert line.rows == ()
    assert line.lacks == [ALTERED]
