"""A refused form is answered on the page that it came from; what was written into it is there."""

import pytest
from fastapi import FastAPI

from tests.client import Answer, Browser, SignIn

OURS = "http://localhost:8000"
FORM = "/manage/cohorts/fall-2026/application"
SESSION = "/teach/fall-2026/sessions/2"
WROTE = "Everybody came, and nobody left early."


def send(browser: Browser, path: str, page: str, **fields: str) -> Answer:
    """Send a form that stands on a page."""
    return browser.post(path, data=fields, headers={"referer": f"{OURS}{page}"})


def refused(sign_in: SignIn, page: str, **headers: str) -> Answer:
    """Attendance with a field that its page has not, from a page."""
    fields = {"seen": "", "remark": WROTE}
    referer = {"referer": page} if page else {}
    return sign_in("fay").post(f"{SESSION}/attendance", data=fields, headers=referer | headers)


def test_refusal_stands_on_the_page_that_the_form_came_from(sign_in: SignIn) -> None:
    before = sign_in("fay").page(SESSION)
    answer = send(sign_in("fay"), f"{SESSION}/attendance", SESSION, seen="")
    assert answer.status_code == 409
    assert answer.page.heading == before.heading
    assert answer.page.errors == [
        "This session has not begun. You can record attendance as soon as it starts."
    ]
    assert answer.page.title == f"Error: {before.title}"
    assert answer.headers.get_list("content-language") == ["en"]


def test_what_was_written_stands_there_to_be_copied(sign_in: SignIn) -> None:
    answer = refused(sign_in, f"{OURS}{SESSION}")
    assert answer.status_code == 422
    assert answer.page.errors == ["This form has no such field."]
    assert answer.page.texts(".written") == [WROTE]


def test_page_that_htmx_gets_has_it_too(sign_in: SignIn) -> None:
    answer = refused(sign_in, f"{OURS}{SESSION}", **{"HX-Request": "true"})
    assert answer.text.startswith("<title>Error: ")
    assert answer.page.texts(".written") == [WROTE]


def test_what_a_form_is_about_is_gone(sign_in: SignIn, objects: dict[str, dict[str, str]]) -> None:
    cora = sign_in("cora")
    removal = f"{FORM}/{objects['fall-2026']['application_question']}/removal"
    assert send(cora, removal, FORM).status_code == 303
    again = send(cora, removal, FORM)
    assert again.status_code == 404
    assert again.page.heading == cora.page(FORM).heading
    assert again.page.errors == [
        "What this was about is not there anymore, or not for you. Nothing was changed."
    ]


def test_page_that_is_gone_itself_gives_way_to_the_one_above(
    sign_in: SignIn, objects: dict[str, dict[str, str]]
) -> None:
    cora = sign_in("cora")
    question = f"{FORM}/{objects['fall-2026']['application_question']}"
    assert send(cora, f"{question}/removal", FORM).status_code == 303
    fields = {"label": WROTE, "kind": "text", "hint": "", "options": ""}
    answer = send(cora, question, question, **fields)
    assert answer.page.heading == cora.page(FORM).heading
    assert answer.page.texts(".written") == [WROTE]


@pytest.mark.parametrize(
    "page", ["", "https://evil.example/x", f"{OURS}//evil.example", "http://[bad"]
)
def test_without_a_page_of_ours_it_is_a_page_of_its_own(sign_in: SignIn, page: str) -> None:
    answer = refused(sign_in, page)
    assert answer.page.heading == "Check what you entered"
    assert answer.page.texts(".written") == [WROTE]


def test_nobody_is_shown_a_page_that_is_not_theirs(sign_in: SignIn) -> None:
    answer = send(sign_in("ada"), f"{SESSION}/attendance", "/manage/people", seen="")
    assert answer.status_code == 403
    assert answer.page.heading == "You cannot do this"


def test_what_is_too_big_is_said_where_it_was_sent_from(app: FastAPI, sign_in: SignIn) -> None:
    page = "/manage/content/import"
    answer = sign_in("cora").post(
        page, files={"file": ("pack.zip", bytes(5_000_000))}, headers={"referer": f"{OURS}{page}"}
    )
    assert answer.status_code == 413
    assert answer.page.heading == sign_in("cora").page(page).heading
    assert answer.page.errors == [
        "That is more than 4 MB, so it was not accepted. Nothing was changed. Send less."
    ]


TOO_MANY = "&".join(f"mark-{n}=present" for n in range(6_000))
BROKEN = "--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--\r\n"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", TOO_MANY),
        ("multipart/form-data; boundary=x", BROKEN),
        ("multipart/form-data", BROKEN),
    ],
)
def test_what_the_framework_cannot_read_is_answered_where_it_was_sent_from(
    sign_in: SignIn, kind: str, body: str
) -> None:
    fay, page = sign_in("fay"), "/teach/fall-2026/sessions/1/attendance"
    headers = {"referer": f"{OURS}{page}", "content-type": kind}
    answer = fay.post(page, content=body.encode(), headers=headers)
    assert answer.status_code == 400
    assert answer.page.heading == fay.page(page).heading
    assert answer.page.errors == [
        "What was sent could not be read, and nothing was changed. Try again."
    ]
    assert answer.page.title.startswith("Error: ")


def test_sheet_of_a_thousand_people_can_be_read(sign_in: SignIn) -> None:
    """A field for each of them and some more, as attendance and issuing send them."""
    page = "/manage/cohorts/spring-2026/certificates/issue"
    body = "&".join(f"chosen=nobody-{n}" for n in range(2_000))
    answer = sign_in("cora").post(
        page,
        content=f"{body}&counted=2000".encode(),
        headers={
            "referer": f"{OURS}{page}",
            "content-type": "application/x-www-form-urlencoded",
        },
    )
    assert answer.status_code == 422
    assert "could not be read" not in answer.page.main.text
