"""Names in the lists of desks: written one way, in that order, and leading to who it is."""

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.credit.disclosures.models import ContentController
from app.people.models import Person
from tests.cast import Cast
from tests.client import SignIn
from tests.site.walked import DESKS, pages

OTHERWISE = (
    "/certificates",
    "/manage/jobs",
    "/people/import/",
    "/admin/institutions",
    "/admin/credit-systems",
    "/manage/providers",
)
"""Where a name is that of a certificate, of a file, or of no person."""


@pytest.mark.parametrize("persona", ["fay", "cora", "lee", "abe"])
def test_names_in_lists_begin_with_the_family_name(
    app: FastAPI,
    sign_in: SignIn,
    session: Session,
    objects: dict[str, dict[str, str]],
    persona: str,
) -> None:
    known = tuple(person.sort_name for person in session.scalars(select(Person)))
    # who controls content without an account has one name, as it was entered
    known += tuple(own for own in session.scalars(select(col(ContentController.name))) if own)
    seen, wrong = 0, {}
    for path, page in pages(app, sign_in, objects, persona):
        if not path.startswith(DESKS) or any(part in path for part in OTHERWISE):
            continue
        for table in page.tables:
            for header in {"Name", "Person"} & set(table.headers):
                seen += len(table.rows)
                others = [name for name in table.column(header) if not name.startswith(known)]
                if others:
                    wrong[path] = others
    assert wrong == {}
    assert seen >= 2


@pytest.mark.parametrize(
    ("persona", "path", "first"),
    [
        ("cora", "/manage/people", "Alvarez, Ada"),
        ("cora", "/manage/cohorts/fall-2026/people", "Alvarez, Ada"),
        ("fay", "/teach/fall-2026", "Alvarez, Ada"),
        ("lee", "/institution/people", "Abara, Abe"),
        ("abe", "/admin/roles", "Abara, Abe"),
    ],
)
def test_an_accent_does_not_move_a_name_to_the_end_of_a_list(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, path: str, first: str
) -> None:
    names = {"Alvarez, Ada": ("ada", "Álvarez"), "Abara, Abe": ("abe", "Ábara")}
    who, written = names[first]
    cast.person(who).family_name = written
    session.commit()
    page = sign_in(persona).page(path)
    assert page.row_headers[0].startswith(cast.person(who).sort_name)


def test_a_role_leads_to_the_page_of_who_has_it_and_to_itself(sign_in: SignIn, cast: Cast) -> None:
    roles = sign_in("abe").page("/admin/roles")
    assert roles.link("Castellano, Cora") == f"/manage/people/{cast.id('cora')}"
    own = sign_in("abe").page(roles.row("Castellano, Cora").link("Coordinator"))
    assert own.link("Everything about this person") == f"/manage/people/{cast.id('cora')}"


def test_the_page_of_a_person_in_a_cohort_leads_to_theirs_and_has_a_way_to_write(
    sign_in: SignIn, cast: Cast
) -> None:
    cora = sign_in("cora")
    here = cora.page(f"/manage/cohorts/fall-2026/people/{cast.id('ada')}")
    message = f"/manage/cohorts/fall-2026/messages/new?person={cast.id('ada')}"
    assert here.link("Write to Ada Alvarez, MD") == message
    assert here.link("Everything about this person") == f"/manage/people/{cast.id('ada')}"
    nobody = cora.page(f"/manage/cohorts/fall-2026/people/{cast.id('lee')}")
    assert "Everything about this person" not in nobody.text
    assert nobody.link("Write to Lee Lindqvist, MD") == "mailto:lee@example.org"


@pytest.mark.parametrize(
    ("persona", "path"), [("cora", "/manage/people"), ("lee", "/institution/people")]
)
def test_addresses_of_a_list_can_be_written_to(sign_in: SignIn, persona: str, path: str) -> None:
    assert sign_in(persona).page(path).link("ada@example.org") == "mailto:ada@example.org"
