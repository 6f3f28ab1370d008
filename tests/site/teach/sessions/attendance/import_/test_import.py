"""A meeting's file on the desk: what was recognized, choices, lists, and applying it once."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.imports.models import AttendanceAlias, AttendanceImport
from app.casework.models import Attendance
from app.casework.rules import Submitted
from app.certificates.models import Certificate, CertificateFlag
from app.cohorts.models import Enrollment
from app.cohorts.rules import WHY
from app.people.models import Person
from tests.amending import WHY as SAID
from tests.amending import amend
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast, add_enrollment, make_person
from tests.client import Browser, SignIn, Statements
from tests.cohorts.intake.workbook import workbook
from tests.issued import issue_certificate
from tests.page import Page
from tests.phones import proven_session

PATH = "/teach/fall-2026/sessions/1/attendance"
IMPORT = f"{PATH}/import"
HISTORY = "/teach/fall-2026/sessions/1/history"
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
    assert "From the file 0.csv" in fay.page(HISTORY).main.text


def test_history_names_every_file_of_a_save_and_none_of_what_was_typed(fay: Browser) -> None:
    for texts in ((FILE,), (HEADER + row("Nan Nakai"), HEADER + row("Ada Alvarez", start="12:50"))):
        page = sent(fay, *texts)
        fay.post(f"{IMPORT}/apply", data=page.form(action=f"{IMPORT}/apply").fields)
    both = fay.page(HISTORY).main.texts("section.card")
    (one,) = [text for text in both if "From the file 0.csv" in text]
    (every,) = [text for text in both if "From the files 0.csv, 0.csv, and 1.csv" in text]
    assert ("2 marks" in one, "1 mark" in every) == (True, True)


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


TABLE = "Who;Mins;Note\nAda Alvarez;50;x\nNan Nakai;10;\n"
COLUMNS = f"{IMPORT}/columns"
NAMED = {"column-0": "name", "column-1": "minutes"}


def test_columns_of_a_plain_table_are_named_once_and_the_file_waits_for_it(
    session: Session, cast: Cast, fay: Browser
) -> None:
    asked = sent(fay, TABLE)
    assert asked.heading == "What do the columns hold?"
    assert "0.csv is kept, and no mark is written yet." in asked.text
    assert "It begins with: Ada Alvarez; Nan Nakai" in asked.text
    form = asked.form(action=COLUMNS)
    assert [*form.hidden.values()] == ["Who", "Mins", "Note"]
    nobody = fay.post(COLUMNS, data=form.fields | {"column-1": "minutes"})
    assert nobody.status_code == 422
    assert "Say which column holds the names, or the addresses." in nobody.page.text
    assert nobody.page.form(action=COLUMNS).fields["column-1"] == "minutes", "nothing is lost"
    said = fay.post(COLUMNS, data=form.fields | NAMED)
    page = fay.page(said.headers["location"])
    assert "2 marks: 1 present and 1 partial." in page.text
    fay.post(f"{IMPORT}/apply", data=page.form(action=f"{IMPORT}/apply").fields)
    assert marks(session, cast) == {"ada": "present", "nan": "partial"}
    next_one = sent(fay, TABLE.replace("10", "46"))
    assert next_one.heading == "Check the import: Case 1"


def test_two_tables_with_columns_of_their_own_are_asked_one_after_the_other(fay: Browser) -> None:
    page = sent(fay, TABLE, "Wer;Min\nAda Alvarez;5\n", FILE)
    asked = set()
    for _ in range(2):
        form = page.form(action=COLUMNS)
        asked.add(form.hidden["header-0"])
        page = fay.page(fay.post(COLUMNS, data=form.fields | NAMED).headers["location"])
    assert asked == {"Who", "Wer"}
    assert "2 of 2 people are matched." in page.text


def test_a_table_of_another_session_says_so_once_its_columns_are_named(
    session: Session, fay: Browser
) -> None:
    asked = sent(fay, "Who;Came;Went\nAda Alvarez;11/19/2026 12:00;11/19/2026 12:59\n")
    form = asked.form(action=COLUMNS)
    named = form.fields | {"column-0": "name", "column-1": "joined", "column-2": "left"}
    refused = fay.post(COLUMNS, data=named)
    assert refused.status_code == 422
    assert "This file seems to be of session 2" in refused.page.text
    assert refused.page.form(action=COLUMNS).fields == named
    fay.post(f"{IMPORT}/discard")
    assert session.scalars(select(AttendanceImport)).all() == []
    gone = fay.post(COLUMNS, data=named)
    assert gone.status_code == 303, "what columns hold can be said of no file as well"


def test_files_of_a_session_that_was_moved_since_can_still_be_thrown_away(
    session: Session, cast: Cast, fay: Browser
) -> None:
    sent(fay, FILE)
    cast.case_session("fall-2026", 1).starts_at -= timedelta(days=3)
    session.commit()
    page = fay.post(f"{IMPORT}/apply", data={"look": "yes"}).page
    assert "The times in this file begin on Thu, Nov 12" in page.text
    fay.post(page.form("Throw away what waits").action)
    assert session.scalars(select(AttendanceImport)).all() == []


@pytest.fixture
def certified(session: Session, cast: Cast, fay: Browser) -> Certificate:
    """Ada's, which rests on a mark that says that she was absent."""
    page = sent(fay, HEADER + row("Otter notetaker"))
    fay.post(f"{IMPORT}/apply", data=page.form(action=f"{IMPORT}/apply").fields)
    assert marks(session, cast) == {"ada": "absent", "nan": "absent"}
    paper = issue_certificate(session, cast.enrollment("ada"))
    session.commit()
    return paper


