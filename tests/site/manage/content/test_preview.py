"""A version as its readers see it: the real pages, in a frame of ours, with every control off."""

import re

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Program
from app.content.models import ContentPrint, ContentVersion
from app.web.security import CONTENT_SECURITY_POLICY
from tests.addresses import handlers
from tests.cast import NOW
from tests.client import Browser, SignIn
from tests.packed import FIRST_MODULE, PACK, PROGRAM, check, edited, exported, import_files


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    """The coordinator of the Mentor Development Program."""
    return sign_in("cora")


def version_of(session: Session, kind: str, key: str) -> ContentVersion:
    """A document's only version; another program of the cast has one in the same words."""
    return session.scalars(
        select(ContentVersion).where(
            col(ContentVersion.program) == PROGRAM,
            col(ContentVersion.kind) == kind,
            col(ContentVersion.key) == key,
        )
    ).one()


def page_of(session: Session, kind: str, key: str) -> str:
    """The page of a document's only version."""
    return f"{PACK}/{kind}/{key}/{version_of(session, kind, key).hash[:10]}"


def policy(answer: object) -> str:
    """The content security policy of an answer."""
    return str(answer.headers["content-security-policy"])  # type: ignore[attr-defined]


def test_preview_leads_to_the_current_version(cora: Browser, session: Session) -> None:
    path = page_of(session, "module", "module-1")
    assert cora.get(f"{PACK}/module/module-1/preview").headers["location"] == path
    narrow = cora.get(f"{PACK}/module/module-1/preview?width=phone")
    assert narrow.headers["location"] == f"{path}?width=phone"


def test_version_says_what_it_is_and_who_uses_it(cora: Browser, session: Session) -> None:
    page = cora.get(page_of(session, "case", "case-2")).text
    assert "October 14, 2025" in page
    assert "Fall 2026 · Spring 2026" in page
    assert "Release 1" in page
    assert "(current)" in page


@pytest.mark.parametrize("width", ["fit", "phone", "desktop"])
def test_frame_is_as_wide_as_asked_for_without_script(
    cora: Browser, session: Session, width: str
) -> None:
    path = page_of(session, "module", "module-1")
    page = cora.get(f"{path}?width={width}").text
    assert f'<div class="frame {width}"' in page
    assert f'<iframe src="{path}/page" title="Preview of Module 1 title' in page
    assert f'href="{path}?width={width}&amp;part=page#preview" aria-current="true"' in page
    assert 'class="frame fit"' in cora.get(f"{path}?width=x").text


def test_module_is_shown_on_the_learners_own_page(cora: Browser, session: Session) -> None:
    page = cora.get(f"{page_of(session, 'module', 'module-3')}/page").text
    for words in (
        "Preview: nothing is recorded",
        "Week 3: Module 3 title",
        "Text of module 3.",
        "Reading 3a",
        "Reflect on 3.",
        "Name objective 3",
        "Bring question 3.",
        "I attest that I completed Week 3, Module 3 title.",
    ):
        assert words in page, words
    assert "Cora" not in page


def test_every_control_of_a_preview_is_off(cora: Browser, session: Session) -> None:
    path = page_of(session, "module", "module-1")
    for part in ("page", "page/check"):
        page = cora.get(f"{path}/{part}").text
        inside = page.partition("<fieldset disabled")[2].rpartition("</fieldset>")[0]
        for tag in ("<input", "<button", "<textarea", "<select", "<form"):
            assert page.count(tag) == inside.count(tag), (part, tag)
        assert inside.count("<form")
        assert "<script" not in page


def test_what_a_preview_would_send_is_taken_by_nobody(
    cora: Browser, session: Session, app: FastAPI
) -> None:
    path = page_of(session, "module", "module-1")
    pages = [cora.page(f"{path}/page"), cora.page(f"{path}/page/check")]
    actions = {form.action for page in pages for form in page.forms}
    assert len(actions) > 3
    for action in actions:
        assert cora.post(action, data={"done": "yes"}).status_code == 404, action
    assert not any("/page" in r.path and "POST" in (r.methods or ()) for r, _ in handlers(app))


