"""A learner's own record."""

from tests.client import SignIn


def test_record_shows_every_unit_in_words(sign_in: SignIn) -> None:
    page = sign_in("ben").get("/my/record").text
    assert page.count("Present") == 4
    assert "4 of 4 modules attested" in page
    assert "6.00 of 6.00" in page


def test_record_of_a_cohort_that_is_not_mine_is_mine_anyway(sign_in: SignIn) -> None:
    page = sign_in("ada").get("/my/record?cohort=spring-2026").text
    assert "Fall 2026" in page
    assert "Spring 2026" not in page


def test_unit_that_has_not_opened_is_not_called_unsigned(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    words = [row for row in ada.page("/my/record").rows if row.startswith("Week")]
    assert ["Not signed" in row for row in words] == [True, True, False, False]
    assert "Opens Mon, Nov 23" in words[2]
    for path in ("/my/record", "/home", "/cohorts/fall-2026"):
        assert "not attested" not in ada.page(path).text