def checked(browser: Browser, cast: Cast) -> tuple[dict[str, str], Page]:
    """What was chosen on the desk, and the page that says whom that touches."""
    form = sent(browser, FILE.replace("Ada Alvarez,ada@example.org", "A. Alvarez,")).form(
        action=f"{IMPORT}/apply"
    )
    (name,) = [name for name in form.kinds if name.startswith("choice-")]
    chosen = form.fields | {name: str(cast.enrollment("ada").id)}
    answer = browser.post(form.action, data=chosen)
    assert answer.status_code == 200
    assert answer.page.heading == "Change marks that others rely on?"
    return chosen, answer.page


def test_a_file_that_changes_what_others_rely_on_leads_to_the_check_page_and_is_applied_from_there(
    session: Session, cast: Cast, fay: Browser, certified: Certificate
) -> None:
    chosen, page = checked(fay, cast)
    assert "Week 1: absent becomes present" in page.row("Alvarez, Ada").text
    assert marks(session, cast) == {"ada": "absent", "nan": "absent"}
    form = page.form(action=f"{IMPORT}/apply")
    said = {name: value for name, value in chosen.items() if value}
    assert form.hidden == said | {"shown": form.hidden["shown"]}
    silent = fay.post(form.action, data=form.fields)
    assert (silent.status_code, silent.page.title.startswith("Error: ")) == (422, True)
    assert str(WHY) in silent.page.one("#reason-error").text
    again = silent.page.form(action=f"{IMPORT}/apply")
    done = fay.post(again.action, data=again.fields | {"reason": SAID})
    assert done.status_code == 303, done.text
    assert "Saved 1 mark." in fay.page(done.headers["location"]).text
    assert marks(session, cast) == {"ada": "present", "nan": "absent"}
    flag = session.scalars(select(CertificateFlag)).one()
    assert (flag.certificate_id, flag.reason) == (certified.id, SAID)
    assert all(file.applied_at for file in session.scalars(select(AttendanceImport)))
    (alias,) = session.scalars(select(AttendanceAlias))
    assert (alias.enrollment_id, alias.alias) == (cast.enrollment("ada").id, "a alvarez")