def test_knowledge_check_shows_feedback_on_every_answer(cora: Browser, session: Session) -> None:
    path = page_of(session, "module", "module-1")
    page = cora.get(f"{path}/page/check").text
    assert "Which is right?" in page
    assert "Yes, this." in page
    assert "No, not that." in page
    assert f'src="{path}/page/check"' in cora.get(f"{path}?part=check").text
    case = page_of(session, "case", "case-1")
    assert cora.get(f"{case}/page/check").status_code == 404
    assert "Knowledge check" not in cora.get(case).text


def test_level_that_the_program_asks_for_is_shown(cora: Browser) -> None:
    program = f"modules/{PROGRAM}/program.yaml"
    files = edited(exported(cora), program, '"check_percent": null', '"check_percent": 80')
    assert import_files(cora, files, after=1).status_code == 303
    path = cora.get(f"{PACK}/module/module-1/preview").headers["location"]
    assert "80% right is needed to sign" in cora.get(f"{path}/page").text
    assert "80% must be right. Right so far: 1 of 1." in cora.get(f"{path}/page/check").text


def test_case_and_guide_are_shown_as_their_readers_see_them(
    cora: Browser, session: Session
) -> None:
    case = cora.get(f"{page_of(session, 'case', 'case-2')}/page").text
    assert "Week 2: live session" in case
    assert "Case for learners 2." in case
    assert "Guide only" not in case
    guide = cora.get(f"{page_of(session, 'guide', 'case-2')}/page").text
    assert "Guide only 2." in guide
    assert "0–60" in guide
    assert "12:00\u202fPM" in guide
    assert "Learn." in guide


def test_pictures_of_a_preview_are_shown(cora: Browser, session: Session) -> None:
    path = page_of(session, "module", "module-1")
    (image,) = cora.page(f"{path}/page").images
    picture = image.src
    assert picture.startswith(f"{path}/figures/map.svg")
    answer = cora.get(picture)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert cora.get(f"{path}/figures/plan.svg").status_code == 404


def test_program_file_is_shown_as_fields(cora: Browser, session: Session) -> None:
    path = page_of(session, "program", PROGRAM)
    page = cora.get(path).text
    assert "Policy · Minutes needed to be present" in page
    assert "Unit 4 · Case" in page
    assert "<iframe" not in page
    assert cora.get(f"{path}/page").status_code == 404


def test_file_is_downloaded_as_it_was_written(cora: Browser, session: Session) -> None:
    answer = cora.get(f"{page_of(session, 'module', 'module-1')}/file")
    assert answer.text == exported(cora)[FIRST_MODULE]
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="module-1-')


def test_pdf_of_a_module_is_shown_as_soon_as_it_is_printed(cora: Browser, session: Session) -> None:
    path = page_of(session, "module", "module-1")
    assert "reader.pdf" not in cora.get(path).text
    assert cora.get(f"{path}/page/reader.pdf").status_code == 503
    version = version_of(session, "module", "module-1")
    made = ContentPrint(version_id=version.id, template="t", pdf=b"%PDF-", pages=1, made_at=NOW)
    session.add(made)
    session.commit()
    answer = cora.get(f"{path}/page/reader.pdf")
    assert (answer.status_code, answer.content) == (200, b"%PDF-")
    assert f'href="{path}/page/reader.pdf"' in cora.get(path).text
    case = page_of(session, "case", "case-1")
    assert cora.get(f"{case}/page/reader.pdf").status_code == 404


def test_pdf_of_a_version_that_nobody_uses_is_not_promised(cora: Browser, session: Session) -> None:
    files = exported(cora)
    for number, (old, new) in enumerate([("Text of", "Lines of"), ("Lines of", "Words of")], 1):
        files = edited(files, FIRST_MODULE, old, new)
        assert import_files(cora, files, after=number).status_code == 303
    version = session.scalars(
        select(ContentVersion).where(col(ContentVersion.html).contains("Lines of module 1."))
    ).one()
    answer = cora.get(f"{PACK}/module/module-1/{version.hash[:10]}/page/reader.pdf")
    assert answer.status_code == 404
    assert "it was not printed" in answer.text


def test_document_that_no_unit_names_is_still_previewed(cora: Browser, session: Session) -> None:
    other = page_of(session, "module", "module-1")
    version = version_of(session, "module", "module-1")
    session.add(
        ContentVersion(
            **{
                **version.model_dump(exclude={"id"}),
                "key": "left-over",
                "hash": "ab" * 32,
                "data": {**version.data, "key": "left-over"},
            }
        )
    )
    session.commit()
    path = other.replace("module-1", "left-over").rpartition("/")[0] + "/" + "ab" * 5
    page = cora.get(f"{path}/page").text
    assert "Week: Module 1 title" in page
    assert "Text of module 1." in page
    assert "No release" in cora.get(path).text


