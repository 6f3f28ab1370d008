"""People by file on the page: send, choose, apply, undo."""

import re
from urllib.parse import urlsplit

import pytest
from sqlalchemy.orm import Session

from app.cohorts.enrollments.queries import count_seats
from app.cohorts.intake.columns import meanings
from app.cohorts.intake.enums import Meaning
from app.language.languages import LANGUAGES, Language, writing_in
from app.people.models import Institution, InstitutionDomain
from app.people.queries import person_by_address
from app.site.manage.cohorts.people.import_.refused import LINE, WHY
from tests.cast import Cast
from tests.client import Answer, Browser, SignIn

BASE = "/manage/cohorts/fall-2026/people/import"
MESSY = (
    "E-mail;NAME;Site;Goal\n"
    "lee@example.org;LINDQVIST, LEE;High Desert;\n"
    "k@windward.example;Kalei Nakamura, DO;Windward Univ Hosp;To listen\n"
    "cora2@mail.example;Castellano, Cora;High Desert;\n"
    "r@prairie.example; rosa@mail.example;Rosa Yazzie;Sonoran;\n"
).replace("r@prairie.example; rosa@mail.example", '"r@prairie.example; rosa@mail.example"')


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def send(cora: Browser, content: str | bytes = MESSY) -> Answer:
    return cora.post(BASE, files={"file": ("list-FINAL(2).csv", content)})


def sent(cora: Browser, content: str | bytes = MESSY) -> str:
    answer = send(cora, content)
    assert answer.status_code == 303, answer.text
    return urlsplit(answer.headers["location"]).path


def seen(html: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', html)
    assert found
    return found[1]


def test_choices_come_first_and_none_is_made_for_anybody(cora: Browser) -> None:
    html = cora.get(sent(cora)).text
    for said in ("Which institution is “Windward Univ Hosp”?", "Is this the Cora Castellano"):
        assert said in html
    assert "Where should the invitation of Rosa Yazzie go?" in html
    assert not re.search(r'type="radio"[^>]* checked', html)
    assert "3 choices are not made yet. Nothing was written." in html
    assert "Nothing has been written yet" in html


def test_list_with_three_choices_is_applied_and_undone(
    cora: Browser, session: Session, cast: Cast
) -> None:
    before = count_seats(session, cast.fall.id)
    path = sent(cora)
    chosen = {
        "choice-0": "new",
        "name-0": "Windward School of Medicine",
        "short-0": "Windward",
        "zone-0": "Pacific/Honolulu",
        "choice-1": "two",
        "choice-2": "to:rosa@mail.example",
    }
    assert cora.post(f"{path}/choices", data=chosen).status_code == 303
    html = cora.get(path).text
    assert "3 invitations are mailed at once." in html
    done = cora.post(path, data={"until": "2026-12-11", "seen": seen(html)})
    assert done.status_code == 303, done.text
    html = cora.get(path).text
    assert "Goal: To listen" in html
    session.expire_all()
    assert count_seats(session, cast.fall.id) == before + 4
    kalei = person_by_address(session, "k@windward.example")
    assert kalei is not None
    assert kalei.zone == "Pacific/Honolulu"
    refused = cora.post(f"{path}/undo", data={"reason": ""})
    assert refused.status_code == 409
    assert "Say why." in refused.text
    assert cora.post(f"{path}/undo", data={"reason": "Wrong list."}).status_code == 303
    assert "Undone" in cora.get(path).text
    session.expire_all()
    assert count_seats(session, cast.fall.id) == before
    assert person_by_address(session, "k@windward.example") is None


def test_mail_domain_proposes_an_institution_and_takes_it_for_nobody(
    cora: Browser, session: Session, cast: Cast
) -> None:
    desert = session.get_one(Institution, cast.person("ada").institution_id)
    session.add(InstitutionDomain(institution_id=desert.id, domain="high.example"))
    session.commit()
    path = sent(cora, "Name,Email\nRosa Yazzie,rosa@high.example\nAna Fuentes,ana@x.example\n")
    cards = cora.page(path).all("[id^=choice-][class~=card]")
    assert [card.texts("h3") for card in cards] == [["Which institution are they from?"]] * 2
    assert f"high.example is a mail domain of {desert.name}." in cards[0].text
    assert f"It is {desert.name}" in cards[0].text
    assert f"It is {desert.name}" not in cards[1].text
    assert not re.search(r'type="radio"[^>]* checked', cora.get(path).text)
    chosen = {"choice-0": f"is:{desert.id}", "choice-1": "out"}
    assert cora.post(f"{path}/choices", data=chosen).status_code == 303
    assert "1 invitation is mailed at once." in cora.page(path).text


def test_choices_that_are_made_stand_after_those_that_are_open(cora: Browser) -> None:
    path = sent(cora)
    assert cora.post(f"{path}/choices", data={"choice-0": "out"}).status_code == 303
    page = cora.page(path)
    titles = [title for title in page.texts("h2, h3") if "choice" in title or "?" in title]
    assert titles == [
        "2 choices are yours",
        "Is this the Cora Castellano, MPH you know?",
        "Where should the invitation of Rosa Yazzie go?",
        "1 choice is made",
        "Which institution is “Windward Univ Hosp”?",
    ]
    form = page.form("Keep these choices")
    assert form.fields["choice-0"] == "out", "it is sent with the others, or it would be forgotten"


def test_profession_by_degrees_stands_beside_the_name(cora: Browser) -> None:
    rows = "Rosa Yazzie,MD,rosa@x.example,Sonoran,\nAna Fuentes,MD,ana@x.example,Sonoran,Nurse\n"
    page = cora.page(sent(cora, f"Name,Degrees,Email,Site,Profession\n{rows}"))
    rosa, ana = (row for row in page.rows if "They are new to Waypost." in row)
    assert rosa.endswith("Physician, by the degrees MD.")
    assert "by the degrees" not in ana
    assert "1 person has a profession by their degrees only." in page.text
    assert "It counts for credit once it is verified, on their page." in page.text


def test_refused_choices_keep_what_was_typed(cora: Browser) -> None:
    path = sent(cora)
    given = {"choice-0": "new", "name-0": "", "short-0": "Wind", "zone-0": "Mars/Base"}
    refused = cora.post(f"{path}/choices", data=given)
    assert refused.status_code == 422
    assert "Enter the institution’s name." in refused.text
    assert 'value="Wind"' in refused.text
    for wrong in ({"choice-0": "is:nobody"}, {"choice-9": "out"}, {"choice-0": "other"}):
        assert cora.post(f"{path}/choices", data=wrong).status_code == 422


def test_a_new_institution_needs_no_short_name(cora: Browser) -> None:
    path = sent(cora)
    given = {"choice-0": "new", "name-0": "Windward University", "zone-0": "Pacific/Honolulu"}
    answer = cora.post(f"{path}/choices", data=given | {"short-0": ""})
    assert answer.status_code == 303
    assert 'value="Windward University"' in cora.get(path).text


def test_nothing_is_applied_that_was_not_looked_at(cora: Browser) -> None:
    path = sent(cora, "Name,Email,Site\nRosa Yazzie,rosa@x.example,Sonoran\n")
    for until, seen_, status in (("2026-12-11", "0" * 64, 409), ("soon", "x", 422)):
        refused = cora.post(path, data={"until": until, "seen": seen_})
        assert refused.status_code == status
    past = cora.post(path, data={"until": "2026-01-01", "seen": seen(cora.get(path).text)})
    assert past.status_code == 409
    assert "Enter a time in the future" in past.text


def test_columns_without_known_headers_are_asked_for_and_remembered(cora: Browser) -> None:
    path = sent(cora, "Wer,Post\nRosa Yazzie,rosa@x.example\n")
    assert "What do the columns hold?" in cora.get(path).text
    refused = cora.post(f"{path}/columns", data={"column-0": "name", "column-1": "rank"})
    assert refused.status_code == 422
    said = {"column-0": "name", "column-1": "email"}
    assert cora.post(f"{path}/columns", data=said).status_code == 303
    assert "Which institution are they from?" in cora.get(path).text
    again = sent(cora, "Wer,Post\nAna Fuentes,ana@x.example\n")
    assert "Check before anything is written" in cora.get(again).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04 no", "cannot be read"),
        (b"Name,Email\n", "no rows"),
    ],
)
def test_file_that_is_no_list_is_refused_at_its_field(
    cora: Browser, content: bytes, said: str
) -> None:
    refused = send(cora, content)
    assert refused.status_code == 422
    assert said in refused.text