def test_who_changes_nothing_on_the_check_page_finds_all_that_was_chosen(
    session: Session, cast: Cast, fay: Browser, certified: Certificate
) -> None:
    chosen, page = checked(fay, cast)
    asked = page.form(action=f"{IMPORT}/apply").data("Change nothing")
    back = fay.post(f"{IMPORT}/apply", data=asked | {"reason": "Not sure."})
    assert back.status_code == 200
    assert back.page.heading == "Check the import: Case 1"
    kept = back.page.form(action=f"{IMPORT}/apply").fields
    assert {n: v for n, v in kept.items() if n.startswith("choice-")} == {
        n: v for n, v in chosen.items() if n.startswith("choice-")
    }
    assert marks(session, cast) == {"ada": "absent", "nan": "absent"}
    assert session.scalars(select(CertificateFlag)).all() == []
    assert None in [file.applied_at for file in session.scalars(select(AttendanceImport))]


def test_marks_that_change_while_somebody_looks_at_the_check_page_are_not_overwritten(
    session: Session, cast: Cast, fay: Browser, certified: Certificate
) -> None:
    chosen, page = checked(fay, cast)
    nan, held = cast.enrollment("nan").id, cast.case_session("fall-2026", 1).id
    amend(session, held, {nan: Submitted(AttendanceStatus.LATE, cast.mark(nan, held))},
          by=cast.id("fay"), now=NOW)  # fmt: skip
    session.commit()
    sent_on = page.form(action=f"{IMPORT}/apply").fields | {"reason": SAID}
    answer = fay.post(f"{IMPORT}/apply", data=sent_on)
    assert answer.status_code == 409
    assert "Marks or people changed while your page was open." in answer.page.text
    kept = answer.page.form(action=f"{IMPORT}/apply").fields
    assert {n: kept.get(n) for n in chosen if n.startswith("choice-")} == {
        n: v for n, v in chosen.items() if n.startswith("choice-")
    }
    assert marks(session, cast) == {"ada": "absent", "nan": "late"}


@pytest.mark.parametrize("size", [2, 40])
def test_the_check_page_of_a_file_costs_as_much_for_many_as_for_few(
    session: Session, cast: Cast, fay: Browser, statements: Statements, size: int
) -> None:
    people = enroll_crowd(session, cast.fall, size)
    names = {}
    for number, place in enumerate(people):
        place.enrolled_at = cast.fall.enrollment_opens_at
        person = session.get_one(Person, place.person_id)
        person.given_name, person.family_name = f"Pat{number}", f"Crowd{number}"
        names[place.id] = person.display_name
    session.commit()
    page = sent(fay, HEADER + row("Otter notetaker"))
    fay.post(f"{IMPORT}/apply", data=page.form(action=f"{IMPORT}/apply").fields)
    for place in people:
        issue_certificate(session, place)
    session.commit()
    rows = "".join(row(f"Pat{n} Crowd{n}") for n in range(size))
    form = sent(fay, HEADER + rows).form(action=f"{IMPORT}/apply")
    with statements() as count:
        answer = fay.post(form.action, data=form.fields)
    assert answer.page.heading == "Change marks that others rely on?"
    assert len(answer.page.all("table.amending tbody tr")) == size
    assert count.total <= 40


def test_sample_of_a_session_is_for_the_demo_alone_and_shows_every_list(
    app: FastAPI, session: Session, cast: Cast, fay: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = enroll_crowd(session, cast.fall, 30)
    for number, place in enumerate(people):
        place.enrolled_at = cast.fall.enrollment_opens_at
        person = session.get_one(Person, place.person_id)
        person.given_name, person.family_name = f"Pat{number}", f"Crowd{number}"
    session.commit()
    link = fay.page(IMPORT).link("Download an invented report of this session to try it with")
    page = sent(fay, fay.get(link).content)
    assert "A Zoom meeting report with the new headers. Its times are Mountain Time." in page.text
    assert "2 still open" in page.text
    assert "“Otter notetaker”" in page.text
    assert "On the roster, not in the file 3" in page.headings
    monkeypatch.setattr(app.state.settings, "demo", False)
    real = Browser(app)
    real.cookies.set("waypost", proven_session(session, cast.id("fay"), NOW))
    session.commit()
    assert real.get(PATH).status_code == 200
    assert real.get(link).status_code == 404
