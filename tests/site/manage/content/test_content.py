"""The library: packs, releases, versions, differences, exports; and who sees any of it."""

import io
import zipfile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Program
from app.content.models import ContentVersion
from tests.cast import NOW, Cast, make_program
from tests.client import Browser, SignIn, Statements
from tests.packed import FIRST_MODULE, HOME, PACK, PROGRAM, edited, exported, import_files, unzipped
from tests.packs.samples import GOOD, SVG

DOCUMENT = f"{PACK}/module/module-1"
WITH_PICTURE = {
    **GOOD,
    "modules/small-program/figures/plan.svg": SVG,
    "cases/small-program/figures/plan.svg": SVG.replace("#0f5a5e", "#a8480f"),
    "cases/small-program/01-the-first-case.md": GOOD["cases/small-program/01-the-first-case.md"]
    + "\n![A circle](figures/plan.svg)\n",
    "modules/small-program/01-first-step.md": GOOD[
        "modules/small-program/01-first-step.md"
    ].replace("A claim.[^1]", "A claim.[^1]\n\n![A circle](figures/plan.svg)\n\n"),
}


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    """The coordinator of the Mentor Development Program."""
    return sign_in("cora")


def change(browser: Browser, *, after: int = 1) -> dict[str, str]:
    """Import the pack with another first module; return the files as they were."""
    files = exported(browser)
    old = "Text of" if after == 1 else f"Words {after - 1} of"
    new = edited(files, FIRST_MODULE, f"{old} module 1.", f"Words {after} of module 1.")
    answer = import_files(browser, new, after=after)
    assert answer.status_code == 303, answer.text
    return files


def hashes(session: Session, key: str = "module-1") -> list[str]:
    """The versions of a document in the pack, the newest first."""
    return list(
        session.scalars(
            select(col(ContentVersion.hash))
            .where(col(ContentVersion.program) == PROGRAM, col(ContentVersion.key) == key)
            .order_by(col(ContentVersion.loaded_at).desc())
        )
    )


# packs


def test_shelf_names_own_packs_with_release_and_cohorts(cora: Browser) -> None:
    page = cora.get(HOME).text
    assert "Mentor Development Program" in page
    assert "4 modules · 4 cases · 4 guides" in page
    assert "Release 1 · October 14, 2025 · From the files" in page
    assert "All on current texts" in page
    assert "Coach Approach" not in page


def test_shelf_of_an_administrator_names_all_packs(sign_in: SignIn) -> None:
    page = sign_in("abe").get(HOME).text
    assert "Mentor Development Program" in page
    assert "Coach Approach Program" in page


def test_shelf_says_who_is_on_earlier_texts(cora: Browser) -> None:
    change(cora)
    page = cora.get(HOME).text
    assert "Not all current" in page
    assert "Fall 2026 · Spring 2026" in page
    assert "Imported by Cora Castellano, MPH" in page


def test_shelf_without_packs_says_what_a_pack_is(sign_in: SignIn, session: Session) -> None:
    abe = sign_in("abe")
    before = abe.get(HOME).text
    for program in session.scalars(select(Program)):
        program.key = f"gone-{program.key}"
    session.commit()
    assert "Nothing is loaded" in abe.get(HOME).text
    assert "No packs yet" not in before
    empty = abe.get(f"{HOME}/gone-{PROGRAM}")
    assert "Nothing is loaded" in empty.text
    assert abe.get(f"{HOME}/gone-{PROGRAM}/export.zip").status_code == 404


def test_pack_lists_documents_in_the_order_of_the_syllabus(cora: Browser) -> None:
    page = cora.get(PACK).text
    wanted = [f"Week {n} · {kind}" for n in (1, 2, 3, 4) for kind in ("Module", "Case", "Facil")]
    places = [page.index(words) for words in [*wanted, "Rules and syllabus · Program file"]]
    assert places == sorted(places)
    assert page.count("Fall 2026 and Spring 2026: this version") == 12


def test_pack_shows_what_each_release_changed(cora: Browser) -> None:
    change(cora)
    page = cora.page(PACK)
    assert "The first release: 13 texts" in page.text
    assert "1 changed" in page.text
    assert "2 versions" in page.text
    assert f"{DOCUMENT}/compare" in page.addresses


