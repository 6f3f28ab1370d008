"""A person's page: what it says, to whom, and how many statements it takes."""

from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.rules import Mark, Submitted
from app.certificates.marks.actions import save_marks, undo_save
from app.cohorts.enrollments.actions import enroll
from app.cohorts.openings.actions import open_early
from app.core.ids import new_id
from app.core.models import OutboxMessage, Task
from app.core.outbox import DELIVER
from app.language.stored import store
from app.messages.composing import LETTERS
from app.messages.rules import TOO_LATE
from app.messages.studies.kinds import PRIVATE
from app.people.addresses.trouble.actions import note_trouble
from app.people.addresses.trouble.enums import Trouble
from app.people.enums import Scope
from app.people.grants.actions import end, give
from app.policy.table import Role
from app.site.manage.people import mail
from tests.casework.check_ins.coming import turn_clock
from tests.cast import NOW, Cast, add_enrollment
from tests.client import SignIn, Statements
from tests.cohorts.changes.changing import move
from tests.issued import issue_certificate
from tests.letters import post_certificate
from tests.page import Page


def path(cast: Cast, persona: str) -> str:
    return f"/manage/people/{cast.id(persona)}"


def story(page: Page) -> list[str]:
    return page.texts(".story li")


def test_standing_is_told_as_they_read_it_but_of_them(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    page = sign_in("cora").page(path(cast, "ada"))
    record = sign_in("ada").page("/my/record").text
    (headline,) = page.texts("h2.standing")
    assert headline == (
        "0 of 3 sessions counted. Attendance of Week 1 is not recorded yet. "
        "They can miss 1 session."
    )
    assert headline.replace("They", "You") in record
    assert "0 of 4 modules attested." in page.text
    assert "0 of 4 modules attested." in record


def test_who_has_modules_to_catch_up_is_nowhere_on_track(
    app: FastAPI, sign_in: SignIn, cast: Cast
) -> None:
    """The person's page and the page that says who is on track have the same word for it."""
    turn_clock(app, cast, 70)
    page = sign_in("cora").page(path(cast, "ada"))
    urgent = sign_in("fay").page("/teach/fall-2026/standing").one("#urgent").text
    assert "Modules to catch up" in urgent
    assert page.main.text.count("Modules to catch up") == 2, "on the card and in the list of places"
    assert "On track" not in page.main.text
    assert "On course" not in page.main.text


def test_weeks_say_what_was_done_and_call_nothing_missing_that_is_to_come(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    weeks = sign_in("cora").page(path(cast, "ada")).table("Modules and sessions, unit by unit")
    assert weeks.cells == [
        ["Module", "– Not signed", "– Not signed", "Opens Nov 23", "Opens Nov 30"],
        ["Session", "– Not recorded yet", "Nov 19", "Nov 26", "Dec 3"],
    ]
    weeks = sign_in("cora").page(path(cast, "ben")).table("Modules and sessions, unit by unit")
    assert weeks.cells == [["Module", *["Signed"] * 4], ["Session", *["Present"] * 4]]


def test_corrections_stand_with_what_was_before_and_the_reason(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    enrollment, unit = cast.enrollment("ada"), cast.unit("fall-2026", 1)
    assert unit.session_id is not None
    marks = {enrollment.id: Submitted(AttendanceStatus.ABSENT)}
    save_marks(session, unit.session_id, marks, by=cast.id("fay"), now=NOW)
    seen = Mark(AttendanceStatus.ABSENT, 1, AttendanceSource.MANUAL)
    marks = {enrollment.id: Submitted(AttendanceStatus.LATE, seen)}
    cora = cast.id("cora")
    saved = save_marks(session, unit.session_id, marks, by=cora, now=NOW)
    assert saved.save_id is not None
    undo_save(session, unit.session_id, saved.save_id, by=cora, now=NOW)
    session.commit()
    told = story(sign_in("cora").page(path(cast, "ada")))
    assert ("Nov 18 Session of Week 1: absent Fall 2026 · Manual · by Fay Fuentes, PhD") in told
    assert (
        "Nov 18 Session of Week 1 corrected Fall 2026 · Manual · by Cora Castellano, MPH "
        "absent → late"
    ) in told
    assert any("Undo of a save" in line for line in told)


def test_mail_is_delivered_or_failed(sign_in: SignIn, session: Session, cast: Cast) -> None:
    sent, failed = (post_certificate(session, key) for key in "ab")
    sent.kind = failed.kind = "sign_in"
    sent.sent_at = NOW
    asked = select(Task).where(col(Task.kind) == DELIVER, col(Task.key) == str(failed.id))
    session.scalars(asked).one().failed_at = NOW
    session.commit()
    told = " ".join(story(sign_in("cora").page(path(cast, "ada"))))
    assert "delivered Wed, Nov 18, 10:00 AM Mountain Time" in told
    assert "failed Wed, Nov 18, 10:00 AM Mountain Time" in told


def test_mail_that_came_back_or_was_held_back_is_neither_delivered_nor_waiting(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    back, held = (post_certificate(session, key) for key in "ab")
    back.kind = held.kind = "sign_in"
    back.sent_at = held.dropped_at = NOW
    held.dropped_reason = store(TOO_LATE).reason
    note_trouble(
        session, "ben@example.org", Trouble.BOUNCED, code="5.1.1", message_id=back.id, now=NOW
    )
    session.commit()
    told = " ".join(story(sign_in("cora").page(path(cast, "ada"))))
    assert "delivered Wed, Nov 18, 10:00 AM Mountain Time, and came back" in told
    assert "not sent: It would have come too late to be of any use." in told
    assert "waiting to be delivered" not in told


def test_nothing_of_another_program_is_told_not_even_that_it_is_there(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    before = sign_in("cora").page(path(cast, "ben")).text
    coach = cast.cohort("coach-2026")
    enrollment = enroll(session, coach, cast.id("ben"), by=None, now=NOW)
    number = issue_certificate(session, enrollment).number
    cast.grant("ben", Role.FACILITATOR, Scope.COHORT, coach.id)
    cast.grant("ben", Role.FACILITATOR, Scope.PROGRAM, coach.program_id)
    session.commit()
    page = sign_in("cora").page(path(cast, "ben"))
    assert page.text == before
    assert number not in page.text
    assert sign_in("cora").page(f"{path(cast, 'ben')}?cohort=coach-2026").text == before


def test_reflections_and_answers_are_never_here(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    assert "I thought about it." not in sign_in("cora").page(path(cast, "ben")).text


def test_administrator_sees_who_somebody_is_and_not_what_they_learn(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    number = issue_certificate(session, cast.enrollment("ben")).number
    session.commit()
    page = sign_in("abe").page(path(cast, "ben"))
    assert "ben@example.org" in page.text
    assert "Only the coordinators of their cohorts see how they are doing." in page.text
    for learned in (number, "Spring 2026", "attested", "Signed"):
        assert learned not in page.text


@pytest.mark.parametrize("persona", ["ada", "fay", "lee"])
def test_others_do_not_learn_that_somebody_is_here(
    sign_in: SignIn, cast: Cast, persona: str
) -> None:
    assert sign_in(persona).get(path(cast, "ben")).status_code == 404


def test_who_belongs_to_no_cohort_of_the_coordinator_is_nobody_to_her(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    assert cora.get(path(cast, "abe")).status_code == 404
    cast.grant("abe", Role.FACILITATOR, Scope.COHORT, cast.fall.id)
    session.commit()
    assert "Administrator" not in cora.page(path(cast, "abe")).text


def test_who_left_is_still_here(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cast.withdraw("ada")
    session.commit()
    page = sign_in("cora").page(path(cast, "ada"))
    assert "Not enrolled in Fall 2026 now." in page.text
    assert any("Withdrew from Fall 2026" in line for line in story(page))


def test_statements_are_the_same_for_one_cohort_and_for_two(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    cora = sign_in("cora")
    address = path(cast, "ben")
    cora.page(address)
    with statements() as one:
        cora.page(address)
    before = one.total
    add_enrollment(session, cast.person("ben"), cast.fall, at=NOW)
    issue_certificate(session, cast.enrollment("ben", "spring-2026"))
    session.commit()
    with statements() as two:
        cora.page(address)
    assert two.total == before
    assert before <= 29


def test_nobody_is_offered_acts_for_themselves(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    enroll(session, cast.fall, cast.id("cora"), by=None, now=NOW)
    session.commit()
    page = sign_in("cora").page(path(cast, "cora"))
    assert "You cannot do this for yourself." in page.text
    assert "Issue certificates" not in page.text


def test_what_happened_is_narrowed_and_found_by_words(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    cora, own = sign_in("cora"), path(cast, "ben")
    whole = story(cora.page(own))
    seats = story(cora.page(f"{own}?about=seats"))
    assert 0 < len(seats) < len(whole)
    assert all("Spring 2026" in line for line in seats)
    page = cora.page(f"{own}?about=certificates&q=ISSUED")
    (issued,) = story(page)
    assert "issued" in issued
    assert page.link("Everything") == f"{own}?q=ISSUED#happened"
    assert "Nothing like this has happened." in cora.page(f"{own}?q=zzz").text
    assert story(cora.page(f"{own}?about=nothing")) == whole


def test_every_kind_of_letter_is_named_or_said_not_to_be_shown() -> None:
    named = [mail.LETTERS, mail.SEAT_LETTERS, mail.SESSION_LETTERS]
    named += [mail.CERTIFICATE_LETTERS, mail.MESSAGE_LETTERS, mail.ROLE_LETTERS]
    kinds = [*(kind for titles in named for kind in titles), *mail.NOT_SHOWN, *PRIVATE]
    assert sorted(kinds) == sorted(path.stem for path in LETTERS.iterdir())


def test_openings_claims_and_roles_are_told_with_their_letters(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, fall = cast.id("cora"), cast.fall
    open_early(session, fall, cast.enrollment("ada"), 4, reason="A leave.", by=cora, now=NOW)
    move(cast, 3, date(2026, 12, 1))
    over = (Scope.COHORT, fall.id)
    grant = give(
        session,
        cast.person("ada"),
        Role.FACILITATOR,
        over,
        title=fall.title,
        until=None,
        held={Role.COORDINATOR},
        by=cora,
        now=NOW,
    )
    end(session, grant, reason="Fay is back.", by=cora, now=NOW)
    session.commit()
    told = story(sign_in("cora").page(path(cast, "ada")))
    for begin in (
        "Nov 18 Week 4 opened early for them Fall 2026",
        "Nov 18 Given the role Facilitator Fall 2026",
        "Nov 18 The role Facilitator ended Fall 2026",
        "Nov 18 Mail: a unit is open early for them",
        "Nov 18 Mail: a session is at another time",
        "Nov 18 Mail: a role was given",
    ):
        assert sum(line.startswith(begin) for line in told) == 1, begin
    ben = sign_in("ben")
    ben.post("/cohorts/spring-2026/claim", data={"quarters": "23"})
    ben.post("/cohorts/spring-2026/claim/withdrawal")
    told = story(sign_in("cora").page(f"{path(cast, 'ben')}?about=claims"))
    assert [line.split(" Spring")[0] for line in told] == [
        "Nov 18 Took the claim of 5.75 AMA PRA Category 1 Credits™ back",
        "Nov 18 Claimed credit: 5.75 AMA PRA Category 1 Credits™",
    ]


def test_letters_about_sessions_of_another_program_are_not_told(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    move(cast, 3, date(2026, 12, 1))
    session.commit()
    told = "Mail: a session is at another time"
    assert told in sign_in("cora").page(path(cast, "ada")).text
    letter = session.scalars(
        select(OutboxMessage).where(col(OutboxMessage.person_id) == cast.id("ada"))
    ).one()
    letter.key = f"session-moved:{new_id()}:1:{cast.id('ada')}"
    session.commit()
    assert told not in sign_in("cora").page(path(cast, "ada")).text


def test_signs_of_a_phone_have_words_and_a_legend(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in("cora").page(path(cast, "ben"))
    cells = page.all("table.weeks tbody td")
    assert len(cells) == 8
    assert all(cell.one(".wide").text for cell in cells)
    legend = [line.text for line in page.all("ul.signs li")]
    assert legend == [
        "signed, or session counted",
        "– not signed, not counted, or not recorded",
        "· to come, excused, canceled, or none",
    ]
    assert page.one("table.weeks thead .corner").text == "Week"
