"""A meeting's file on the desk: what was recognized, choices, lists, and applying it once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.imports.models import AttendanceAlias, AttendanceImport
from app.casework.models import Attendance
from app.cohorts.models import Enrollment
from tests.cast import Cast, add_enrollment, make_person
from tests.client import Browser, SignIn, Statements
from tests.cohorts.intake.workbook import workbook
from tests.issued import issue_certificate
from tests.page import Page

PATH = "/teach/fall-2026/sessions/1/attendance"
IMPORT = f"{PATH}/import"
HEADER = (
    "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n"
)


def row(name: str, address: str = "", start: str = "12:00", end: str = "12:55") -> str:
    return f"{name},{address},11/12/2026 {start},11/12/2026 {end},55,No,No\n"


FILE = HEADER + row("Ada Alvarez", "ada@example.org") + row("Otter notetaker")


def sent(browser: Browser, *texts: str | bytes) -> Page:
    """Files that were taken, and the page that they lead to."""
    files = [
        ("file", (f"{n}.csv", text.encode() if isinstance(text, str) else text))
        for n, text in enumerate(texts)
    ]
    answer = browser.post(IMPORT, files=files)
    assert answer.status_code == 303, answer.text
    return browser.page(answer.headers["location"])


def marks(session: Session, cast: Cast) -> dict[str, AttendanceStatus]:
    session.expire_all()
    held = cast.case_session("fall-2026", 1).id
    own = {cast.enrollment(name).id: name for name in ("ada", "nan")}
    found = session.scalars(select(Attendance))
    return {
        own[mark.enrollment_id]: mark.status
        for mark in found
        if mark.case_session_id == held and mark.enrollment_id in own
    }


@pytest.fixture
def fay(sign_in: SignIn) -> Browser:
    return sign_in("fay")


def maria(session: Session, cast: Cast, site: str) -> Enrollment:
    profession = cast.person("ada").profession
    name = f"maria-{site[:2].lower()}"
    person = make_person(
        session, name, "Maria", "Garcia", "MD", profession, institution=cast.institution(site)
    )
    place = add_enrollment(session, person, cast.fall, at=cast.fall.enrollment_opens_at)
    session.commit()
    return place


def test_from_attendance_to_applied_marks(session: Session, cast: Cast, fay: Browser) -> None:
    assert fay.page(PATH).link("Import a file") == IMPORT
    assert fay.page(IMPORT).heading == "Import attendance: Case 1"
    page = sent(fay, FILE)
    assert "A Zoom meeting report with the new headers. Its times are Mountain Time." in page.text
    assert "1 of 2 people is matched." not in page.text
    assert "1 of 2 people are matched." in page.text
    assert "Nothing is written before you apply" in page.text
    assert "2 marks: 1 present and 1 absent." in page.text
    assert marks(session, cast) == {}
    answer = fay.post(f"{IMPORT}/apply", data=page.form(action=f"{IMPORT}/apply").fields)
    assert answer.status_code == 303, answer.text
    done = fay.page(answer.headers["location"])
    assert "Saved 2 marks." in done.text
    assert marks(session, cast) == {"ada": "present", "nan": "absent"}


def test_the_same_file_again_says_so_and_changes_nothing(
    session: Session, cast: Cast, fay: Browser
) -> None:
    page = sent(fay, FILE)
    fay.post(f"{IMPORT}/apply", data=page.form(action=f"{IMPORT}/apply").fields)
    again = sent(fay, FILE)
    assert "1 file was here already: sending it again changes nothing." in again.text
    assert "These files change no mark, and nothing waits to be applied." in again.text
    assert len(session.scalars(select(AttendanceImport)).all()) == 1
    assert "0.csv, applied November 18, 2026" in fay.page(IMPORT).text


def test_a_name_of_two_is_chosen_and_not_remembered(
    session: Session, cast: Cast, fay: Browser
) -> None:
    first, other = maria(session, cast, "High Desert"), maria(session, cast, "Sonoran")
    page = sent(fay, HEADER + row("Maria Garcia") + row("A. Alvarez iPad"))
    form = page.form(action=f"{IMPORT}/apply")
    names = [name for name, kind in form.kinds.items() if name.startswith("choice-")]
    assert len(names) == 2
    assert not any(name in form.fields for name in names)
    assert "2 still open" in page.text
    assert "3 people keep what they have. Their mark stays until you choose." in page.text
    chosen = {}
    for name in names:
        offered = form.choices(name)
        whom = str(other.id) if str(other.id) in offered else str(cast.enrollment("ada").id)
        assert whom in offered
        chosen[name] = whom
    look = fay.post(f"{IMPORT}/apply", data=form.fields | chosen | {"look": "yes"})
    assert look.status_code == 200
    assert "All are chosen" in look.page.text
    assert marks(session, cast) == {}
    done = fay.post(f"{IMPORT}/apply", data=form.fields | chosen)
    assert done.status_code == 303, done.text
    assert marks(session, cast) == {"ada": "present", "nan": "absent"}
    aliases = session.scalars(select(AttendanceAlias)).all()
    assert [alias.alias for alias in aliases] == ["a alvarez ipad"]
    assert first.id != other.id


def test_a_row_of_nobody_is_somebody_s_where_one_says_so(
    session: Session, cast: Cast, fay: Browser
) -> None:
    page = sent(fay, FILE)
    form = page.form(action=f"{IMPORT}/apply")
    (row_,) = [key for key in form.choices("row") if key]
    said = {"row": row_, "whose": str(cast.enrollment("nan").id)}
    look = fay.post(f"{IMPORT}/apply", data=form.fields | said | {"look": "yes"}).page
    assert "2 marks: 2 present." in look.text
    fay.post(f"{IMPORT}/apply", data=look.form(action=f"{IMPORT}/apply").fields)
    assert marks(session, cast) == {"ada": "present", "nan": "present"}


def test_a_mark_made_by_hand_stays(session: Session, cast: Cast, fay: Browser) -> None:
    form = fay.page(PATH).form(action=PATH)
    fay.post(PATH, data=form.fields | {f"mark-{cast.enrollment('ada').id}": "excused"})
    page = sent(fay, FILE)
    assert "1 person keeps what they have. A mark made by hand stays." in page.text
    fay.post(f"{IMPORT}/apply", data=page.form(action=f"{IMPORT}/apply").fields)
    assert marks(session, cast) == {"ada": "excused", "nan": "absent"}


def test_marks_that_changed_meanwhile_are_looked_at_again(
    session: Session, cast: Cast, fay: Browser
) -> None:
    page = sent(fay, FILE)
    form = fay.page(PATH).form(action=PATH)
    fay.post(PATH, data=form.fields | {f"mark-{cast.enrollment('ada').id}": "late"})
    answer = fay.post(f"{IMPORT}/apply", data=page.form(action=f"{IMPORT}/apply").fields)
    assert answer.status_code == 409
    assert "Nothing was written" in answer.page.text
    assert marks(session, cast) == {"ada": "late"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\x00\x00", "This file is not a table."),
        (HEADER.encode(), "The file has headers and nobody below them."),
        (FILE.replace("11/12", "11/19").encode(), "This file seems to be of session 2"),
        (FILE.replace("11/12/2026", "10/01/2026").encode(), "begin on Thu, Oct 1"),
    ],
)
def test_a_file_that_is_none_of_this_session_is_refused_in_a_sentence(
    session: Session, fay: Browser, content: bytes, said: str
) -> None:
    answer = fay.post(IMPORT, files={"file": ("a.csv", content)})
    assert answer.status_code == 422
    assert said in answer.page.text
    assert session.scalars(select(AttendanceImport)).all() == []


def test_no_file_and_one_of_several_that_cannot_be_read(fay: Browser) -> None:
    assert "Choose the file" in fay.post(IMPORT, files={"file": ("", b"")}).page.text
    files = [("file", ("a.csv", FILE.encode())), ("file", ("b.csv", b""))]
    answer = fay.post(IMPORT, files=files)
    assert answer.status_code == 422
    assert "b.csv" in answer.page.text


def test_a_workbook_and_a_second_file_are_one_session(fay: Browser) -> None:
    cells = [line.split(",") for line in FILE.splitlines()]
    page = sent(fay, workbook(cells), HEADER + row("Nan Nakai", start="12:20"))
    assert "2 of 2 people are matched." in page.text


def test_the_zone_can_be_said_and_the_file_thrown_away(session: Session, fay: Browser) -> None:
    page = sent(fay, FILE.replace("12:00", "11:00").replace("12:55", "11:55"))
    assert "Its times are Pacific Time. They were moved to Mountain Time" in page.text
    answer = fay.post(f"{IMPORT}/zone", data={"zone": "America/Denver"})
    assert answer.status_code == 303
    assert "Its times are Mountain Time." in fay.page(IMPORT).text
    refused = fay.post(f"{IMPORT}/zone", data={"zone": "Asia/Tokyo"})
    assert refused.status_code == 409
    assert "If it took place at another time, move the session first." in refused.page.text
    assert fay.post(f"{IMPORT}/discard").status_code == 303
    assert session.scalars(select(AttendanceImport)).all() == []
    assert fay.page(IMPORT).heading == "Import attendance: Case 1"


def test_a_session_that_has_not_begun_takes_no_file(fay: Browser) -> None:
    path = IMPORT.replace("sessions/1", "sessions/3")
    assert "has not begun" in fay.page(path).text
    answer = fay.post(path, files={"file": ("a.csv", FILE.encode())})
    assert answer.status_code == 422


def test_what_no_page_of_ours_sends_is_refused(fay: Browser) -> None:
    sent(fay, FILE)
    for data in ({"person_id": "1"}, {"choice-0123456789abcdef": "x"}, {"choice-1": "nobody"}):
        assert fay.post(f"{IMPORT}/apply", data=data).status_code == 422


def test_statements_are_constant(
    session: Session, cast: Cast, fay: Browser, statements: Statements
) -> None:
    sent(fay, FILE)
    with statements() as count:
        fay.page(IMPORT)
    few = count.total
    sent(fay, HEADER + "".join(row(f"Person {n}", f"p{n}@x.example") for n in range(60)))
    with statements() as count:
        fay.page(IMPORT)
    assert count.total == few


def test_columns_of_a_plain_table_are_named_once(
    session: Session, cast: Cast, fay: Browser
) -> None:
    text = "Who;Mins;Note\nAda Alvarez;50;x\nNan Nakai;10;\n"
    asked = fay.post(IMPORT, files={"file": ("a.csv", text.encode())})
    assert asked.status_code == 422
    form = asked.page.form(action=f"{IMPORT}/columns")
    assert [*form.hidden.values()] == ["Who", "Mins", "Note"]
    nobody = fay.post(f"{IMPORT}/columns", data=form.fields)
    assert nobody.status_code == 422
    assert "Say which column holds the names, or the addresses." in nobody.page.text
    named = form.fields | {"column-0": "name", "column-1": "minutes"}
    assert fay.post(f"{IMPORT}/columns", data=named).status_code == 303
    page = sent(fay, text)
    assert "2 marks: 1 present and 1 partial." in page.text
    fay.post(f"{IMPORT}/apply", data=page.form(action=f"{IMPORT}/apply").fields)
    assert marks(session, cast) == {"ada": "present", "nan": "partial"}
    next_one = IMPORT.replace("sessions/1", "sessions/2")
    assert "Send a file" in fay.page(next_one).text


def test_a_file_changes_nothing_that_a_certificate_rests_on(
    session: Session, cast: Cast, fay: Browser
) -> None:
    before = sent(fay, HEADER + row("Otter notetaker"))
    fay.post(f"{IMPORT}/apply", data=before.form(action=f"{IMPORT}/apply").fields)
    assert marks(session, cast) == {"ada": "absent", "nan": "absent"}
    issue_certificate(session, cast.enrollment("ada"))
    session.commit()
    form = sent(fay, FILE).form(action=f"{IMPORT}/apply")
    answer = fay.post(form.action, data=form.fields)
    assert answer.status_code == 409
    assert "Others rely on the mark of Alvarez, Ada, which would change." in answer.page.text
    assert marks(session, cast) == {"ada": "absent", "nan": "absent"}
    waiting = [file.applied_at for file in session.scalars(select(AttendanceImport))]
    assert None in waiting, "it can be applied once the mark was amended by hand"
