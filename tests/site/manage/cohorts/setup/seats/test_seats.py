"""Step 3: seats and rules."""

from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import Browser
from tests.season import SLUG, make_season
from tests.site.manage.cohorts.setup.drafting import SETUP, seats


def test_seats_and_policy_are_saved_and_said_as_learners_read_them(
    cora: Browser, session: Session, cast: Cast
) -> None:
    share = {"institution": [str(cast.person("ada").institution_id)], "share": ["20"]}
    assert cora.post(f"{SETUP}/seats", data=seats(**share)).status_code == 303
    session.expire_all()
    draft = cast.cohort("spring-2027")
    assert (draft.capacity, draft.offer_hours) == (50, 48)
    said = cora.page(f"{SETUP}/rehearsal").section("What learners will read").text
    assert "sign all 4 modules" in said
    assert "You can miss 1 session." in said
    assert "August 1, 2027, 5:00 PM Mountain Time" in said
    assert (
        cora.page(f"{SETUP}/seats")
        .form("Save and go on to the rehearsal")
        .values("share")
        .count("20")
        == 1
    )


def test_what_was_typed_is_saved_before_the_form_or_the_credit(
    cora: Browser, session: Session, cast: Cast
) -> None:
    to_credit = cora.post(f"{SETUP}/seats", data=seats(capacity="7", then="credit"))
    assert to_credit.headers["location"] == f"{SETUP}/credit"
    session.expire_all()
    assert cast.cohort("spring-2027").capacity == 7
    to_form = cora.post(f"{SETUP}/seats", data=seats(then="form"))
    assert to_form.headers["location"] == f"{SETUP.removesuffix('/setup')}/application"


def test_seats_that_cannot_be_are_refused_at_their_fields(cora: Browser) -> None:
    wrong = seats(closes="2027-05-14", sessions_required="9", capacity="0")
    page = cora.post(f"{SETUP}/seats", data=wrong).page
    assert set(page.field_errors) == {"capacity"}
    page = cora.post(f"{SETUP}/seats", data=wrong | {"capacity": "7"}).page
    assert set(page.field_errors) == {"closes", "sessions_required"}


def test_draft_of_a_series_asks_nothing_about_missed_sessions(
    cora: Browser, session: Session, cast: Cast
) -> None:
    season = make_season(session, cast)
    season.published_at = None
    session.commit()
    path = f"/manage/cohorts/{SLUG}/setup/seats"
    page, before = cora.page(path), cora.page(path).form("Save and go on to the rehearsal").sent
    assert "made up" not in page.main.text
    assert "excused" not in page.main.text
    assert cora.post(path, data=dict(before)).status_code == 303
    assert cora.page(path).form("Save and go on to the rehearsal").sent == before