def test_cohorts_on_earlier_texts_lead_to_where_they_are_moved(
    cora: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    assert "not on the current versions" not in cora.get(PACK).text
    change(cora)
    cast.spring.closes_at = NOW
    session.commit()
    page = cora.page(PACK)
    assert "These cohorts are not on the current versions." in page.text
    assert page.link("Fall 2026") == "/manage/cohorts/fall-2026/content"
    assert cora.get("/manage/cohorts/fall-2026/content").status_code == 200
    for_abe = sign_in("abe").get(PACK).text
    assert "These cohorts are not on the current versions." in for_abe
    assert "<li>Fall 2026</li>" in for_abe
    assert "<li>Spring 2026</li>" not in for_abe


def test_long_history_is_folded(cora: Browser) -> None:
    for number in range(1, 12):
        change(cora, after=number)
    page = cora.get(PACK).text
    assert "Show 2 older" in page
    assert "Release 1<" not in page
    assert "Release 1<" in cora.get(f"{PACK}?releases=all").text


# releases and versions


def test_release_page_names_changes_and_offers_to_restore(cora: Browser) -> None:
    change(cora)
    newest, first = cora.get(f"{PACK}/releases/2").text, cora.get(f"{PACK}/releases/1").text
    assert "Module 1 title" in newest
    assert "/compare?old=" in newest
    assert "restore" not in newest
    assert f'action="{PACK}/releases/1/restore"' in first
    assert cora.get(f"{PACK}/releases/3").status_code == 404
    assert cora.get(f"{PACK}/releases/0").status_code == 404


def test_versions_say_which_cohorts_use_them(cora: Browser, session: Session) -> None:
    change(cora)
    page = cora.get(DOCUMENT).text
    newest, oldest = hashes(session)
    assert page.index(newest[:7]) < page.index(oldest[:7])
    assert "Fall 2026 · Spring 2026" in page
    assert "No cohort" in page
    assert "Compare two versions" in page


def test_document_that_was_removed_still_has_its_versions(cora: Browser) -> None:
    files = exported(cora)
    module = files.pop(f"modules/{PROGRAM}/04-module-4.md")
    files[f"modules/{PROGRAM}/04-other.md"] = module.replace("module-4", "other")
    files = edited(files, f"modules/{PROGRAM}/program.yaml", '"module-4"', '"other"')
    files = edited(files, f"cases/{PROGRAM}/04-case-4.md", '"module-4"', '"other"')
    assert import_files(cora, files, after=1).status_code == 303
    page = cora.get(f"{PACK}/module/module-4").text
    assert "The newest release no longer has it." in page
    assert "module-4" not in cora.get(PACK).text
    assert cora.get(f"{PACK}/module/module-4/preview").status_code == 303


def test_unknown_documents_and_versions_do_not_exist(cora: Browser) -> None:
    for path in (
        f"{PACK}/module/none",
        f"{PACK}/poem/module-1",
        f"{DOCUMENT}/00000000",
        f"{DOCUMENT}/short",
        f"{HOME}/none",
        f"{HOME}/none/export.zip",
    ):
        assert cora.get(path).status_code == 404, path


def test_only_version_is_compared_with_nothing(cora: Browser) -> None:
    assert cora.get(f"{DOCUMENT}/compare").headers["location"] == DOCUMENT
    change(cora)
    assert cora.get(f"{DOCUMENT}/compare?old=00000000").status_code == 404


def test_difference_between_two_versions_is_shown_in_words(cora: Browser, session: Session) -> None:
    change(cora)
    newest, oldest = hashes(session)
    page = cora.get(f"{DOCUMENT}/compare").text
    assert "2 words inserted · 1 word deleted" in page
    assert '<del><span class="vh"> deleted: </span>Text' in page
    assert '<ins><span class="vh"> inserted: </span>Words 1' in page
    back = cora.get(f"{DOCUMENT}/compare?old={newest[:10]}&new={oldest[:10]}").text
    assert '<del><span class="vh"> deleted: </span>Words 1' in back


# exports


def test_export_is_the_same_at_every_time(cora: Browser) -> None:
    answers = [cora.get(f"{PACK}/export.zip") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert answers[0].headers["content-type"] == "application/zip"
    assert answers[0].headers["content-disposition"] == (
        f'attachment; filename="{PROGRAM}-release-1.zip"'
    )
    assert answers[0].headers["cache-control"] == "no-store"


def test_export_of_an_older_release_has_its_texts(cora: Browser) -> None:
    files = change(cora)
    assert exported(cora, f"{PACK}/releases/1") == files
    assert exported(cora) != files


def test_exported_pictures_import_again(sign_in: SignIn) -> None:
    abe = sign_in("abe")
    answer = import_files(abe, WITH_PICTURE, after=0)
    assert answer.status_code == 303, answer.text
    assert exported(abe, f"{HOME}/small-program") == WITH_PICTURE


def test_note_in_the_zip_says_what_it_is(cora: Browser) -> None:
    packed = cora.get(f"{PACK}/export.zip").content
    with zipfile.ZipFile(io.BytesIO(packed)) as made:
        note = made.read("README.txt").decode()
        guide = made.read("cases/README.md").decode()
    assert note.startswith("Mentor Development Program\nRelease 1, loaded October 14, 2025.\n")
    assert guide.startswith("# Cases: a guide for authors")


def test_note_in_the_zip_is_in_the_programs_language(
    sign_in: SignIn, cora: Browser, session: Session
) -> None:
    program = session.scalars(select(Program).where(col(Program.key) == PROGRAM)).one()
    program.language = "en-XA"
    session.commit()
    packed = [reader.get(f"{PACK}/export.zip").content for reader in (cora, sign_in("abe"))]
    assert packed[0] == packed[1]
    note = unzipped(packed[0])["README.txt"]
    assert "Mentor Development Program" in note
    assert "Release 1" not in note


# how much it asks


def test_statements_do_not_grow_with_packs_and_versions(
    sign_in: SignIn, session: Session, statements: Statements
) -> None:
    abe = sign_in("abe")
    paths = [
        HOME,
        PACK,
        DOCUMENT,
        f"{PACK}/releases/1",
        f"{DOCUMENT}/preview",
        f"{PACK}/export.zip",
    ]

    def totals() -> list[int]:
        found = []
        for path in paths:
            with statements() as count:
                assert abe.get(path).status_code in {200, 303}
            found.append(count.total)
        return found

    before = totals()
    make_program(session, "third-program")
    session.commit()
    change(abe)
    assert totals() == before
    assert max(before) <= 9


# who sees it


def addresses(session: Session) -> list[str]:
    """Every address of the library that could show a text, of the locked fourth unit too."""
    found = [HOME, f"{HOME}/import", PACK, f"{PACK}/export.zip"]
    found += [f"{PACK}/releases/1", f"{PACK}/releases/1/export.zip"]
    for kind, key in (("module", "module-4"), ("case", "case-4"), ("guide", "case-4")):
        document = f"{PACK}/{kind}/{key}"
        version = session.scalars(
            select(ContentVersion).where(
                col(ContentVersion.program) == PROGRAM,
                col(ContentVersion.kind) == kind,
                col(ContentVersion.key) == key,
            )
        ).one()
        one = f"{document}/{version.hash[:10]}"
        found += [document, f"{document}/preview", f"{document}/compare", one]
        found += [f"{one}/{part}" for part in ("page", "page/check", "file", "figures/map.svg")]
        found += [f"{one}?width=phone", f"{one}?part=check"]
    return found


@pytest.mark.parametrize("persona", ["ada", "ben", "fay", "lee", "nobody"])
def test_no_text_is_within_reach_of_learners_facilitators_and_leads(
    sign_in: SignIn, browser: Browser, session: Session, persona: str
) -> None:
    reader = browser if persona == "nobody" else sign_in(persona)
    for path in addresses(session):
        answer = reader.get(path)
        assert answer.status_code in ({303} if persona == "nobody" else {403, 404}), path
        for words in ("Text of module", "Case for learners", "Guide only", "Which is right?"):
            assert words not in answer.text, path
        assert "zip" not in answer.headers.get("content-type", ""), path


@pytest.mark.parametrize("persona", ["ada", "ben", "fay", "lee"])
def test_nobody_else_imports_or_restores(sign_in: SignIn, session: Session, persona: str) -> None:
    reader = sign_in(persona)
    sent = reader.post(f"{HOME}/import", files={"file": ("p.zip", b"PK", "application/zip")})
    assert sent.status_code == 403
    assert reader.post(f"{PACK}/releases/1/restore").status_code == 404


def test_coordinator_of_another_program_sees_nothing_of_this_one(cora: Browser) -> None:
    for part in ("", "/export.zip", "/releases/1", "/module/module-1", "/module/module-1/preview"):
        assert cora.get(f"{HOME}/coach-approach{part}").status_code == 404, part


def test_content_is_in_the_navigation_of_those_who_keep_it(sign_in: SignIn) -> None:
    link = f'<a href="{HOME}" aria-current="page">Content</a>'
    for persona in ("cora", "abe"):
        assert link in sign_in(persona).get(HOME).text
    for persona in ("ada", "fay", "lee"):
        assert HOME not in sign_in(persona).get("/my/profile").text
