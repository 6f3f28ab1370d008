"""Institutions as an administrator sees, adds and changes them."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.rules import WHY
from app.core.models import AuditLine
from app.people.models import Institution, InstitutionDomain
from app.site.parts.unchanged import NOTHING_CHANGED
from tests.client import Browser, SignIn, Statements
from tests.named import institution_named

LIST = "/admin/institutions"
NEW = {
    "name": "Windward School",
    "short_name": "Windward",
    "region": "Hawaii",
    "zone": "Pacific/Honolulu",
    "domains": "windward.example\n@Mail.Windward.example",
    "spellings": "Windward Sch.\n\nWSM",
}


@pytest.fixture
def abe(sign_in: SignIn) -> Browser:
    return sign_in("abe")


def path(session: Session, name: str) -> str:
    found = institution_named(session, name)
    assert found is not None
    return f"{LIST}/{found.id}"


def test_list_has_names_zone_domains_people_and_state(abe: Browser) -> None:
    row = abe.page(LIST).row("High Desert School of Medicine High Desert").cells
    assert row[1:] == ["–", "Mountain Time (also the Navajo Nation)", "–", "4", "Active"]
    arizona = abe.page(LIST).row("Sonoran School of Medicine Sonoran").cells
    assert arizona[2] == "Mountain Standard Time (Arizona, no daylight saving time)"


def test_administrator_adds_one_and_finds_it_by_its_domain(abe: Browser, session: Session) -> None:
    page = abe.page(abe.page(LIST).link("Add an institution"))
    zones = list(page.form("Add institution").choices("zone").values())
    assert zones[3] == "Mountain Time (also the Navajo Nation)"
    answer = abe.post(LIST, data=page.form("Add institution").data(**NEW))
    assert answer.headers["location"] == f"{LIST}?added=1"
    page = abe.page(answer.headers["location"])
    assert page.notices == ["1 institution was added"]
    found = abe.page(f"{LIST}?q=mail.windward").table("Institutions")
    assert found.cells[0][0] == "Windward School Windward"
    page = abe.page(path(session, "wsm"))
    form = page.form("Save institution")
    assert form.fields["domains"].split() == ["mail.windward.example", "windward.example"]
    assert form.fields["spellings"].splitlines()[-2:] == ["Windward Sch.", "WSM"]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"name": ""}, "name", "Enter the institution’s name."),
        ({"short_name": ""}, "short_name", "Enter a short name for lists."),
        (
            {"name": "HIGH DESERT"},
            "name",
            "High Desert School of Medicine already has the name HIGH DESERT.",
        ),
        ({"zone": ""}, "zone", "Choose a time zone from the list."),
        ({"zone": "Mars/Base"}, "zone", "Choose a time zone from the list."),
        (
            {"domains": "nothing"},
            "domains",
            "nothing is not a mail domain. Write what follows the @, such as example.edu.",
        ),
        (
            {"domains": "a@gmail.com"},
            "domains",
            "Anybody can have an address at gmail.com. Leave it out.",
        ),
        (
            {"domains": "taken.example"},
            "domains",
            "taken.example already belongs to Sonoran School of Medicine.",
        ),
        (
            {"spellings": "sonoran"},
            "spellings",
            "Sonoran School of Medicine already has the name sonoran.",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    abe: Browser, session: Session, changed: dict[str, str], field: str, sentence: str
) -> None:
    sonoran = institution_named(session, "Sonoran")
    assert sonoran is not None
    session.add(InstitutionDomain(institution_id=sonoran.id, domain="taken.example"))
    session.commit()
    answer = abe.post(LIST, data=NEW | changed)
    assert answer.status_code == 422
    assert answer.page.field_errors == {field: sentence}
    sent = answer.page.form("Add institution").fields
    assert sent["region"] == "Hawaii"
    assert session.scalar(select(Institution).where(col(Institution.short_name) == "Windward")) is (
        None
    )


def test_change_is_saved_and_an_old_name_stays(abe: Browser, session: Session) -> None:
    address = path(session, "Sonoran")
    form = abe.page(address).form("Save institution")
    answer = abe.post(address, data=form.data(name="Desert University", region="Arizona"))
    page = abe.page(answer.headers["location"])
    assert "Saved" in page.notices
    assert page.form("Save institution").fields["spellings"].strip() == "Sonoran School of Medicine"


def test_name_of_another_one_is_refused_on_the_page_of_the_one(
    abe: Browser, session: Session
) -> None:
    address = path(session, "Sonoran")
    form = abe.page(address).form("Save institution")
    answer = abe.post(address, data=form.data(short_name="high desert"))
    assert answer.status_code == 422
    assert "High Desert School of Medicine" in answer.page.field_errors["short_name"]


def test_one_leaves_with_a_reason_and_is_taken_back(abe: Browser, session: Session) -> None:
    address = path(session, "Sonoran")
    leave = abe.page(address).form("Mark this institution as left")
    refused = abe.post(leave.action, data=leave.data(reason=""))
    assert (refused.status_code, refused.page.field_errors) == (422, {"reason": str(WHY)})
    assert refused.page.form("Save institution").fields["name"] == "Sonoran School of Medicine"
    assert abe.post(leave.action, data=leave.data(reason="Closed.")).status_code == 303
    page = abe.page(address)
    assert "It left on November 18, 2026." in page.text
    again = abe.post(leave.action, data=leave.data(reason="Closed."))
    assert again.status_code == 409
    assert "Sonoran School of Medicine has already left." in again.page.text
    assert abe.page(f"{LIST}?show=gone").table("Institutions").cells[0][-1] == "Left"
    back = page.form("Take this institution back")
    assert abe.post(back.action, data=back.data(reason="Mistake.")).status_code == 303
    assert "It left on" not in abe.page(address).text


def test_list_is_downloaded(abe: Browser) -> None:
    lines = abe.get(f"{LIST}?format=csv").text.splitlines()
    assert lines[0].endswith(
        "Name,Short name,State or country,Time zone,Mail domains,People,Status"
    )
    assert "High Desert School of Medicine,High Desert,,America/Denver,,4,Active" in lines


@pytest.mark.parametrize("persona", ["ada", "fay", "cora", "lee"])
def test_nobody_else_sees_institutions(sign_in: SignIn, persona: str) -> None:
    for address in (LIST, f"{LIST}/new", f"{LIST}/import"):
        assert sign_in(persona).get(address).status_code == 403


def test_unknown_institution_does_not_exist(abe: Browser) -> None:
    assert abe.get(f"{LIST}/6c1b1f0e-0000-4000-8000-000000000000").status_code == 404


def test_more_institutions_need_no_more_statements(
    abe: Browser, session: Session, statements: Statements
) -> None:
    with statements() as few:
        abe.page(LIST)
    before = few.total
    session.add_all(Institution(name=f"N{n}", short_name=f"S{n}", zone="UTC") for n in range(60))
    session.commit()
    with statements() as many:
        assert "62 of" not in abe.page(LIST).text
    assert many.total == before <= 4


def test_breaks_are_kept_in_order_and_what_cannot_be_read_is_said(
    abe: Browser, session: Session
) -> None:
    own = path(session, "High Desert")
    form = abe.page(own).form("Save institution")
    typed = "2027-11-25 Thanksgiving week\n2027-03-15 to 2027-03-19: Spring break"
    assert abe.post(own, data=form.data(breaks=typed)).status_code == 303
    kept = abe.page(own).form("Save institution")
    assert kept.fields["breaks"].splitlines() == [
        "2027-03-15 to 2027-03-19: Spring break",
        "2027-11-25 to 2027-11-25: Thanksgiving week",
    ]
    refused = abe.post(own, data=form.data(breaks="Easter, I think"))
    assert refused.status_code == 422
    assert "“Easter, I think” cannot be read." in refused.page.field_errors["breaks"]
    assert refused.page.form("Save institution").fields["breaks"] == "Easter, I think"


def test_save_without_a_change_says_so_and_leaves_no_line(abe: Browser, session: Session) -> None:
    own = path(session, "High Desert")
    form = abe.page(own).form("Save institution")
    lines = session.scalar(select(func.count()).select_from(AuditLine))
    answer = abe.post(own, data=form.data())
    assert abe.page(answer.headers["location"]).notices == [str(NOTHING_CHANGED)]
    assert session.scalar(select(func.count()).select_from(AuditLine)) == lines
    answer = abe.post(own, data=form.data(region="Elsewhere"))
    assert abe.page(answer.headers["location"]).notices == ["Saved"]
