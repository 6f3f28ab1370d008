"""What is left of a cohort whose records were deleted: pages still true, and one for the rest."""

import re
from collections import Counter, defaultdict
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.certificates.models import Certificate
from app.core.db import Database
from app.policy.table import POLICY, Role
from app.site.gone import GOES_ON
from tests.addresses import CHILDREN, cases, handlers
from tests.cast import Cast
from tests.client import Browser
from tests.issued import issue_certificate
from tests.site.deleted import SENTENCE, SPRING, delete_spring, years_after

ROLES = {"ben": Role.LEARNER, "cora": Role.COORDINATOR, "opal": Role.CME_OFFICER}
Objects = dict[str, str]
WENT = UUID(int=1)
INSTEAD = "Nobody can see or change them anymore."
BESIDE = ("/admin/", "/join/", "/my/", "/manage/outbox/", "/manage/people/")
"""Addresses that ask for a cohort or a person in ways of their own."""


@pytest.fixture
def deleted(session: Session, cast: Cast) -> Certificate:
    """The records went; this is what Ben had."""
    certificate = issue_certificate(session, cast.enrollment("ben"))
    delete_spring(session, cast)
    return certificate


@pytest.fixture
def objects_of_it(app: FastAPI, session: Session, cast: Cast, deleted: Certificate) -> Objects:
    """What an address can name of it: what stays, and else an id of something that went."""
    names = {name for route, _ in handlers(app) for name in re.findall(r"{(\w+)", route.path)}
    own = {"cohort": SPRING, "number": deleted.number, "person": str(cast.id("ben"))}
    return dict.fromkeys(names - set(CHILDREN), str(WENT)) | own


@pytest.mark.parametrize("persona", list(ROLES))
def test_every_address_of_it_is_true_or_gives_way(
    app: FastAPI, database: Database, objects_of_it: Objects, persona: str
) -> None:
    browser = Browser(years_after(database)).sign_in(persona)
    seen: Counter[str] = Counter()
    for method, address, action, path, cohort in cases(app, defaultdict(lambda: objects_of_it)):
        if cohort != SPRING or path.startswith(BESIDE) or ROLES[persona] not in POLICY[action]:
            continue
        answer = browser.request(method, address)
        said = f"{method} {address}: {answer.status_code}"
        if answer.status_code == 404 and str(WENT) in address:
            seen["not there"] += 1
        elif path in GOES_ON:
            assert answer.status_code in {200, 303, 404, 409, 422}, said
            assert INSTEAD not in answer.text, said
            seen["goes on"] += 1
        elif method == "POST":
            assert answer.status_code == 409, said
            assert "Nothing can be changed in them anymore." in answer.page.text, said
            seen["refused"] += 1
        else:
            assert answer.status_code == 200, said
            assert SENTENCE in answer.page.text, said
            assert INSTEAD in answer.page.text, said
            seen["gives way"] += 1
    assert seen["gives way"] > 5
    assert seen["not there"] < 10
    assert seen["refused"] > 2
    assert seen["goes on"] > 2 or persona == "ben"


def test_registry_names_addresses_that_there_are(app: FastAPI) -> None:
    assert {route.path for route, _handler in handlers(app)} >= GOES_ON


@pytest.mark.usefixtures("deleted")
def test_page_says_how_many_there_were_and_leads_to_what_is_left(database: Database) -> None:
    cora = Browser(years_after(database)).sign_in("cora")
    page = cora.page(f"/manage/cohorts/{SPRING}/people")
    assert [step.text for step in page.all(".crumbs li")] == ["Manage", "Cohorts", "Spring 2026"]
    assert "1 People who had a place" in page.main.text
    assert "1 Certificates" in page.main.text
    assert "Audit folders that were made of it went with the records" in page.main.text
    for link in page.section("What is left").all("a"):
        left = cora.get(link.attribute("href").partition("#")[0])
        assert left.status_code == 200
        assert INSTEAD not in left.text


@pytest.mark.usefixtures("deleted")
def test_schedule_is_shown_and_offers_no_change(database: Database) -> None:
    page = Browser(years_after(database)).sign_in("cora").page(f"/manage/cohorts/{SPRING}/schedule")
    assert "This page shows what is left." in page.main.text
    assert "It was not held" not in page.main.text
    assert "Add a session" not in page.main.text


@pytest.mark.usefixtures("deleted")
def test_download_of_a_list_is_the_page_that_says_so(database: Database) -> None:
    cora = Browser(years_after(database)).sign_in("cora")
    for path in (f"/manage/cohorts/{SPRING}/people?format=csv", f"/teach/{SPRING}?format=xlsx"):
        answer = cora.get(path)
        assert answer.headers["content-type"].startswith("text/html")
        assert SENTENCE in answer.page.text


@pytest.mark.usefixtures("deleted")
def test_learner_is_told_of_certificates_and_no_numbers(database: Database) -> None:
    ben = Browser(years_after(database)).sign_in("ben")
    page = ben.page(f"/cohorts/{SPRING}")
    assert "had a place" not in page.main.text
    assert "Audit folders" not in page.main.text
    assert page.link("Your certificates") == "/my/certificates"


@pytest.mark.usefixtures("deleted")
def test_officer_comes_back_to_the_activities(database: Database) -> None:
    opal = Browser(years_after(database)).sign_in("opal")
    page = opal.page(f"/manage/cohorts/{SPRING}/credit/audit")
    assert [step.text for step in page.all(".crumbs li")] == ["Activities", "Spring 2026"]
    assert "none can be made anymore" in page.main.text


def test_before_a_deletion_nothing_gives_way(database: Database) -> None:
    cora = Browser(years_after(database)).sign_in("cora")
    assert SENTENCE not in cora.page(f"/manage/cohorts/{SPRING}/people").text