def test_no_file_and_a_list_that_is_deleted(cora: Browser) -> None:
    assert "Choose the file" in cora.post(BASE, data={}).text
    path = sent(cora)
    assert "list-FINAL(2).csv" in cora.get(BASE).text
    assert cora.post(f"{path}/discard").status_code == 303
    assert cora.get(path).status_code == 404
    example = cora.get(f"{BASE}/example.csv")
    assert cora.get(sent(cora, example.content)).status_code == 200


def test_a_list_of_another_cohort_is_not_there(cora: Browser) -> None:
    path = sent(cora).replace("fall-2026", "spring-2026")
    assert cora.get(path).status_code == 404


def test_refused_rows_stand_on_the_page_and_go_out_to_be_mended(
    cora: Browser, session: Session
) -> None:
    broken = (
        "Name;Email;Site;Goal\n"
        "Lee Lindqvist;lee@example.org;High Desert;\n"
        "Okafor, Dana;dana(at)new.example;High Desert;-none\n"
    )
    path = sent(cora, broken)
    before = cora.get(f"{path}/refused.csv").text
    done = cora.post(path, data={"until": "2026-12-11", "seen": seen(cora.get(path).text)})
    assert done.status_code == 303
    table = cora.page(path).section("Who was not brought in")
    assert table.text.count("Okafor, Dana") == 1
    assert "“dana(at)new.example” is not an email address." in table.text
    file = cora.get(f"{path}/refused.csv")
    assert file.text == before
    assert file.text.lstrip("\ufeff").splitlines() == [
        "Name,Email,Site,Goal,Waypost: row,Waypost: why",
        '"Okafor, Dana",dana(at)new.example,High Desert,\'-none,3,'
        "“dana(at)new.example” is not an email address. Correct it in the file.",
    ]
    form = cora.page(path).form("Delete these rows now")
    assert cora.post(form.action, data=form.data()).status_code == 303
    assert "Who was not brought in" not in cora.page(path).text
    assert cora.get(f"{path}/refused.csv").status_code == 404
    gone = cora.post(form.action, data=form.data())
    assert gone.status_code == 409
    assert "These rows were deleted already." in gone.text
    again = sent(cora, file.content.replace(b"(at)", b"@"))
    cora.post(again, data={"until": "2026-12-11", "seen": seen(cora.get(again).text)})
    answers = cora.page(again).section("Who was on the list").text
    assert "Goal: -none" in answers
    assert "Waypost" not in answers
    assert cora.get(f"{again}/refused.csv").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_our_own_columns_are_no_answers_in_any_language(language: Language) -> None:
    with writing_in(language):
        own = [str(LINE), str(WHY)]
    assert meanings(own, {}) == (Meaning.NOTHING, Meaning.NOTHING)
