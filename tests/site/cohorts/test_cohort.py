"""All units of a cohort with their dates."""

from tests.client import SignIn


def test_cohort_page_shows_the_whole_schedule_and_opens_nothing(sign_in: SignIn) -> None:
    answer = sign_in("ada").get("/cohorts/fall-2026")
    assert "Week 4: Module 4 title" in answer.page.text
    assert "Opens Mon, Nov 30, 6:00 AM Mountain Time" in answer.page.text
    assert "/units/3" not in answer.text
    assert "Case 3" not in answer.text


def test_learner_is_told_that_a_session_is_on_a_holiday(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert ada.page("/cohorts/fall-2026").main.text.count("Thanksgiving Day") == 1
    assert "Thanksgiving Day" in ada.page("/cohorts/fall-2026/sessions/3").main.text
    assert "Thanksgiving Day" not in ada.page("/cohorts/fall-2026/sessions/2").main.text
