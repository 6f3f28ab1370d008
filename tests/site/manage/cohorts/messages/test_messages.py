"""Writing to people of a cohort: whom, a draft, a check, letters; stopping; who sees what."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.people.actions import merge_people
from app.core import jobs, queue
from app.core.jobs import NOTHING_TO_STOP, STOPPED
from app.core.models import AuditLine, Job, OutboxMessage, Task
from app.language.stored import from_json
from app.messages.announcements.models import Announcement, AnnouncementRecipient
from app.messages.announcements.queries import last_written, of_coordinators
from app.messages.announcements.rules import CHANGED, NO_ADDRESS, SENT, TURNED_OFF
from app.messages.smtp import RECIPIENT_REFUSED
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.rules import USUAL
from app.people.models import EmailAddress
from app.site.manage.cohorts.people.page import FILTERS
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.letters import read
from tests.messages.announcements.written import draft, sent_message
from tests.page import Page

COHORT = "/manage/cohorts/fall-2026"
MESSAGES = f"{COHORT}/messages"
NEW = f"{MESSAGES}/new"
KINDS = ("announcement", "personal_message")
WORDS = {"subject": "News of {cohort}", "text": "Hello {given_name},\n\n{standing}\n\n{link}"}


def write(cora: Browser, **sent: object) -> str:
    """A draft, and where it is."""
    answer = cora.post(NEW, data={"to": "all", "language": "en", **WORDS, **sent})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def send(cora: Browser, path: str) -> str:
    """Where its delivery is watched."""
    form = cora.page(path).form(action=f"{path}/send")
    answer = cora.post(f"{path}/send", data=form.fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def letters(session: Session) -> dict[str, OutboxMessage]:
    """Every letter of a message, by the given name that it says hello to."""
    found = session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind).in_(KINDS)))
    return {
        re.findall(r"Hello (\w+)", str(letter.facts["markdown"]))[0]: letter for letter in found
    }


def options(page: Page, name: str = "to") -> dict[str, str]:
    chosen = page.main.all(f"select[name={name}] option")
    return {option.attribute("value"): option.text for option in chosen}


def test_a_message_becomes_one_letter_each_with_their_own_words(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    path = write(cora)
    page = cora.page(path)
    assert "2 people will receive this." in page.text
    assert page.title.startswith("Check: News of Fall 2026")
    job = send(cora, path)
    got = letters(session)
    assert set(got) == {"Ada", "Nan"}
    letter = read(session, got["Ada"])
    assert letter.recipient == "ada@example.org"
    assert letter.subject == "News of Fall 2026"
    assert letter.text.strip().startswith("Hello Ada,\n\n0 of 4 modules attested.")
    assert "<http://localhost:8000/cohorts/fall-2026>" in letter.text
    assert letter.text.strip().endswith(
        "Cora Castellano, MPH wrote this to you about Fall 2026. "
        "Your answer reaches cora@example.org."
    )
    assert got["Ada"].key.startswith("announcement:")
    assert got["Ada"].cohort_id == cast.fall.id
    assert "0 of 2 letters delivered" in cora.page(job).text
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "message.sent")).one()
    assert (line.object_id, line.facts["people"]) == (str(cast.fall.id), 2)
    assert "Message sent to 2 people" in cora.page(f"{COHORT}/history").text


def test_previews_are_word_for_word_what_is_sent(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    path = write(cora, text="Hello {given_name}, *you* {missing} {next_session}")
    page = cora.page(path)
    shown = {text.strip() for text in page.main.texts("pre")}
    send(cora, path)
    sent = {" ".join(read(session, letter).text.split()) for letter in letters(session).values()}
    assert {" ".join(text.split()) for text in shown} == sent
    assert page.main.texts(".prose em") == ["you", "you"]


def test_numbers_are_those_of_the_list_of_people(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    enroll_crowd(session, cast.spring, 9)
    session.commit()
    cora = sign_in("cora")
    spring = "/manage/cohorts/spring-2026"
    chips = cora.page(f"{spring}/people").main.chips
    offered = options(cora.page(f"{spring}/messages/new"))
    for kept in FILTERS:
        for chip in chips:
            if re.fullmatch(rf"{re.escape(str(kept.label))} \d+", chip):
                count = chip.rpartition(" ")[2]
                assert offered[kept.key] == f"{kept.label} ({count})"
    assert offered["missed-two"] == "Two sessions missed (8)"
    assert offered["unsigned-1"].startswith("Week 1 not signed (")
    assert "waitlist" in offered
    assert "facilitators" in offered
    link = cora.page(f"{spring}/people?show=missing").main.link("Write to them")
    assert link == f"{spring}/messages/new?to=missing"
    form = cora.page(link).form("Save and see what they would read")
    assert form.values("to") == ["missing"]


def test_who_was_written_to_lately_is_left_out(
    sign_in: SignIn, session: Session, cast: Cast, now: object
) -> None:
    sent_message(
        session, cast.fall, [cast.id("ada")], by=cast.id("cora"), at=NOW - timedelta(days=2)
    )
    session.commit()
    cora = sign_in("cora")
    page = cora.page(write(cora, days="3"))
    assert "1 person will receive this." in page.text
    assert "1 person is left out, since they were written to lately." in page.text
    assert "nobody who was written to in the last 3 days" in page.text
    everybody = cora.page(write(cora, days="0"))
    assert "2 people will receive this." in everybody.text
    people = cora.page(NEW)
    assert "Alvarez, Ada, written to 2 days ago" in people.text


def test_who_cannot_be_reached_or_turned_messages_off_is_named(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    choose_mail(
        session,
        cast.id("ada"),
        declined=[Stream.ANNOUNCEMENTS],
        quiet=USUAL,
        by=cast.id("ada"),
        now=NOW,
    )
    session.commit()
    cora = sign_in("cora")
    path = write(cora)
    page = cora.page(path)
    assert "1 person will receive this." in page.text
    assert f"Ada Alvarez, MD {TURNED_OFF}" in page.text
    job = send(cora, path)
    assert set(letters(session)) == {"Nan"}
    kept = session.get_one(AnnouncementRecipient, (UUID(path.rpartition("/")[2]), cast.id("ada")))
    assert kept.left_out is not None
    assert from_json(kept.left_out) == TURNED_OFF
    row = cora.page(path).row("Alvarez, Ada")
    assert "Nothing was written" in row.text
    assert str(TURNED_OFF) in row.text
    assert job.startswith("/manage/jobs/")


def test_without_anybody_to_reach_nothing_can_be_sent(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    for address in session.scalars(
        select(EmailAddress).where(col(EmailAddress.person_id) == cast.id("ada"))
    ):
        address.is_primary = False
    session.commit()
    cora = sign_in("cora")
    path = write(cora, to="chosen", person=str(cast.id("ada")))
    page = cora.page(path)
    assert "Nobody will receive this." in page.text
    assert str(NO_ADDRESS) in page.text
    form = page.form(action=f"{path}/send")
    assert cora.post(f"{path}/send", data=form.hidden).status_code == 409
    assert letters(session) == {}


def test_who_turned_messages_off_gets_what_is_written_to_them_alone(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada, nan = cast.id("ada"), cast.id("nan")
    off = [Stream.ANNOUNCEMENTS]
    choose_mail(session, ada, declined=off, quiet=USUAL, by=ada, now=NOW)
    session.commit()
    cora = sign_in("cora")
    page = cora.page(write(cora, to="chosen", person=[str(ada), str(nan)]))
    assert "1 person will receive this." in page.text
    assert str(TURNED_OFF) in page.text
    path = write(cora, to="chosen", person=str(ada))
    page = cora.page(path)
    assert "1 person will receive this." in page.text
    assert str(TURNED_OFF) not in page.text
    assert "wrote this to you alone, about Fall 2026" in page.main.one("pre").text
    send(cora, path)
    assert letters(session)["Ada"].kind == "personal_message"


def test_to_one_person_from_their_page(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cora, nan = sign_in("cora"), cast.id("nan")
    page, href = cora.page(f"/manage/people/{nan}"), f"{NEW}?person={nan}"
    (button,) = page.main.all("a.button.primary")
    assert (button.text, button.attribute("href")) == ("Write to Nan Nakai, RN", href)
    assert page.link("nan@example.org") == "mailto:nan@example.org"  # not kept, so no button
    assert [link.href for link in page.main.links].count(href) == 1
    assert cora.page(f"{COHORT}/people/{nan}").link("Write to Nan Nakai, RN") == href
    form = cora.page(href).form("Save and see what they would read")
    assert form.values("to") == ["chosen"]
    answer = cora.post(NEW, data={**dict(form.sent), **WORDS})
    path = answer.headers["location"]
    send(cora, path)
    assert set(letters(session)) == {"Nan"}
    assert "Mail: a message to them" in cora.page(f"/manage/people/{nan}").text


def test_people_of_elsewhere_are_refused_at_the_field(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    for foreign in (cast.id("ben"), uuid4()):
        sent = {"to": "chosen", "person": [str(cast.id("ada")), str(foreign)], **WORDS}
        answer = cora.post(NEW, data=sent)
        assert answer.status_code == 422
        page = Page(answer.text)
        assert "is not one of those you can write to" in page.field_errors["person"]
        assert page.form("Save and see what they would read").values("subject") == [
            WORDS["subject"]
        ]
    assert session.scalar(select(func.count()).select_from(Announcement)) == 0


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    sent = {"to": "nobody", "subject": "{given_nam}", "text": "Hello {__class__} {{ 7*7 }}"}
    answer = cora.post(NEW, data=sent)
    assert answer.status_code == 422
    page = Page(answer.text)
    errors = page.field_errors
    assert errors["to"].endswith("Choose whom you write to.")
    assert "{given_nam} is no placeholder" in errors["subject"]
    assert "{__class__} is no placeholder" in errors["text"]
    form = page.form("Save and see what they would read")
    assert form.values("text") == [sent["text"]]
    empty = Page(cora.post(NEW, data={"to": "chosen"}).text).field_errors
    assert set(empty) == {"person", "subject", "text"}
    waiting = cora.post(NEW, data={"to": "waitlist", **WORDS})
    assert "{standing} says nothing about people who are not enrolled" in waiting.text


def test_facilitators_get_their_own_page_as_link(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    send(cora, write(cora, to="facilitators", text="Hello {given_name}: {link}"))
    got = letters(session)
    assert set(got) == {"Fay"}
    assert "/teach/fall-2026" in str(got["Fay"].facts["markdown"])


def test_what_is_not_what_was_checked_is_not_sent(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    path = write(cora)
    seen = cora.page(path).form(action=f"{path}/send").fields
    enroll_crowd(session, cast.fall, 3)
    session.commit()
    answer = cora.post(f"{path}/send", data=seen)
    assert answer.status_code == 409
    assert str(CHANGED) in Page(answer.text).text
    assert letters(session) == {}
    edited = cora.post(f"{path}/edit", data={"to": "all", **WORDS, "subject": "Other"})
    assert edited.status_code == 303
    assert cora.post(f"{path}/send", data=seen).status_code == 409


def test_a_second_click_sends_nothing_again_and_what_was_sent_stays(
    sign_in: SignIn, session: Session
) -> None:
    cora = sign_in("cora")
    path = write(cora)
    seen = cora.page(path).form(action=f"{path}/send").fields
    first = cora.post(f"{path}/send", data=seen)
    again = cora.post(f"{path}/send", data=seen)
    assert first.headers["location"] == again.headers["location"]
    assert len(letters(session)) == 2
    assert cora.get(f"{path}/edit").status_code == 303
    for act in ("edit", "discard"):
        answer = cora.post(f"{path}/{act}", data={"to": "all", **WORDS})
        assert answer.status_code == 409
        assert str(SENT) in Page(answer.text).text


def test_a_draft_is_changed_and_thrown_away(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    path = write(cora)
    form = cora.page(f"{path}/edit").form("Save and see what they would read")
    assert form.values("text") == [WORDS["text"]]
    assert cora.post(f"{path}/edit", data={**form.fields, "text": "Other"}).status_code == 303
    assert "Other" in cora.page(path).text
    assert "Draft" in cora.page(MESSAGES).row("News of Fall 2026").text
    assert cora.post(f"{path}/discard").headers["location"] == MESSAGES
    assert cora.get(path).status_code == 404
    ours = select(col(AuditLine.act)).where(col(AuditLine.act).like("message%"))
    acts = list(session.scalars(ours.order_by(col(AuditLine.id))))
    assert acts == ["message.written", "message.changed", "message.discarded"]


def test_letters_that_failed_wait_once_and_are_tried_again_at_once(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    job_path = send(cora, write(cora))
    of_job = col(Task.job_id) == UUID(job_path.rpartition("/")[2])
    tasks = session.scalars(select(Task).where(of_job)).all()
    for task in tasks:
        queue.fail(session, task, RECIPIENT_REFUSED(reply=550), now=NOW, final=True)
    session.commit()
    page = cora.page("/manage")
    (row,) = (row for row in page.waits if "failed" in row)
    assert row.startswith(f"Try again what failed: Message to {len(tasks)} people Fall 2026")
    assert page.link("Look at each mail") == "/manage/outbox?state=failed&cohort=fall-2026"
    assert "did not get to" not in page.main.text
    retry = cora.page(job_path).form(action=f"{job_path}/retry")
    assert cora.post(retry.action, data=retry.fields).status_code == 303
    assert not any("failed" in row for row in cora.page("/manage").waits)
    session.expire_all()
    assert all(task.failed_at is None for task in session.scalars(select(Task).where(of_job)))


def test_a_job_is_stopped_and_taken_up_again(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cora = sign_in("cora")
    path = write(cora)
    job_path = send(cora, path)
    job = session.get_one(Job, UUID(job_path.rpartition("/")[2]))
    first, second = session.scalars(
        select(Task).where(col(Task.job_id) == job.id).order_by(col(Task.label))
    )
    queue.finish(session, first, now=NOW)
    session.commit()
    assert cora.post(f"{job_path}/stop").headers["location"] == job_path
    page = cora.page(job_path)
    assert "1 of 2 letters are delivered; 1 is not." in page.text
    failed, people = page.main.tables
    assert str(STOPPED) in failed.rows[0]
    assert [row.rpartition(" ")[2] for row in people.rows] == ["way", "Stopped"]
    assert "Stopped" in cora.page(path).row("Nakai, Nan").text
    assert "1 stopped" in cora.page(MESSAGES).row("News of Fall 2026").text
    assert "Try again what failed" not in cora.page("/manage").text
    again = cora.post(f"{job_path}/stop")
    assert again.status_code == 409
    assert str(NOTHING_TO_STOP) in Page(again.text).text
    assert "Sending stopped: 1 letter did not leave" in cora.page(f"{COHORT}/history").text
    assert cora.post(f"{job_path}/retry").status_code == 303
    session.refresh(second)
    assert second.failed_at is None
    assert "Letters that were not delivered tried again" in cora.page(f"{COHORT}/history").text


def test_what_a_worker_has_done_when_it_is_stopped_is_done(session: Session, cast: Cast) -> None:
    message = sent_message(session, cast.fall, [cast.id("ada"), cast.id("nan")], by=cast.id("cora"))
    assert message.job_id is not None
    job = session.get_one(Job, message.job_id)
    (leased,) = queue.lease(session, ["mail.deliver"], limit=1, now=NOW)
    session.expunge(leased)
    jobs.stop(session, job, by=cast.id("cora"), now=NOW)
    queue.fail(session, leased, STOPPED, now=NOW)  # its lease is gone: nothing comes of it
    assert session.get_one(Task, leased.id).failed_at == NOW
    queue.finish(session, leased, now=NOW)
    progress = jobs.state(session, job.id, NOW).progress
    assert (progress.total, progress.done, progress.failed) == (2, 1, 1)


def test_each_letter_can_be_read_as_it_is_for_one(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    path = write(cora)
    send(cora, path)
    link = cora.page(path).row("Nakai, Nan").links[-1]
    page = cora.page(link.href)
    assert page.heading == "Letter to Nan Nakai, RN"
    assert "Hello Nan," in page.main.one("pre").text
    assert cora.get(f"{path}/{cast.id('ben')}").status_code == 404


def test_what_somebody_wrote_comes_out_harmless(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("ada").given_name = "<b>Ada</b>{{ 7*7 }}"
    session.commit()
    cora = sign_in("cora")
    text = "Hello {given_name}\n\n<script>alert(1)</script> {{__class__}} {{{{ 7*7 }}}} =cmd()"
    path = write(cora, subject="<i>{given_name}</i>", text=text)
    for page in (cora.page(path), cora.page(MESSAGES)):
        assert not page.main.all("script, .prose b, i")
        assert "49" not in page.main.text
    send(cora, path)
    letter = next(
        found
        for found in session.scalars(select(OutboxMessage))
        if found.person_id == cast.id("ada") and found.kind == "announcement"
    )
    words = read(session, letter)
    assert words.subject == "<i><b>Ada</b>{{ 7*7 }}</i>"
    assert "{__class__} {{ 7*7 }} =cmd()" in words.text
    page = cora.page(f"{path}/{cast.id('ada')}")
    assert not page.main.all("script, .prose b")


def test_nobody_sees_messages_of_another_cohort(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ours = draft(session, cast.fall, by=cast.id("cora"))
    of_lead = draft(session, cast.fall, by=cast.id("lee"), by_lead=True)
    session.commit()
    cora = sign_in("cora")
    spring = "/manage/cohorts/spring-2026/messages"
    assert cora.get(f"{spring}/{ours.id}").status_code == 404
    assert cora.get(f"{MESSAGES}/{of_lead.id}").status_code == 404
    assert sign_in("fay").get(MESSAGES).status_code == 403
    for persona in ("ben", "lee"):
        assert sign_in(persona).get(MESSAGES).status_code == 404


def test_messages_of_merged_people_stay_and_count(session: Session, cast: Cast) -> None:
    sent_message(session, cast.fall, [cast.id("nan")], by=cast.id("cora"))
    merge_people(session, cast.id("ben"), cast.id("nan"), by=cast.id("abe"), now=NOW)
    written = last_written(session, of_coordinators(), cast.fall.id)
    assert written == {cast.id("ben"): NOW}


@pytest.mark.parametrize(
    "path", ["", "/new?to=at-risk&template=welcome", "/{draft}", "/{draft}/edit", "/{sent}"]
)
def test_statements_do_not_grow(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, path: str
) -> None:
    cora, by = sign_in("cora"), cast.id("cora")
    waits = draft(session, cast.fall, by=by)
    few = sent_message(session, cast.fall, [cast.id("ada")], by=by)
    session.commit()
    address = MESSAGES + path.format(draft=waits.id, sent=few.id)
    cora.get(address)
    with statements() as counted:
        assert cora.get(address).status_code == 200
    before = counted.total
    people = enroll_crowd(session, cast.fall, 300)
    many = sent_message(session, cast.fall, [place.person_id for place in people], by=by)
    for _number in range(20):
        draft(session, cast.fall, by=by)
    session.commit()
    with statements() as counted:
        assert cora.get(MESSAGES + path.format(draft=waits.id, sent=many.id)).status_code == 200
    assert counted.total == before


def test_sending_takes_the_same_statements_for_many(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    cora, totals = sign_in("cora"), []
    for size in (2, 300):
        enroll_crowd(session, cast.fall, size)
        session.commit()
        path = write(cora)
        seen = cora.page(path).form(action=f"{path}/send").fields
        with statements() as counted:
            assert cora.post(f"{path}/send", data=seen).status_code == 303
        totals.append(counted.total)
    assert totals[0] == totals[1]