# frames


def test_only_the_inside_of_a_preview_may_be_framed_and_only_by_us(
    cora: Browser, session: Session
) -> None:
    path = page_of(session, "module", "module-1")
    for inner in (f"{path}/page", f"{path}/page/check"):
        assert "frame-ancestors 'self'" in policy(cora.get(inner))
        assert "frame-src" not in policy(cora.get(inner))
    for other in (path, PACK, f"{path}/file", f"{path}/figures/map.svg", f"{path}/page/none"):
        assert "frame-ancestors 'none'" in policy(cora.get(other)), other


def test_only_the_page_with_the_frame_may_hold_one_and_only_of_ours(
    cora: Browser, session: Session
) -> None:
    path = page_of(session, "module", "module-1")
    assert policy(cora.get(path)) == f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    for other in (PACK, "/manage", f"{path}/file"):
        assert policy(cora.get(other)) == CONTENT_SECURITY_POLICY, other


def test_frame_runs_no_script_and_sends_no_form(cora: Browser, session: Session) -> None:
    page = cora.page(page_of(session, "module", "module-1"))
    allowed = page.one("iframe").attribute("sandbox")
    assert not {"allow-scripts", "allow-forms", "allow-top-navigation"} & set(allowed.split())


def test_links_to_other_sites_open_beside_the_frame(cora: Browser, session: Session) -> None:
    links = cora.page(f"{page_of(session, 'module', 'module-1')}/page").all("a[href]")
    outward = {
        link.attribute("href"): link.has("target") and link.attribute("target")
        for link in links
        if link.attribute("href").startswith("http") or link.attribute("href").endswith(".pdf")
    }
    assert len(outward) > 3
    assert set(outward.values()) == {"_blank"}
    assert not any(link.has("target") for link in links if link.attribute("href") not in outward)


# texts in another language than the page's

THEIRS, OURS = ' lang="es" dir="ltr"', ' lang="en" dir="ltr"'


def languages_said(page: str) -> set[str]:
    """What an answer says about languages, beside the page's own."""
    return set(re.findall(r' lang="[^"]*" dir="[^"]*"', page.partition("<body")[2]))


def turn_spanish(session: Session) -> None:
    """From now on, the program is in Spanish."""
    program = session.scalars(select(Program).where(col(Program.key) == PROGRAM)).one()
    program.language = "es"
    session.commit()


def test_texts_of_a_preview_say_their_language(cora: Browser, session: Session) -> None:
    turn_spanish(session)
    path = page_of(session, "module", "module-1")
    assert f"<p{THEIRS}>Bring question 1." in cora.get(f"{path}/page").text
    questions = cora.get(f"{path}/page/check").text
    assert f"<span{THEIRS}>Which is right?</span>" in questions
    assert f'<span class="sub"{THEIRS}>No, not that.</span>' in questions


def test_difference_says_its_language_and_that_of_our_words_in_it(
    cora: Browser, session: Session
) -> None:
    files = edited(exported(cora), FIRST_MODULE, "Text of module 1.", "Words of module 1.")
    files = edited(files, FIRST_MODULE, "Module 1 title", "Another title")
    waiting = check(cora, files).path
    turn_spanish(session)
    before = cora.get(waiting).text
    cora.post(waiting, data={"after": "1"})
    turn_spanish(session)
    for page in (before, cora.get(f"{PACK}/module/module-1/compare").text):
        assert f'<p class="diff-block changed"{THEIRS}>' in page
        assert f"<dd{THEIRS}>" in page
        assert f'<del><span class="vh"{OURS}> deleted: </span>Text' in page


def test_texts_in_the_pages_language_say_nothing_of_it(cora: Browser, session: Session) -> None:
    files = edited(exported(cora), FIRST_MODULE, "Text of module 1.", "Words of module 1.")
    import_files(cora, files, after=1)
    path = page_of(session, "case", "case-1")
    for address in (f"{path}/page", f"{PACK}/module/module-1/compare"):
        assert languages_said(cora.get(address).text) == set()
