"""An institution lead: own people, and nobody else's."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.people.enums import Scope
from app.people.models import Person, RoleGrant
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements, content_of
from tests.issued import issue_certificate
from tests.page import Page
from tests.site.institution.whole import OTHER, OWN, add_people, count, institution

# the cohort's page


def test_lead_sees_own_people_with_their_progress(sign_in: SignIn) -> None:
    page = sign_in("lee").get("/institution").text
    assert "High Desert School of Medicine" in page
    assert "Alvarez, Ada" in page
    assert "mailto:ada@example.org" in page
    assert '<td class="num" data-label="Modules">0 of 4</td>' in page
    assert '<td class="num" data-label="Sessions">0 of 3</td>' in page
    assert "In progress" in page


def test_lead_sees_nobody_of_another_institution(sign_in: SignIn, session: Session) -> None:
    count(session)
    page = sign_in("lee").get("/institution").text
    assert "Nakai" not in page
    assert "Nothing can be shown yet." in page


def test_people_who_completed_are_counted(sign_in: SignIn, session: Session, cast: Cast) -> None:
    add_people(session, cast, OWN, 3, slug="spring-2026", complete=2)
    page = sign_in("lee").get("/institution?cohort=spring-2026").text
    assert page.count(">Complete<") == 2
    assert '<span class="stat-value">3</span> <span class="stat-label">enrolled</span>' in page
    assert '<span class="stat-value">2</span> <span class="stat-label">complete</span>' in page


def test_whoever_withdrew_is_not_shown(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cast.withdraw("ada")
    session.commit()
    page = sign_in("lee").get("/institution").text
    assert "Alvarez" not in page
    assert "Nobody from your institution is in a cohort yet" in page


@pytest.mark.parametrize("slug", ["spring-2026", "coach-2026", "no-such-cohort"])
def test_cohort_without_own_people_is_not_there(sign_in: SignIn, slug: str) -> None:
    answer = sign_in("lee").get(f"/institution?cohort={slug}")
    assert answer.status_code == 404
    assert "Begay" not in answer.text


def test_running_cohort_is_shown_and_the_others_are_linked(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    add_people(session, cast, OWN, 1, slug="spring-2026")
    page = sign_in("lee").get("/institution").text
    assert page.index("/institution?cohort=fall-2026") < page.index(
        "/institution?cohort=spring-2026"
    )
    assert "Mentor Development Program · Fall 2026" in page


IN_SPRING = "/institution?cohort=spring-2026"


def listed(page: Page) -> list[str]:
    """The family names of who is listed."""
    return [header.partition(",")[0] for header in page.row_headers]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["Own1", "Own2", "Own3"]),
        ("&sort=-name", ["Own3", "Own2", "Own1"]),
        ("&sort=-modules", ["Own1", "Own2", "Own3"]),
        ("&sort=sessions", ["Own2", "Own3", "Own1"]),
        ("&show=complete", ["Own1"]),
        ("&show=in-progress", ["Own2", "Own3"]),
        ("&show=out-of-reach", []),
        ("&q=own3", ["Own3"]),
        ("&q=surgery", ["Own2"]),
        ("&q=other1", []),
    ],
)
def test_own_people_in_a_cohort_are_sorted_found_and_narrowed(
    sign_in: SignIn, session: Session, cast: Cast, asked: str, expected: list[str]
) -> None:
    add_people(session, cast, OWN, 3, slug="spring-2026", complete=1)
    add_people(session, cast, OTHER, 2, slug="spring-2026", complete=1)
    second = select(Person).where(col(Person.family_name) == "Own2")
    session.scalars(second).one().department = "Surgery"
    session.commit()
    assert listed(sign_in("lee").page(IN_SPRING + asked)) == expected


def test_list_stays_in_the_cohort_that_was_asked_for(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    add_people(session, cast, OWN, 2, slug="spring-2026")
    page = sign_in("lee").page(f"{IN_SPRING}&q=own2")
    assert page.one("thead").link("Sessions") == f"{IN_SPRING}&sort=sessions&q=own2"
    assert page.link("Everybody 1") == f"{IN_SPRING}&q=own2"
    nothing = sign_in("lee").page(f"{IN_SPRING}&q=nobody")
    assert nothing.link("Show everybody") == IN_SPRING
    (search,) = (form for form in nothing.forms if form.action == "/institution")
    assert search.hidden == {"cohort": "spring-2026"}


def test_own_people_are_downloaded_and_nobody_else(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    add_people(session, cast, OWN, 1, slug="spring-2026", complete=1)
    add_people(session, cast, OTHER, 6, slug="spring-2026")
    lee = sign_in("lee")
    answer = lee.get(lee.page(IN_SPRING).link("Download as CSV"))
    assert answer.headers["content-type"].startswith("text/csv")
    header, *rows = answer.text.removeprefix("\ufeff").splitlines()
    assert header.startswith("Family name,Given name,Degrees,Department,Modules attested")
    assert rows == ["Own1,Pat,MD,,4,4,4,3,0,Complete"]


def test_lead_of_two_institutions_sees_both(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cast.grant("lee", Role.LEAD, Scope.INSTITUTION, institution(session, OTHER).id)
    session.commit()
    page = sign_in("lee").get("/institution").text
    assert "Alvarez" in page
    assert "Nakai" in page


def test_lead_of_no_institution_sees_nobody(sign_in: SignIn, session: Session, cast: Cast) -> None:
    mine = select(RoleGrant).where(col(RoleGrant.person_id) == cast.id("lee"))
    session.scalars(mine).one().scope_id = None
    session.commit()
    lee = sign_in("lee")
    assert "Alvarez" not in lee.get("/institution").text
    assert "Nobody from your institution has an account yet." in lee.get("/institution/people").text


@pytest.mark.parametrize("persona", ["ada", "ben", "fay", "cora", "abe"])
def test_nobody_but_a_lead_has_these_pages(sign_in: SignIn, persona: str) -> None:
    browser = sign_in(persona)
    for path in ("/institution", "/institution/people", "/institution/report"):
        assert browser.get(path).status_code == 403, path


@pytest.mark.parametrize("path", ["/institution", "/institution/people", "/institution/report"])
def test_signed_out_visitor_is_asked_to_sign_in(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 303


@pytest.mark.parametrize("path", ["/institution", "/institution/people", "/institution/report"])
def test_more_people_need_no_more_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, path: str
) -> None:
    lee = sign_in("lee")
    with statements() as few:
        lee.get(path)
    before = few.total
    add_people(session, cast, OWN, 30, slug="fall-2026")
    add_people(session, cast, OTHER, 30, slug="fall-2026")
    with statements() as many:
        assert lee.get(path).status_code == 200
    assert many.total == before
    assert many.total <= 15


def test_page_swapped_by_htmx_is_the_same(sign_in: SignIn) -> None:
    lee = sign_in("lee")
    part = content_of(lee.get("/institution", headers={"HX-Request": "true"}).text)
    assert "<html" not in part
    assert part in lee.get("/institution").text


# finding people


def names(page: Page) -> list[str]:
    """Who is listed, without the addresses below the names."""
    return [header.rpartition(" ")[0] for header in page.row_headers]


def test_people_are_everybody_of_the_own_institution(sign_in: SignIn) -> None:
    page = sign_in("lee").get("/institution/people").text
    assert names(Page(page)) == [
        "Abara, Abe",
        "Alvarez, Ada",
        "Castellano, Cora",
        "Lindqvist, Lee",
    ]
    assert "ada@example.org" in page
    assert "Fall 2026" in page
    assert "4 of 4 people" in page


@pytest.mark.parametrize("query", ["nakai", "ben", "@example.org begay", "Sonoran"])
def test_search_never_finds_people_of_other_institutions(sign_in: SignIn, query: str) -> None:
    page = sign_in("lee").get("/institution/people", params={"q": query}).text
    assert names(Page(page)) == []
    assert "Nobody was found" in page


@pytest.mark.parametrize("query", ["alv", "ADA", "lvarez ada", "ada@ex", "Álvarez", "cardio"])
def test_search_finds_by_part_of_name_address_or_department(
    sign_in: SignIn, session: Session, cast: Cast, query: str
) -> None:
    cast.person("ada").department = "Cardiology"
    session.commit()
    page = sign_in("lee").get("/institution/people", params={"q": query}).text
    assert names(Page(page)) == ["Alvarez, Ada"]
    assert "1 of 4 people" in page


def test_what_was_searched_for_stays_in_the_field(sign_in: SignIn) -> None:
    page = sign_in("lee").get("/institution/people", params={"q": '"><b>'}).text
    assert 'value="&#34;&gt;&lt;b&gt;"' in page


def test_people_sort_by_department_both_ways(sign_in: SignIn, session: Session, cast: Cast) -> None:
    for persona, department in (("ada", "Surgery"), ("cora", "anesthesiology")):
        cast.person(persona).department = department
    session.commit()
    lee = sign_in("lee")
    up = names(lee.page("/institution/people?sort=department"))
    down = names(lee.page("/institution/people?sort=-department"))
    assert up == ["Castellano, Cora", "Alvarez, Ada", "Abara, Abe", "Lindqvist, Lee"]
    assert down == ["Alvarez, Ada", "Castellano, Cora", "Abara, Abe", "Lindqvist, Lee"]


def test_sorted_column_says_so_and_offers_the_other_way(sign_in: SignIn) -> None:
    page = sign_in("lee").get("/institution/people?q=a").text
    assert 'aria-sort="ascending"' in page
    assert "/institution/people?sort=-name&amp;q=a" in page


@pytest.mark.parametrize("order", ["person.id", "", "--name", "'"])
def test_unknown_order_is_by_name(sign_in: SignIn, order: str) -> None:
    page = sign_in("lee").get("/institution/people", params={"sort": order}).text
    assert names(Page(page))[0] == "Abara, Abe"


def test_disabled_people_are_not_listed(sign_in: SignIn, session: Session, cast: Cast) -> None:
    ada: Person = cast.person("ada")
    ada.disabled_at = NOW
    session.commit()
    assert "Alvarez" not in sign_in("lee").get("/institution/people").text


def test_many_people_come_in_pages(sign_in: SignIn, session: Session, cast: Cast) -> None:
    add_people(session, cast, OWN, 60, slug="fall-2026")
    lee = sign_in("lee")
    first = lee.get("/institution/people").text
    assert len(names(Page(first))) == 50
    assert "Page 1 of 2" in first
    assert "page=2" in first
    second = lee.get("/institution/people?page=2").text
    assert len(names(Page(second))) == 14
    assert not set(names(Page(first))) & set(names(Page(second)))


@pytest.mark.parametrize(("page", "shown"), [("0", 1), ("-3", 1), ("99", 1)])
def test_page_that_does_not_exist_is_the_nearest(sign_in: SignIn, page: str, shown: int) -> None:
    answer = sign_in("lee").get(f"/institution/people?page={page}")
    assert answer.status_code == 200
    assert len(names(answer.page)) == 4


# the report


def test_report_names_own_people_with_what_they_miss(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    add_people(session, cast, OWN, 2, slug="spring-2026", complete=1)
    add_people(session, cast, OTHER, 8, slug="spring-2026")
    count(session)
    lee = sign_in("lee")
    page = lee.page("/institution/report?cohort=spring-2026")
    assert "1 of 2 of your people have completed." in page.text
    assert page.rows[1].startswith("Own2, Pat 0 of 4 0 of 3 – In progress 0 of 4 modules attested.")
    assert "Other" not in page.text
    assert "At least 10 people are in it, yours included. As of Wed, Nov 18" in page.text
    assert lee.page(IN_SPRING).link("Report") == "/institution/report?cohort=spring-2026"
    rows = lee.get(page.link("Download as CSV")).text.splitlines()
    assert rows[0].endswith("Status,Where they stand")
    assert "0 of 4 modules attested." in rows[2]
    assert lee.get(page.link("Download as XLSX")).status_code == 200


def test_report_of_a_cohort_without_own_people_is_not_there(sign_in: SignIn) -> None:
    assert sign_in("lee").get("/institution/report?cohort=spring-2026").status_code == 404


def test_lead_sees_who_has_a_certificate(sign_in: SignIn, session: Session, cast: Cast) -> None:
    before = sign_in("lee").page("/institution?cohort=fall-2026")
    assert before.row("Alvarez, Ada").cells[-2] == "–"
    issue_certificate(session, cast.enrollment("ada"))
    session.commit()
    after = sign_in("lee").page("/institution?cohort=fall-2026")
    assert after.row("Alvarez, Ada").cells[-2] == "1"
    assert after.figures["with a certificate"] == "1"
    assert "Certificates" in sign_in("lee").page("/institution/report?cohort=fall-2026").text
