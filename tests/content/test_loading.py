from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.content import command
from app.content.actions import LoadResult, load_pack
from app.content.enums import Origin
from app.content.models import ContentRelease, ContentVersion
from app.content.releases.queries import current_versions
from app.core.chains import first_bad_line
from app.core.db import Database
from app.core.models import AuditLine
from app.packs.files import find_packs
from app.packs.pack import Pack, read_pack
from app.packs.schema import ModuleData, ProgramData
from tests.packs.samples import CASE, GOOD, MODULES, changed, write

FIRST_FILE = f"{MODULES}/01-first-step.md"


def pack_of(root: Path, files: dict[str, str]) -> Pack:
    (folder,) = find_packs(write(root, files))
    reading = read_pack(folder)
    assert reading.pack is not None, [str(problem) for problem in reading.problems]
    return reading.pack


def load(
    session: Session,
    root: Path,
    files: dict[str, str],
    now: datetime,
    origin: Origin = Origin.FILES,
    *,
    replace: bool = False,
) -> LoadResult:
    pack = pack_of(root, files)
    return load_pack(session, pack, now=now, origin=origin, replace=replace)


def rows(session: Session) -> int:
    of_program = col(ContentVersion.program) == "small-program"
    return session.scalar(select(func.count()).select_from(ContentVersion).where(of_program)) or 0


def loads(session: Session) -> list[AuditLine]:
    lines = select(AuditLine).where(
        col(AuditLine.act) == "content.load", col(AuditLine.object_id) == "small-program"
    )
    return list(session.scalars(lines.order_by(col(AuditLine.id))))


def test_good_pack_loads_every_file(session: Session, tmp_path: Path, now: datetime) -> None:
    result = load(session, tmp_path, GOOD, now)

    assert set(result.new) == {
        ("program", "small-program"),
        ("module", "first-step"),
        ("module", "second-step"),
        ("case", "the-first-case"),
        ("guide", "the-first-case"),
    }
    assert result.unchanged == ()
    assert rows(session) == 5


