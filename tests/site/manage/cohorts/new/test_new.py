"""Starting a cohort from a template or like an earlier one."""

from datetime import date, time

from sqlalchemy.orm import Session

from app.cohorts.drafts.actions import change_leaders
from app.cohorts.drafts.queries import facilitator_grants, parts, planned_units
from app.cohorts.drafts.rules import SessionChoice
from app.cohorts.queries import units
from tests.cast import NOW, Cast
from tests.client import SignIn

NEW = "/manage/cohorts/new"


def test_a_draft_like_fall_keeps_weekday_hour_seats_leaders_and_links(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    first = units(session, cast.fall.id)[0].session_id
    assert first is not None
    choice = SessionChoice(first, {cast.id("fay"): "lead"}, "https://zoom.example/j/7")
    fay, cora = [cast.id("fay")], cast.id("cora")
    change_leaders(session, cast.fall, fay, [choice], by=cora, now=NOW)
    session.commit()
    answer = sign_in("cora").post(NEW, data={"start": "cohort:fall-2026"})
    assert answer.headers["location"] == "/manage/cohorts/spring-2027/setup/dates"
    draft = cast.cohort("spring-2027")
    planned = planned_units(session, draft.id)
    assert [unit.local_date for unit in planned] == [date(2027, 5, day) for day in (13, 20, 27)] + [
        date(2027, 6, 3)
    ]
    assert {unit.local_time for unit in planned} == {time(12)}
    assert (draft.is_draft, draft.capacity) == (True, 600)
    assert [(row.part, row.person.id) for row in parts(session, draft.id)] == [("lead", fay[0])]
    assert [grant.person_id for grant in facilitator_grants(session, draft.id, NOW)] == fay
    assert planned[0].link == "https://zoom.example/j/7"


def test_a_draft_from_the_template_has_its_units_and_no_seats(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    answer = sign_in("cora").post(NEW, data={"start": "template:mentor-development"})
    slug = answer.headers["location"].split("/")[3]
    draft = cast.cohort(slug)
    assert (draft.capacity, len(planned_units(session, draft.id))) == (0, 4)


def test_what_is_not_ones_own_or_is_not_there_is_refused_on_the_page(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    for start in ("template:coach-approach", "cohort:coach-2026", "cohort:x", "x", ""):
        answer = cora.post(NEW, data={"start": start})
        assert answer.status_code == 422, start
        assert answer.page.heading == "New cohort"


def test_two_drafts_of_one_title_have_two_addresses(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    made = [cora.post(NEW, data={"start": "cohort:fall-2026"}) for _ in range(2)]
    assert [answer.headers["location"].split("/")[3] for answer in made] == [
        "spring-2027",
        "spring-2027-2",
    ]
