"""Importing a pack: what is wrong with it, what would change, and all of it or nothing."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.background import tidy_uploads
from app.cohorts.imports import rules
from app.cohorts.models import Program, SyllabusUnit, Unit
from app.content.enums import Origin
from app.content.models import ContentRelease, ContentReleaseItem, ContentUpload, ContentVersion
from app.content.releases.queries import current_versions, newest_release
from app.core.db import Database
from app.core.models import AuditLine
from app.main import create_app
from app.people.models import RoleGrant
from app.settings import Settings
from app.site.manage.content.import_.reading import read_zip
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.content.planted import planted
from tests.packed import (
    FIRST_MODULE,
    HOME,
    PACK,
    PROGRAM,
    check,
    edited,
    exported,
    import_files,
    send,
    zipped,
)
from tests.packs.samples import GOOD

TABLES: tuple[type[SQLModel], ...] = (
    ContentVersion,
    ContentRelease,
    ContentReleaseItem,
    Program,
    SyllabusUnit,
    Unit,
)


def counts(session: Session) -> dict[str, int]:
    """How many rows there are of all that an import writes."""
    return {
        str(table.__tablename__): session.scalar(select(func.count()).select_from(table)) or 0
        for table in TABLES
    }


def uploads(session: Session) -> int:
    """How many zips wait."""
    return session.scalar(select(func.count()).select_from(ContentUpload)) or 0


# the check page


def test_changed_text_is_shown_with_its_difference_before_anything_changes(
    sign_in: SignIn, session: Session
) -> None:
    cora = sign_in("cora")
    before = counts(session)
    files = edited(exported(cora), FIRST_MODULE, "Text of module 1.", "Words of module 1.")
    page = check(cora, files)
    assert page.status_code == 200
    assert "1 changed · 12 unchanged" in page.text
    assert "Import 1 change<" in page.text
    assert '<del><span class="vh"> deleted: </span>Text' in page.text
    assert '<ins><span class="vh"> inserted: </span>Words' in page.text
    assert "Fall 2026 and Spring 2026 keep the texts used now." in page.text
    assert counts(session) == before


def test_new_and_removed_documents_are_named(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    files = exported(cora)
    module = files.pop(f"modules/{PROGRAM}/04-module-4.md")
    files[f"modules/{PROGRAM}/04-module-five.md"] = module.replace("module-4", "module-five")
    files = edited(files, f"modules/{PROGRAM}/program.yaml", '"module-4"', '"module-five"')
    files = edited(files, f"cases/{PROGRAM}/04-case-4.md", '"module-4"', '"module-five"')
    page = check(cora, files)
    assert "1 new · 2 changed · 1 removed · 10 unchanged" in page.text or (
        "2 changed · 1 new · 1 removed · 10 unchanged" in page.text
    )
    assert "Import 4 changes<" in page.text
    assert "Not in this zip. Cohorts that use it keep it." in page.text


def test_file_with_another_name_is_a_change(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    files = exported(cora)
    files[f"modules/{PROGRAM}/09-module-1.md"] = files.pop(FIRST_MODULE)
    page = check(cora, files)
    assert "1 renamed · 12 unchanged" in page.text
    assert "Renamed" in page.text


def test_same_pack_again_changes_nothing(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    before = counts(session)
    page = check(cora, exported(cora))
    assert "Nothing would change: this pack is the current release" in page.text
    assert 'name="after"' not in page.text
    answer = cora.post(page.path, data={"after": "1"})
    assert answer.status_code == 409
    assert "Nothing would change" in answer.text
    assert counts(session) == before


def test_every_error_is_listed_by_file_and_line_and_nothing_is_loaded(
    sign_in: SignIn, session: Session
) -> None:
    cora = sign_in("cora")
    before = counts(session)
    files = edited(exported(cora), FIRST_MODULE, '"minutes": 40', '"minutes": 41')
    files = edited(files, FIRST_MODULE, "Text of module 1.", "<b>Raw</b>\n\n[x](#nowhere)")
    line = files[FIRST_MODULE].split("\n").index("<b>Raw</b>") + 1
    files[f"cases/{PROGRAM}/05-lost.md"] = "no front matter\n"
    page = check(cora, files)
    assert page.status_code == 200
    assert "Raw HTML is not allowed: &lt;b&gt;" in page.text
    assert "The link #nowhere leads to no heading of this text." in page.text
    assert "The file must begin with front matter" in page.text
    for number in (line, line + 2):
        assert f">Line {number}</th>" in page.text
    assert f">{FIRST_MODULE}</h2>" in page.text
    assert 'name="after"' not in page.text
    answer = cora.post(page.path, data={"after": "1"})
    assert answer.status_code == 409
    assert "The pack has errors" in answer.text
    assert counts(session) == before


def test_pack_of_planted_errors_reports_all_with_their_lines(
    sign_in: SignIn, session: Session
) -> None:
    before = counts(session)
    files, expected = planted()
    abe = sign_in("abe")
    page = check(abe, files)
    found = {
        f"{table.caption.removeprefix('Problems in ')}:{line.removeprefix('Line ')}: {words}"
        for table in page.page.tables
        for line, words, weight in table.cells
        if weight == "Error"
    }
    assert found == {sentence.replace("`", "") for sentence in expected}
    assert f"{len(expected)} errors" in page.text
    assert abe.post(page.path, data={"after": "0"}).status_code == 409
    assert counts(session) == before


def test_protected_phrase_is_found_in_what_is_sent(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    files = edited(
        exported(cora), FIRST_MODULE, "Text of module 1.", "Worth one AMA PRA category 1 credit."
    )
    assert 'name="after"' not in check(cora, files).text


# making it current


def test_import_makes_a_release_of_its_sender(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    units = [(unit.id, unit.module_version_id) for unit in session.scalars(select(Unit)).all()]
    files = edited(exported(cora), FIRST_MODULE, "Text of module 1.", "Words of module 1.")
    answer = import_files(cora, files, after=1)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{PACK}?loaded=2"
    release = newest_release(session, PROGRAM)
    assert release is not None
    assert (release.number, release.origin, release.by) == (2, Origin.IMPORT, cast.id("cora"))
    current = current_versions(session, PROGRAM)["module", "module-1"]
    assert "Words of module 1." in current.html
    assert uploads(session) == 0
    session.expire_all()
    assert [(u.id, u.module_version_id) for u in session.scalars(select(Unit)).all()] == units
    page = cora.get(answer.headers["location"])
    assert "Release 2 is loaded" in page.text
    assert "<p>1 changed</p>" in page.text
    assert "Fall 2026 and Spring 2026: another version" in page.text


def test_import_changes_the_program_and_its_syllabus(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    files = edited(
        exported(cora),
        f"modules/{PROGRAM}/program.yaml",
        "Mentor Development Program",
        "Mentoring for Everybody",
    )
    import_files(cora, files, after=1)
    program = session.scalars(select(Program).where(col(Program.key) == PROGRAM)).one()
    assert program.title == "Mentoring for Everybody"


def test_import_writes_the_audit_trail(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cora = sign_in("cora")
    import_files(cora, edited(exported(cora), FIRST_MODULE, "Text of", "Words of"), after=1)
    acts = session.execute(
        select(col(AuditLine.act), col(AuditLine.actor_id)).order_by(col(AuditLine.id).desc())
    ).all()[:3]
    assert [tuple(row) for row in acts] == [
        ("program.synchronized", cast.id("cora")),
        ("content.load", cast.id("cora")),
        ("content.sent", cast.id("cora")),
    ]


def test_older_release_is_restored_after_its_check_page(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    first = exported(cora)
    import_files(cora, edited(first, FIRST_MODULE, "Text of", "Words of"), after=1)
    answer = cora.post(f"{PACK}/releases/1/restore")
    assert answer.status_code == 303
    page = cora.get(answer.headers["location"])
    assert "1 restored · 12 unchanged" in page.text
    assert "Restore release 1 of Mentor Development Program" in page.text
    assert "Restore release 1 with 1 change<" in page.text
    assert "Delete this zip" not in page.text
    cora.post(answer.headers["location"], data={"after": "2"})
    assert exported(cora) == first
    hashes = session.scalars(
        select(col(ContentRelease.hash))
        .where(col(ContentRelease.program) == PROGRAM)
        .order_by(col(ContentRelease.number))
    ).all()
    assert len(hashes) == 3
    assert hashes[0] == hashes[2] != hashes[1]


def test_export_imported_elsewhere_has_the_same_hashes(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """Sent by the administrator for a program that this database has never had."""
    abe = sign_in("abe")
    files = {
        path.replace(PROGRAM, "fresh-program"): text.replace(PROGRAM, "fresh-program")
        for path, text in exported(abe).items()
    }
    assert import_files(abe, files, after=0).status_code == 303
    assert exported(abe, f"{HOME}/fresh-program") == files
    here = current_versions(session, PROGRAM)
    there = current_versions(session, "fresh-program")
    assert {name: version.hash for name, version in there.items() if name[0] != "program"} == {
        name: version.hash for name, version in here.items() if name[0] != "program"
    }


# who may


def test_coordinator_imports_only_into_an_own_program(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    other = exported(sign_in("abe"), f"{HOME}/coach-approach")
    answer = send(cora, zipped(other))
    assert answer.status_code == 422
    assert "you do not coordinate that program" in answer.text
    assert uploads(session) == 0


def test_new_program_is_begun_by_an_administrator(sign_in: SignIn, session: Session) -> None:
    answer = send(sign_in("cora"), zipped(GOOD))
    assert answer.status_code == 422
    assert "Only an administrator can import a program that does not exist yet." in answer.text
    abe = sign_in("abe")
    page = check(abe, GOOD)
    assert "This makes a new program." in page.text
    assert abe.post(page.path, data={"after": "0"}).status_code == 303
    program = session.scalars(select(Program).where(col(Program.key) == "small-program")).one()
    assert program.title == "Small Program"
    assert abe.get(f"{HOME}/small-program").status_code == 200
    assert sign_in("cora").get(f"{HOME}/small-program").status_code == 404


def test_key_that_addresses_need_is_refused(sign_in: SignIn) -> None:
    files = {path.replace("small-program", "import"): text for path, text in GOOD.items()}
    answer = send(sign_in("abe"), zipped(files))
    assert answer.status_code == 422
    assert "cannot have the key “import”" in answer.text


def test_zip_of_somebody_else_does_not_exist(sign_in: SignIn) -> None:
    page = check(sign_in("cora"), exported(sign_in("cora")))
    for persona in ("abe", "ada", "fay", "lee"):
        other = sign_in(persona)
        assert other.get(page.path).status_code == 404
        assert other.post(page.path, data={"after": "1"}).status_code == 404
        assert other.post(f"{page.path}/discard").status_code == 404


def test_zip_of_somebody_who_lost_the_role_is_out_of_reach(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    page = check(cora, edited(exported(cora), FIRST_MODULE, "Text of", "Words of"))
    grant = session.scalars(
        select(RoleGrant).where(col(RoleGrant.person_id) == cast.id("cora"))
    ).one()
    grant.revoked_at = NOW
    session.commit()
    assert cora.get(page.path).status_code == 404
    assert cora.post(page.path, data={"after": "1"}).status_code == 404


# what is sent


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (b"", "not a zip file that can be read"),
        (b"not a zip", "not a zip file that can be read"),
        (zipped({"notes/x/y.md": "x"}), "in no folder modules/&lt;program&gt;"),
        (zipped({"modules/../x/y.md": "x"}), "a name that is not allowed"),
        (
            zipped({f"{MODULE}.md": "0" * 5_000_000 for MODULE in [FIRST_MODULE]}),
            "far larger unpacked",
        ),
    ],
)
def test_zip_that_is_no_pack_is_refused_with_a_sentence(
    sign_in: SignIn, session: Session, packed: bytes, reason: str
) -> None:
    before = counts(session)
    answer = send(sign_in("cora"), packed)
    assert answer.status_code == 422
    assert reason in answer.text
    assert 'aria-describedby="file-hint file-error"' in answer.text
    assert counts(session) == before
    assert uploads(session) == 0


def test_nothing_chosen_is_said_at_the_field(sign_in: SignIn) -> None:
    answer = sign_in("cora").post(f"{HOME}/import", data={"file": ""})
    assert answer.status_code == 422
    assert "Choose the zip that holds the pack." in answer.text


def test_zip_above_the_limit_is_refused(sign_in: SignIn, session: Session) -> None:
    answer = send(sign_in("cora"), bytes(4_000_001))
    assert answer.status_code == 422
    assert "4 MB is the most" in answer.text
    refused = send(sign_in("cora"), bytes(5_000_000))
    assert refused.status_code == 413
    assert "That is more than 4 MB, so it was not accepted." in refused.text
    assert uploads(session) == 0


def test_bad_zip_leaves_the_good_one_waiting(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    page = check(cora, edited(exported(cora), FIRST_MODULE, "Text of", "Words of"))
    answer = send(cora, b"not a zip")
    assert "Packs that wait for you" in answer.text
    assert page.path in answer.text
    assert "Import 1 change<" in cora.get(page.path).text


def test_discarded_zip_is_gone(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    page = check(cora, exported(cora))
    assert cora.post(f"{page.path}/discard").headers["location"] == HOME
    assert cora.get(page.path).status_code == 404
    assert uploads(session) == 0


def test_zip_that_waited_a_week_is_thrown_away_by_the_worker(
    sign_in: SignIn, session: Session, database: Database
) -> None:
    check(sign_in("cora"), exported(sign_in("cora")))
    tidy_uploads(database, NOW + rules.KEPT_FOR)
    assert uploads(session) == 1
    tidy_uploads(database, NOW + rules.KEPT_FOR + timedelta(minutes=1))
    assert uploads(session) == 0
    (line,) = discarded(session)
    assert (line.actor_id, line.facts) == (None, {"program": PROGRAM})
    assert line.reason == "Nobody decided about it in time."


def discarded(session: Session) -> Sequence[AuditLine]:
    return session.scalars(select(AuditLine).where(col(AuditLine.act) == "content.discarded")).all()


def test_import_does_not_read_again_what_the_check_page_read(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    read_zip.cache_clear()
    import_files(cora, edited(exported(cora), FIRST_MODULE, "Text of", "Words of"), after=1)
    assert read_zip.cache_info().misses == 1
    assert read_zip.cache_info().hits >= 1


def test_five_zips_of_one_person_wait_at_most(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    files = exported(cora)
    for _ in range(rules.KEPT_AT_MOST + 2):
        check(cora, files)
    waiting = session.scalars(select(ContentUpload)).all()
    assert len(waiting) == rules.KEPT_AT_MOST
    assert {upload.by for upload in waiting} == {cast.id("cora")}
    lines = discarded(session)
    assert [line.actor_id for line in lines] == [cast.id("cora")] * 2
    assert {line.reason for line in lines} == {"A newer one of the same person took its place."}
    assert not {line.object_id for line in lines} & {str(upload.id) for upload in waiting}


def test_zip_that_waits_is_not_offered_to_who_may_not_import_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    path = check(cora, exported(cora)).path
    before = cora.get(f"{HOME}/import").text
    assert path in before
    assert "At most 4 MB." in before
    assert (
        "At most 5 packs wait here, each for 7 days. A new one takes the place of the oldest."
        in before
    )
    there = cast.cohort("coach-2026").program_id
    for grant in session.scalars(
        select(RoleGrant).where(col(RoleGrant.person_id) == cast.id("cora"))
    ):
        grant.scope_id = there
    session.commit()
    page = cora.get(f"{HOME}/import")
    assert page.status_code == 200
    assert path not in page.text
    assert "The oldest makes room" not in page.text
    assert cora.get(path).status_code == 404


def test_cohorts_that_keep_their_texts_are_named_or_counted(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    files = edited(exported(cora), FIRST_MODULE, "Text of", "Words of")
    named = "Fall 2026 and Spring 2026 keep the texts used now."
    assert named in check(cora, files).text
    spring = cast.cohort("spring-2026")
    spring.program_id = cast.cohort("coach-2026").program_id
    session.commit()
    assert "Fall 2026 keeps the texts used now." in check(cora, files).text


# two at once


def test_release_that_came_meanwhile_is_not_overwritten(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    files = exported(cora)
    page = check(cora, edited(files, FIRST_MODULE, "Text of", "Words of"))
    import_files(cora, edited(files, FIRST_MODULE, "Text of", "Lines of"), after=1)
    before = counts(session)
    answer = cora.post(page.path, data={"after": "1"})
    assert answer.status_code == 409
    assert "was changed while your page was open" in answer.text
    assert '<button class="button primary" type="submit" name="after" value="2">' in answer.text
    assert counts(session) == before
    assert cora.post(page.path, data={"after": "2"}).status_code == 303


def test_two_imports_at_once_make_one_release(real_database: Database) -> None:
    app: FastAPI = create_app(Settings(demo=True), database=real_database, clock=lambda: NOW)
    first, second = Browser(app).sign_in("cora"), Browser(app).sign_in("cora")
    files = exported(first)
    paths = [
        check(first, edited(files, FIRST_MODULE, "Text of", word)).path
        for word in ("Words of", "Lines of")
    ]
    status: list[int] = []
    gate = threading.Barrier(2)

    def run(browser: Browser, path: str) -> None:
        gate.wait()
        status.append(browser.post(path, data={"after": "1"}).status_code)

    threads = [
        threading.Thread(target=run, args=pair) for pair in zip((first, second), paths, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status) == [303, 409]
    with real_database.read() as session:
        release = newest_release(session, PROGRAM)
        assert release is not None
        assert release.number == 2
        steps = session.scalars(
            select(col(SyllabusUnit.position))
            .join(Program, col(Program.id) == col(SyllabusUnit.program_id))
            .where(col(Program.key) == PROGRAM)
        ).all()
        assert sorted(steps) == [1, 2, 3, 4]