def test_loaded_front_matter_is_read_back_as_it_was_written(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    session.expire_all()
    versions = current_versions(session, "small-program")

    module = ModuleData.model_validate(versions["module", "first-step"].data)
    program = ProgramData.model_validate(versions["program", "small-program"].data)
    assert module.title == versions["module", "first-step"].title == "The first step: begin"
    assert [reading.doi for reading in module.readings][:2] == ["10.1234/one", "10.1234/two"]
    assert program.policy.modules_required == 2
    assert program.opening.weekday == "friday"
    assert program.attestation.text == "I did {unit}, {title}."
    assert versions["guide", "the-first-case"].data["plan"][1] == {
        "from": 10,
        "to": 30,
        "what": "Closing",
        "disclosure": None,
        "at": None,
    }


def test_case_row_holds_nothing_of_the_guide(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    case = current_versions(session, "small-program")["case", "the-first-case"]

    assert "They meet." in case.html
    assert "Ask." not in case.html + str(case.data)


def test_loading_twice_adds_nothing(session: Session, tmp_path: Path, now: datetime) -> None:
    load(session, tmp_path, GOOD, now)
    again = load(session, tmp_path, GOOD, now + timedelta(days=1))

    assert again.new == ()
    assert len(again.unchanged) == 5
    assert rows(session) == 5
    assert len(loads(session)) == 1


@pytest.mark.parametrize(
    "same",
    [
        CASE.replace("\n", "\r\n"),
        "\ufeff" + CASE,
        CASE.replace("title: The First Case", "title:    'The First Case'  # a remark"),
        CASE.replace(
            "title: The First Case\nmodule: first-step", "module: first-step\ntitle: The First Case"
        ),
        CASE + "\n\n",
    ],
    ids=["windows line ends", "byte order mark", "quotes and remark", "order of fields", "end"],
)
def test_same_meaning_in_other_bytes_is_the_same_version(tmp_path: Path, same: str) -> None:
    path = "cases/small-program/01-the-first-case.md"
    before = {document.hash for document in pack_of(tmp_path / "a", GOOD).documents}
    after = {document.hash for document in pack_of(tmp_path / "b", GOOD | {path: same}).documents}
    assert same != CASE
    assert after == before


def test_changed_word_makes_a_new_version_and_keeps_the_old(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    old = current_versions(session, "small-program")["module", "first-step"]
    old_html = old.html
    result = load(session, tmp_path, changed(FIRST_FILE, "A claim.", "A bold claim."), now)
    new = current_versions(session, "small-program")["module", "first-step"]

    assert result.new == (("module", "first-step"),)
    assert len(result.unchanged) == 4
    assert "A bold claim." in new.html
    assert new.id != old.id
    session.expire_all()
    assert session.get_one(ContentVersion, old.id).html == old_html
    assert rows(session) == 6


def test_changed_field_alone_makes_a_new_version(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    result = load(session, tmp_path, changed(FIRST_FILE, "It is short.", "It is brief."), now)
    assert result.new == (("module", "first-step"),)


def test_later_load_is_the_current_one_even_if_the_clock_went_back(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    files = changed(FIRST_FILE, "A claim.", "Another claim.")
    load(session, tmp_path, files, now - timedelta(hours=2))

    assert (
        "Another claim." in current_versions(session, "small-program")["module", "first-step"].html
    )


def test_text_that_was_replaced_before_is_current_again_without_a_new_version(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    load(session, tmp_path, changed(FIRST_FILE, "A claim.", "Another claim."), now)
    back = load(session, tmp_path, GOOD, now + timedelta(days=1))

    assert back.new == ()
    assert back.restored == (("module", "first-step"),)
    assert "A claim." in current_versions(session, "small-program")["module", "first-step"].html
    assert rows(session) == 6


def test_document_that_left_the_pack_is_not_current_and_not_lost(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path / "a", GOOD, now)
    less = {path: text for path, text in GOOD.items() if not path.endswith("second-step.md")}
    program = f"{MODULES}/program.yaml"
    less[program] = (
        less[program]
        .replace("  - {module: second-step}\n", "")
        .replace("modules_required: 2", "modules_required: 1")
    )
    result = load(session, tmp_path / "b", less, now)

    assert result.removed == (("module", "second-step"),)
    assert ("module", "second-step") not in current_versions(session, "small-program")
    assert rows(session) == 6


def test_releases_count_up_and_say_where_they_came_from(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    load(session, tmp_path, GOOD, now)
    other = changed(FIRST_FILE, "A claim.", "Another claim.")
    load(session, tmp_path, other, now, Origin.IMPORT)

    releases = session.scalars(
        select(ContentRelease)
        .where(col(ContentRelease.program) == "small-program")
        .order_by(col(ContentRelease.number))
    ).all()
    assert [(release.number, release.origin) for release in releases] == [
        (1, Origin.FILES),
        (2, Origin.IMPORT),
    ]
    assert releases[1].hash == pack_of(tmp_path, other).hash


def test_import_survives_a_restart_with_the_same_files(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    load(session, tmp_path, changed(FIRST_FILE, "A claim.", "Ours."), now, Origin.IMPORT)
    again = load(session, tmp_path, GOOD, now)

    assert (again.release, again.kept, again.new, len(again.unchanged)) == (None, None, (), 5)
    assert "Ours." in current_versions(session, "small-program")["module", "first-step"].html


def test_changed_files_replace_an_import_only_when_asked_to(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    imported = load(session, tmp_path, changed(FIRST_FILE, "A claim.", "Ours."), now, Origin.IMPORT)
    newer = changed(FIRST_FILE, "A claim.", "A newer claim.")
    kept = load(session, tmp_path, newer, now)
    assert kept.kept == imported.release
    assert "Ours." in current_versions(session, "small-program")["module", "first-step"].html

    load(session, tmp_path, newer, now, replace=True)
    assert "newer" in current_versions(session, "small-program")["module", "first-step"].html


def test_load_writes_one_audit_line_that_names_what_is_new(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    load(session, tmp_path, changed(FIRST_FILE, "A claim.", "Another claim."), now)

    first, second = loads(session)
    assert len(first.facts["new"]) == 5
    assert second.facts == {
        "release": 2,
        "origin": "files",
        "new": ["module first-step"],
        "restored": [],
        "removed": [],
        "unchanged": 4,
    }
    assert first_bad_line(session) is None


def test_current_versions_of_another_program_are_not_mixed_in(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    load(session, tmp_path, GOOD, now)
    assert current_versions(session, "no-such-program") == {}
    assert {v.program for v in current_versions(session, "small-program").values()} == {
        "small-program"
    }


def test_two_loads_at_once_make_one_row_each(
    real_database: Database, tmp_path: Path, now: datetime
) -> None:
    pack = pack_of(tmp_path, GOOD)
    start = Barrier(6)
    results: list[LoadResult] = []

    def one_load(database: Database) -> None:
        start.wait()
        with database.write() as session:
            results.append(load_pack(session, pack, now=now, origin=Origin.FILES))

    processes = [Database(_address(real_database)) for _ in range(2)]
    threads = [Thread(target=one_load, args=(processes[n % 2],)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with real_database.read() as session:
        counted = rows(session)
        audited = [line.facts for line in loads(session)]
    for process in processes:
        process.dispose()

    assert len(results) == 6
    assert counted == 5
    assert sum(len(result.new) for result in results) == 5
    assert sum(len(facts["new"]) for facts in audited) == 5


def _address(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def test_one_broken_pack_keeps_every_pack_out(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, {"modules/other/program.yaml": "key: other\n"})
    report = command.load(session, command.check(tmp_path), now=now)

    assert not report.ok
    assert report.exit_code == 1
    assert report.loads == ()
    assert rows(session) == 0


def test_load_command_says_what_is_new(session: Session, tmp_path: Path, now: datetime) -> None:
    report = command.load(session, command.check(write(tmp_path, GOOD)), now=now)

    assert report.ok
    assert "small-program: new version of module first-step" in report.lines()
    assert report.lines()[-2:] == [
        "small-program: 5 new, 0 unchanged",
        "5 files in 1 pack: 0 errors, 0 warnings.",
    ]
