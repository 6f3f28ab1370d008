"""All units of a cohort with their dates."""

from tests.client import SignIn


def test_cohort_page_shows_the_whole_schedule_and_opens_nothing(sign_in: SignIn) -> None:
    page = sign_in("ada").get("/cohorts/fall-2026").text
    assert "Week 4: Module 4 title" in page
    assert "Opens Mon Nov 30, 6:00 am Mountain" in page
    assert "/units/3" not in page
    assert "Case 3" not in page
