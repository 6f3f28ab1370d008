"""The page of a cohort's reminders: whom each rule reaches, why not others, and setting one."""

import re
from datetime import datetime, time
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.core.models import AuditLine
from app.messages.reminders.enums import Rule
from app.messages.reminders.queries import settings_of
from app.messages.reminders.timing.rules import DEFAULTS, Setting
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.rules import USUAL
from tests.cast import Cast
from tests.client import SignIn, Statements
from tests.crowds import fill

PATH = "/manage/cohorts/fall-2026/reminders"
SOON = f"{PATH}/session-soon"


def test_every_rule_says_when_it_goes_whom_it_reaches_and_why_not_others(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    nan = cast.id("nan")
    choose_mail(session, nan, declined={Stream.REMINDERS}, quiet=USUAL, by=nan, now=now)
    session.commit()
    cora = sign_in("cora")
    assert cora.page("/manage/cohorts/fall-2026").link("Reminders") == PATH
    page = cora.page(PATH)
    assert {str(rule.words) for rule in Rule} <= set(page.headings)
    assert "A certificate is issued" in page.headings
    tomorrow = page.section("A session is coming")
    assert "1 day before the session, at 1:00 PM on their own clock." in tomorrow.text
    reached, others = tomorrow.tables
    assert reached.cells == [["Wed, Nov 18, 1:00 PM Mountain Time", "Week 2", "1", "Alvarez, Ada"]]
    assert ["They turned reminders off.", "Week 2", "1", "Nakai, Nan"] in others.cells
    assert "There is nothing they can claim yet." in page.section("Credit can be claimed").text
    closing = page.section("Claims are about to close").text
    assert "Its moment does not come in the next seven days." in closing
    left_out = [int(count) for count in re.findall(r"Why not (\d+) other", page.text)]
    assert left_out
    assert max(left_out) <= len(people_of(session, cast)), "people, however many units it is about"


def people_of(session: Session, cast: Cast) -> set[UUID]:
    of_fall = col(Enrollment.cohort_id) == cast.fall.id
    return {*session.scalars(select(col(Enrollment.person_id)).where(of_fall))}


def test_rule_is_set_with_a_line_and_can_be_turned_off(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    cora.post(SOON, data={"is_on": "yes", "number": "30"})
    assert _set(session, cast, Rule.SESSION_SOON) == Setting(number=30)
    cora.post(SOON, data={"is_on": "no", "number": "30"})
    assert _set(session, cast, Rule.SESSION_SOON) == Setting(is_on=False, number=30)
    cora.post(f"{PATH}/missed", data={"is_on": "yes", "number": "2", "clock": "09:30"})
    assert _set(session, cast, Rule.MISSED) == Setting(number=2, clock=time(9, 30))
    assert _set(session, cast, Rule.OFF_TRACK) == DEFAULTS[Rule.OFF_TRACK]
    lines = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "reminder.rule-set").order_by("id")
    ).all()
    assert [line.facts["after"]["number"] for line in lines] == [30, 30, 2]
    assert lines[1].facts["before"] == {"is_on": True, "number": 30, "clock": "13:00"}
    page = cora.page(f"{PATH}?saved=session-soon")
    assert page.notices[0] == "Saved: A session begins, with the link to join"
    section = page.section("A session begins, with the link to join")
    assert "Off" in section.text
    assert "It is off, so it reaches nobody." in section.text
    assert (
        "On the first Wednesday after the session, at 9:30 AM"
        in page.section("A session was missed, and how to make it up").text
    )


def _set(session: Session, cast: Cast, rule: Rule) -> Setting:
    session.expire_all()
    return settings_of(session, [cast.fall.id])[cast.fall.id][rule]


def test_page_tells_what_the_program_has_and_what_the_cohort_set_for_itself(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.program.reminders = {"unsigned": {"days_before": 4, "time": "08:00"}}
    session.commit()
    cora = sign_in("cora")
    section = cora.page(PATH).section(str(Rule.UNSIGNED.words))
    assert "4 days before the session, at 8:00 AM on their own clock." in section.text
    assert "Set for this cohort" not in section.text
    form = cora.page(f"{PATH}/unsigned")
    assert "Usually: 4 days before the session, at 8:00 AM" in form.text
    cora.post(f"{PATH}/unsigned", data={"is_on": "yes", "number": "2", "clock": "13:00"})
    section = cora.page(PATH).section(str(Rule.UNSIGNED.words))
    assert "2 days before the session, at 1:00 PM" in section.text
    assert "Set for this cohort" in section.text


@pytest.mark.parametrize(
    ("rule", "sent", "sentence"),
    [
        ("session-soon", {"is_on": "yes", "number": "5"}, "Choose a number from 10 to 240."),
        ("session-soon", {"is_on": "yes", "number": ""}, "Enter how long before."),
        ("session-soon", {"number": "60"}, "Choose whether the reminder goes."),
        ("unsigned", {"is_on": "yes", "number": "0", "clock": "13:00"}, "from 1 to 14"),
        ("unsigned", {"is_on": "yes", "number": "2", "clock": "noon"}, "Enter a time of day"),
        ("missed", {"is_on": "yes", "number": "7", "clock": "13:00"}, "from 0 to 6"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept(
    sign_in: SignIn, rule: str, sent: dict[str, str], sentence: str
) -> None:
    answer = sign_in("cora").post(f"{PATH}/{rule}", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_what_is_no_rule_is_no_page(sign_in: SignIn) -> None:
    assert sign_in("cora").get(f"{PATH}/birthday").status_code == 404


def test_nothing_is_set_in_an_archived_cohort(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    cast.fall.archived_at = now
    session.commit()
    cora = sign_in("cora")
    assert "This cohort is archived." in cora.get(SOON).text
    answer = cora.post(SOON, data={"is_on": "no", "number": "60"})
    assert answer.status_code == 422
    assert "This cohort is archived." in cora.get(PATH).text


def test_page_costs_as_many_statements_for_a_thousand_people(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, now: datetime
) -> None:
    cora = sign_in("cora")
    counts, answer = [], cora.get(PATH)
    for people in (50, 950):
        fill(session, cast.fall, people, now=now, seed=people)
        session.commit()
        with statements() as count:
            answer = cora.get(PATH)
        counts.append(count.total)
    assert counts[0] == counts[1] <= 16
    assert "and 9" in answer.text  # of many only some are named
    assert len(answer.text) < 200_000
