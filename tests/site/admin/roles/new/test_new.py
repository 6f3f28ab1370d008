"""Giving a role: which, over what, to whom, until when."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from app.people.enums import Profession
from app.people.grants.queries import grants_of
from app.people.models import EmailAddress
from app.people.queries import person_by_address
from tests.cast import Cast, make_person
from tests.client import Answer, Browser, SignIn
from tests.named import institution_named

NEW = "/admin/roles/new"
NEXT = "/admin/roles?given=true"
OVERS = [
    "Choose one",
    "Coach Approach Program",
    "Coaching 2026 (Coach Approach Program)",
    "Every program",
    "Fall 2026 (Mentor Development Program)",
    "Mentor Development Program",
    "Spring 2026 (Mentor Development Program)",
]


def give(browser: Browser, role: str, over: str, **changed: str) -> Answer:
    """Fill the form as it is; `over` is what the list calls it."""
    form = browser.page(f"{NEW}?role={role}").form("Give this role")
    chosen = {text: value for value, text in form.choices("over").items()} if over else {}
    data = form.data(**({"over": chosen[over]} if over else {}), **changed)
    return browser.post(form.action, data=data)


def test_each_is_offered_what_is_theirs_to_give(sign_in: SignIn) -> None:
    abe, cora = sign_in("abe"), sign_in("cora")
    titles = {
        name: browser.page(NEW).texts(".task-title")
        for name, browser in {"abe": abe, "cora": cora}.items()
    }
    assert titles == {
        "abe": ["Administrator", "Coordinator", "Institution lead", "CME officer"],
        "cora": ["Facilitator", "Institution lead"],
    }
    overs = abe.page(f"{NEW}?role=coordinator").form("Give this role").choices("over")
    assert sorted(overs.values()) == OVERS
    facilitates = cora.page(f"{NEW}?role=facilitator").form("Give this role").choices("over")
    assert [*facilitates.values()] == [
        "Choose one",
        "Mentor Development Program",
        "Fall 2026 (Mentor Development Program)",
        "Spring 2026 (Mentor Development Program)",
    ]
    assert "over" not in abe.page(f"{NEW}?role=administrator").form("Give this role").fields


def test_somebody_who_is_here_is_found_by_name_and_given_a_role_until_a_day(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    page = cora.page(f"{NEW}?role=facilitator")
    assert "The role ends at the end of that day, Mountain Time." in page.text
    over = "Fall 2026 (Mentor Development Program)"
    answer = give(cora, "facilitator", over, person="nakai, nan", until="2026-12-31")
    assert answer.headers["location"] == NEXT
    (row,) = grants_of(session, cast.id("nan"))
    assert row.role_grant.until == datetime(2027, 1, 1, 7, tzinfo=UTC)
    record = cora.page("/admin/roles?q=nakai").table("Roles").records[0]
    assert record["Until"] == "December 31, 2026"
    page = cora.page(f"/admin/roles/{row.role_grant.id}")
    assert page.facts["Ends"] == "At the end of December 31, 2026, Mountain Time"


def test_somebody_new_is_added_with_name_and_institution(sign_in: SignIn, session: Session) -> None:
    abe = sign_in("abe")
    over = "Mentor Development Program"
    answer = give(abe, "coordinator", over, person="New@Partner.example")
    assert answer.status_code == 422
    assert set(answer.page.field_errors) == {"given_name", "institution"}
    form = answer.page.form("Give this role")
    place = {text: value for value, text in form.choices("institution").items()}
    answer = abe.post(
        form.action,
        data=form.data(
            given_name="Nia", family_name="New", institution=place["Sonoran School of Medicine"]
        ),
    )
    assert answer.headers["location"] == NEXT
    person = person_by_address(session, "new@partner.example")
    assert person is not None
    assert (person.given_name, person.zone) == ("Nia", "America/Phoenix")
    assert len(grants_of(session, person.id)) == 1


def test_of_several_of_a_name_one_is_chosen(sign_in: SignIn, session: Session, cast: Cast) -> None:
    place = institution_named(session, "Sonoran")
    assert place is not None
    other = make_person(
        session, "nan2", "Nan", "Nakaidinae", "MD", Profession.PHYSICIAN, institution=place
    )
    session.commit()
    cora = sign_in("cora")
    answer = give(cora, "lead", "Sonoran School of Medicine", person="nan naka")
    assert answer.page.field_errors == {
        "person_id": "Several people have this name. Choose who it is."
    }
    form = answer.page.form("Give this role")
    assert set(form.choices("person_id").values()) == {
        "Nakai, Nan · Sonoran School of Medicine",
        "Nakaidinae, Nan · Sonoran School of Medicine",
    }
    answer = cora.post(form.action, data=form.data() | {"person_id": str(other.id)})
    assert answer.headers["location"] == NEXT
    assert len(grants_of(session, other.id)) == 1
    assert not grants_of(session, cast.id("nan"))


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"person": ""}, "person", "Enter the address or the name of the person."),
        (
            {"person": "Nobody"},
            "person",
            "Nobody has this name. Write the address that they sign in with.",
        ),
        (
            {"person": "Cora Castellano"},
            "person",
            "You cannot do this for yourself. Ask somebody else who can.",
        ),
        (
            {"person": "fay@example.org"},
            "person",
            "Fay Fuentes, PhD already has this role. "
            "Take it back first if it should end on another day.",
        ),
        ({"until": "2026-11-17"}, "until", "Choose a day in the future."),
        ({"until": "soon"}, "until", "Enter a date, such as 2027-01-14."),
        ({"until": "9999-12-31"}, "until", "Enter a year from 2000 to 2099."),
        ({"until": "0001-01-01"}, "until", "Enter a year from 2000 to 2099."),
        ({"over": "installation"}, "over", "Choose the scope of the role."),
        ({"over": "x"}, "over", "Choose the scope of the role."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    sign_in: SignIn, changed: dict[str, str], field: str, sentence: str
) -> None:
    cora = sign_in("cora")
    form = cora.page(f"{NEW}?role=facilitator").form("Give this role")
    fall = {text: value for value, text in form.choices("over").items()}
    asked = {"over": fall["Fall 2026 (Mentor Development Program)"], "person": "nan@example.org"}
    answer = cora.post(NEW, data=form.data() | asked | changed)
    assert answer.status_code == 422
    assert answer.page.field_errors == {field: sentence}
    assert answer.page.form("Give this role").fields["person"] == (asked | changed)["person"]


def test_role_that_is_not_ones_to_give_is_refused(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    asked = {"role": "administrator", "over": "installation", "person": "nan@example.org"}
    assert sign_in("cora").post(NEW, data=asked).status_code == 403
    asked |= {"role": "facilitator", "over": str(cast.fall.id)}
    assert sign_in("abe").post(NEW, data=asked).status_code == 403
    coaching = cast.cohort("coach-2026").id
    answer = sign_in("cora").post(NEW, data=asked | {"over": str(coaching)})
    assert answer.page.field_errors == {"over": "Choose the scope of the role."}
    assert sign_in("cora").post(NEW, data={}).status_code == 422
    assert not grants_of(session, cast.id("nan"))


def test_day_ends_on_the_clock_of_whoever_gives(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("abe").zone = "Pacific/Honolulu"
    session.commit()
    over = "High Desert School of Medicine"
    answer = give(sign_in("abe"), "lead", over, person="ben@example.org", until="2026-11-18")
    assert answer.status_code == 303
    (row,) = grants_of(session, cast.id("ben"))
    assert row.role_grant.until == datetime(2026, 11, 19, 10, tzinfo=UTC)


def test_address_of_somebody_disabled_is_not_given_to_anybody_else(
    sign_in: SignIn, session: Session, cast: Cast, now: datetime
) -> None:
    cast.person("nan").disabled_at = now
    session.commit()
    abe = sign_in("abe")
    answer = give(abe, "administrator", "", person="nan@example.org")
    form = answer.page.form("Give this role")
    place = list(form.choices("institution"))[1]
    filled = form.data(given_name="Nan", family_name="Other", institution=place)
    answer = abe.post(form.action, data=filled)
    assert answer.page.field_errors == {"person": "This address already belongs to somebody."}
    assert session.query(EmailAddress).filter_by(address="nan@example.org").count() == 1
