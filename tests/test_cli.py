"""The command line as an operator uses it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.casework.certified.rules import NOT_LOOKED_AT
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.imports.models import AttendanceImport
from app.casework.rules import Submitted
from app.certificates.marks.actions import save_marks
from app.core.chains import first_bad_line
from app.core.db import Database
from app.core.models import AuditLine
from app.history.retention.actions import place_hold
from app.outcomes.redcap.package import read_package
from app.people.queries import holds_any_role, person_by_address
from app.people.second_factor.queries import state_of
from app.policy.table import markdown_table
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast
from tests.commands import SECRETS, in_a_process, run
from tests.databases import EmptyDatabase
from tests.issued import issue_certificate
from tests.outcomes.sharing.taken import taken
from tests.packs.samples import INSTRUMENT, INSTRUMENT_FILE, WITH_INSTRUMENT, write
from tests.phones import give_phone


@pytest.fixture
def empty(empty_database: EmptyDatabase, tmp_path: Path) -> Iterator[str]:
    with empty_database("cli", tmp_path) as url:
        yield url


@pytest.mark.parametrize(
    "command",
    ["serve", "work", "migrate", "demo", "policy", "verify", "backup", "restore", "doctor"],
)
def test_every_command_has_help(command: str) -> None:
    done = in_a_process(command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "Set BASE_URL and SECRET_KEY"),
        ({"BASE_URL": "https://x.example"}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "s"}, "Set BASE_URL"),
        ({**SECRETS, "SECRET_KEY": "x"}, "SECRET_KEY has less than 32 characters"),
        ({**SECRETS, "BASE_URL": "http://training.example.edu"}, "BASE_URL is http://training"),
        ({**SECRETS, "BASE_URL": "training.example.edu"}, "BASE_URL is training.example.edu."),
        ({**SECRETS, "BASE_URL": "https://"}, "It must be the whole address that people type"),
        ({**SECRETS, "ZOOM_CLIENT_ID": "x"}, "ZOOM_CLIENT_SECRET go together: set all three"),
        ({**SECRETS, "ZOOM_API_URL": "http://localhost:1"}, "ZOOM_API_URL must be an address with"),
    ],
)
def test_start_without_settings_or_with_unsafe_ones_says_what_to_set(
    given: dict[str, str], named: str
) -> None:
    done = in_a_process("serve", **given)
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_refuses_a_database_that_was_not_migrated(empty: str) -> None:
    done = in_a_process("serve", DATABASE_URL=empty, **SECRETS)
    assert done.returncode == 1
    assert "Run: python -m app migrate" in done.stderr


def test_migrate_and_load_can_be_repeated(empty: str) -> None:
    for migrated in (in_a_process, run):
        assert migrated("migrate", DATABASE_URL=empty, **SECRETS).returncode == 0
    first = run("content", "load", DATABASE_URL=empty, **SECRETS)
    second = run("content", "load", DATABASE_URL=empty, **SECRETS)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "mentor-development: 31 new, 0 unchanged" in first.stdout
    assert "mentor-development: 0 new, 31 unchanged" in second.stdout
    assert (
        "The audit trail verifies." in run("audit", "verify", DATABASE_URL=empty, **SECRETS).stdout
    )


def test_content_check_lists_errors_with_file_and_line(tmp_path: Path) -> None:
    assert run("content", "check").returncode == 0
    pack = tmp_path / "modules" / "mine"
    pack.mkdir(parents=True)
    (pack / "program.yaml").write_text("key: mine\ntitle: Mine\n")
    done = run("content", "check", str(tmp_path))
    assert done.returncode == 1
    assert "modules/mine/program.yaml:1: " in done.stdout


def test_demo_refuses_a_database_with_people(real_database: Database) -> None:
    done = run("demo", DATABASE_URL=real_database.url, DEMO="1")
    assert done.returncode == 1
    assert "The demo needs an empty one." in done.stderr
    again = run("demo", "--if-empty", DATABASE_URL=real_database.url, DEMO="1")
    assert (again.returncode, again.stdout) == (0, "")


def test_demo_if_empty_does_nothing_outside_demo_mode(empty: str) -> None:
    done = run("demo", "--if-empty", DATABASE_URL=empty, **SECRETS)
    assert (done.returncode, done.stdout) == (0, "")


def test_first_administrator_is_made_by_command_and_can_sign_in(real_database: Database) -> None:
    who = ("--given-name", "Ann", "--family-name", "Archer", "--institution", "Lone Mesa")
    environment = {"DATABASE_URL": real_database.url, **SECRETS}
    assert "Give their names" in run("admin", "ann@example.org", **environment).stderr
    done = run("admin", "Ann@example.org", *who, **environment)
    assert done.stdout == "Ann Archer is an administrator and signs in with Ann@example.org.\n"
    with real_database.read() as session:
        person = person_by_address(session, "ann@example.org")
        assert person is not None
        assert holds_any_role(session, person.id, NOW + timedelta(days=3650))
    assert run("admin", "ada@example.org", **environment).returncode == 0
    again = run("admin", "ada@example.org", **environment)
    assert (again.returncode, "already has this role" in again.stderr) == (1, True)


def test_administrator_is_dismissed_by_command_unless_nobody_would_be_left(
    real_database: Database,
) -> None:
    environment = {"DATABASE_URL": real_database.url, **SECRETS}
    left = run("admin", "abe@example.org", "--revoke", **environment)
    assert (left.returncode, left.stdout) == (1, "")
    assert run("admin", "ada@example.org", **environment).returncode == 0
    done = run("admin", "abe@example.org", "--revoke", **environment)
    assert (done.returncode, "is no longer an administrator" in done.stdout) == (0, True)
    with real_database.read() as session:
        abe = Cast(session).id("abe")
        assert not holds_any_role(session, abe, NOW + timedelta(days=3650))
        assert first_bad_line(session) is None
    assert run("admin", "x@example.org", "--revoke", **environment).stderr == (
        "Nobody has x@example.org.\n"
    )


def test_second_step_of_the_only_administrator_is_reset_by_command(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        abe = Cast(session).id("abe")
        give_phone(session, abe, NOW, key="k" * 40)
    command = ("admin", "abe@example.org", "--reset-second-factor")
    environment = {"DATABASE_URL": real_database.url, **SECRETS}
    done = run(*command, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "is signed out everywhere and sets up the second step anew." in done.stdout
    with real_database.read() as session:
        assert state_of(session, abe).since is None
        reset = select(AuditLine).where(col(AuditLine.act) == "second-step.reset")
        line = session.scalars(reset).one()
        assert (line.actor_id, line.reason) == (None, "By the command line.")
    again = run(*command, **environment)
    assert (again.returncode, again.stderr) == (1, "They have not set up a second step.\n")
    unknown = run("admin", "x@example.org", "--reset-second-factor", **environment)
    assert (unknown.returncode, unknown.stderr) == (1, "Nobody has x@example.org.\n")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("ann",), "ann is not an email address"),
        (("ann@example.org x",), "is not an email address"),
        (("ann@example.org", "--zone", "Mars/Base"), "Mars/Base is not a time zone"),
    ],
)
def test_administrator_without_a_real_address_or_zone_is_refused(
    real_database: Database, given: tuple[str, ...], said: str
) -> None:
    who = ("--given-name", "Ann", "--family-name", "Archer", "--institution", "Lone Mesa")
    done = run("admin", *given, *who, DATABASE_URL=real_database.url, **SECRETS)
    assert done.returncode == 1
    assert said in done.stderr


def test_mail_server_that_cannot_be_read_stops_the_start(real_database: Database) -> None:
    done = in_a_process(
        "serve", DATABASE_URL=real_database.url, SMTP_URL="mail.example.edu", **SECRETS
    )
    assert done.returncode == 1
    assert "SMTP_URL must look like" in done.stderr


def test_policy_prints_the_matrix() -> None:
    assert run("policy").stdout.strip() == markdown_table()


def test_verify_rejects_what_is_no_certificate(real_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(b"%PDF-1.7 nothing")
    done = run("verify", str(file), DATABASE_URL=real_database.url, **SECRETS)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


PEOPLE = "Name;Email;Site\nLee Lindqvist;lee@example.org;\nRosa Yazzie;rosa@x.example;{site}\n"


@pytest.fixture
def with_cast(copied_database: EmptyDatabase, tmp_path: Path) -> Iterator[dict[str, str]]:
    with copied_database("people", tmp_path) as url:
        yield {"DATABASE_URL": url, **SECRETS}


def test_people_come_from_a_file_after_a_dry_run(with_cast: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    command = ("people", "import", "--cohort", "coach-2026", "--json")
    file.write_text(PEOPLE.format(site="Prairie"))
    assert run(*command, str(file), **with_cast).returncode == 2
    unclear = run(*command, "--apply", str(file), **with_cast)
    assert unclear.returncode == 2, unclear.stderr
    assert "Nothing was written" in unclear.stderr
    rows = json.loads(unclear.stdout)["rows"]
    assert [row["outcome"] for row in rows] == ["enroll", "choose"]
    assert set(rows[0]) == {"line", "email", "name", "outcome", "reasons"}
    file.write_text(PEOPLE.format(site="Sonoran"))
    for apply in ((), ("--apply",)):
        done = run(*command, *apply, str(file), **with_cast)
        assert done.returncode == 0, done.stderr
        rows = json.loads(done.stdout)["rows"]
        assert [row["outcome"] for row in rows] == ["enroll", "invite"]
    done = run(*command, "--apply", str(file), **with_cast)
    assert done.returncode == 0, done.stderr
    counts = {"enroll": 0, "invite": 0, "waitlist": 0, "already": 2, "choose": 0, "refuse": 0}
    assert json.loads(done.stdout)["counts"] == counts


def test_a_file_of_people_that_cannot_be_read_gets_a_sentence(
    with_cast: dict[str, str], tmp_path: Path
) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * 5_000_000)
    nothing = tmp_path / "empty.csv"
    nothing.write_text("")
    for file, said in (
        (large, "larger than 4 MB"),
        (nothing, "The file is empty"),
        (tmp_path / "none.csv", "cannot be opened"),
    ):
        done = run("people", "import", "--cohort", "fall-2026", str(file), **with_cast)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


MEETING = (
    "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n"
    "Ada Alvarez,ada@example.org,11/12/2026 11:58,11/12/2026 12:59,61,No,No\n"
    "Ada Alvarez,ada@example.org,11/12/2026 11:50,11/12/2026 11:58,8,No,Yes\n"
    "Otter notetaker,,11/12/2026 11:58,11/12/2026 12:59,61,Yes,No\n"
)


def test_attendance_comes_from_a_file_after_a_dry_run(
    with_cast: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "participants.csv"
    command = ("attendance", "import", "--cohort", "fall-2026", "--session", "1", str(file))
    file.write_text(f"{MEETING}N. Nakai,,11/12/2026 12:00,11/12/2026 12:59,59,Yes,No\n")
    asked = run(*command, "--json", "--apply", **with_cast)
    assert asked.returncode == 2, asked.stderr
    assert "Nothing was written" in asked.stderr
    found = json.loads(asked.stdout)
    assert {*found} == {"file", "format", "zone", "people", "dropped"}
    assert (found["file"], found["format"]) == ("participants.csv", "zoom_meeting")
    assert found["zone"] == "America/Denver"
    assert found["dropped"] == [{"line": 3, "reason": "Time in the waiting room is no attendance."}]
    people = {person["name"]: person for person in found["people"]}
    assert people["Ada Alvarez"] == {
        "name": "Ada Alvarez",
        "email": "ada@example.org",
        "minutes": 59,
        "joined": "2026-11-12T11:58:00-07:00",
        "left": "2026-11-12T12:59:00-07:00",
        "enrollment": "ada@example.org",
        "rule": "email",
        "status": "present",
        "list": "matched",
    }
    lists = {name: person["list"] for name, person in people.items()}
    assert lists == {"Ada Alvarez": "matched", "N. Nakai": "choose", "Otter notetaker": "unknown"}
    file.write_text(MEETING)
    for number in range(3):
        done = run(*command, "--json", *(("--apply",) if number else ()), **with_cast)
        assert done.returncode == 0, done.stderr
        people = {person["name"]: person for person in json.loads(done.stdout)["people"]}
        assert (people["Nan Nakai"]["list"], people["Nan Nakai"]["status"]) == ("absent", "absent")
        assert people["Nan Nakai"]["enrollment"] == "nan@example.org"
    database = Database(with_cast["DATABASE_URL"])
    with database.read() as session:
        held = Cast(session).case_session("fall-2026", 1).id
        ada = Cast(session).mark(Cast(session).enrollment("ada").id, held)
        assert (ada.status, ada.source, ada.minutes, ada.version) == ("present", "import", 59, 1)
        assert first_bad_line(session) is None
    database.dispose()
    told = run(*command, **with_cast).stdout.splitlines()
    assert [line.split(maxsplit=1)[0] for line in told[:2]] == ["matched", "unknown"]
    assert told[0].endswith(" present")


def test_lines_of_an_import_say_which_marks_stay_and_why(
    with_cast: dict[str, str], tmp_path: Path
) -> None:
    """Ada is in the file, and was marked absent by somebody who saw it."""
    file = tmp_path / "participants.csv"
    file.write_text(MEETING)
    database = Database(with_cast["DATABASE_URL"])
    with database.write() as session:
        cast = Cast(session)
        held = cast.case_session("fall-2026", 1).id
        absent = {cast.enrollment("ada").id: Submitted(AttendanceStatus.ABSENT)}
        save_marks(session, held, absent, by=cast.id("fay"), now=NOW)
    database.dispose()
    command = ("attendance", "import", "--cohort", "fall-2026", "--session", "1", str(file))
    for more in ((), ("--apply",), ("--apply",)):
        told = run(*command, *more, **with_cast).stdout.splitlines()
        (ada,) = [line for line in told if "Ada Alvarez" in line]
        assert ada.startswith("matched")
        assert ada.endswith("59 stays absent: marked by hand")
        (nan,) = [line for line in told if "Nan Nakai" in line]
        assert nan.endswith("0 absent"), "this one changes, or is so already"


def test_a_file_that_changes_what_others_rely_on_is_for_the_page(
    with_cast: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "participants.csv"
    file.write_text(MEETING)
    database = Database(with_cast["DATABASE_URL"])
    with database.write() as session:
        ada, held = Cast(session).enrollment("ada"), Cast(session).case_session("fall-2026", 1).id
        absent = {ada.id: Submitted(AttendanceStatus.ABSENT)}
        save_marks(session, held, absent, by=None, now=NOW, source=AttendanceSource.IMPORT)
        issue_certificate(session, ada)
    command = ("attendance", "import", "--cohort", "fall-2026", "--session", "1", str(file))
    done = run(*command, "--apply", "--json", **with_cast)
    assert (done.returncode, done.stdout) == (1, "")
    (said,) = done.stderr.splitlines()
    assert said.startswith(str(NOT_LOOKED_AT))
    assert said.endswith("/teach/fall-2026/sessions/1/attendance/import")
    with database.read() as session:
        assert Cast(session).mark(Cast(session).enrollment("ada").id, held).status == "absent"
        assert session.scalars(select(AttendanceImport)).all() == []
    database.dispose()


def test_a_file_that_is_no_attendance_gets_a_sentence_and_stores_nothing(
    with_cast: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "file.csv"
    for content, number, said in (
        (b"", "1", "The file is empty."),
        (b"\x89PNG\x00\x00", "1", "This file is not a table."),
        (b"Dear all,\nhello\n", "1", "No row of the file says"),
        (MEETING.encode(), "2", "This file seems to be of session 1"),
        (MEETING.encode(), "77", "has no session 77"),
    ):
        file.write_bytes(content)
        words = ("attendance", "import", "--cohort", "fall-2026", "--session", number)
        done = run(*words, "--apply", "--json", str(file), **with_cast)
        assert done.returncode == 1
        assert (done.stdout, len(done.stderr.strip().splitlines())) == ("", 1)
        assert said in done.stderr
    database = Database(with_cast["DATABASE_URL"])
    with database.read() as session:
        assert session.scalars(select(AttendanceImport)).all() == []
    database.dispose()


def test_doctor_names_what_is_missing_with_its_mend(empty: str, tmp_path: Path) -> None:
    poor = {
        "BASE_URL": "http://localhost:8000",
        "SECRET_KEY": "x" * 40,
        "SMTP_URL": "smtp://127.0.0.1:9",
        "SIGNING_KEY": str(tmp_path / "none.p12"),
        "DATA_DIR": str(tmp_path),
    }
    done = run("doctor", DATABASE_URL=empty, **poor)
    assert done.returncode == 1
    *found, verdict = done.stdout.splitlines()
    to_mend = [line.removeprefix("mend  ").partition(":") for line in found if "mend " in line]
    said = {name: text for name, _, text in to_mend}
    assert {*said} == {"Database", "Mail", "Settings", "Signing key", "Backups"}
    assert "Run: python -m app migrate" in said["Database"]
    assert "could not be reached" in said["Mail"]
    assert "put a proxy with TLS before Waypost" in said["Settings"]
    assert said["Backups"].endswith("Make one every day: python -m app backup")
    assert "ok    Printing: A specimen of each certificate was printed." in found
    assert verdict.startswith("5 of 9 need attention: Database, Mail, Settings")


def test_doctor_has_nothing_to_say_of_the_demo(real_database: Database, tmp_path: Path) -> None:
    done = run("doctor", DATABASE_URL=real_database.url, DEMO="1", DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("Everything that was checked is in order.\n")
    assert "ok    History: All " in done.stdout


def test_doctor_says_that_a_database_does_not_answer(tmp_path: Path) -> None:
    away = f"postgresql://nobody@/none?host={tmp_path}"
    done = run("doctor", DATABASE_URL=away, DEMO="1", DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "mend  Database: It does not answer. Start it, or mend DATABASE_URL." in done.stdout
    assert "Traceback" not in done.stderr


def test_retention_lists_what_is_due_or_held_and_changes_nothing(
    with_cast: dict[str, str],
) -> None:
    nothing = run("retention", "list", **with_cast)
    assert nothing.returncode == 0, nothing.stderr
    said = "Records are kept for 7 years after the year of the last day.\n"
    assert nothing.stdout == said
    database = Database(with_cast["DATABASE_URL"])
    with database.write() as session:
        cast = Cast(session)
        spring = cast.cohort("spring-2026").id
        place_hold(session, spring, "An audit.", by=cast.id("abe"), now=NOW)
    database.dispose()
    held = run("retention", "list", **with_cast)
    line = "2035-01-01  held       spring-2026  Spring 2026; people: 1, certificates: 0\n"
    assert held.stdout == said + line


def test_retention_deletes_what_was_announced_once_its_day_has_come(
    with_cast: dict[str, str],
) -> None:
    nothing = run("retention", "delete", **with_cast)
    assert (nothing.returncode, nothing.stdout) == (0, "No records wait to be deleted.\n")
    unknown = run("retention", "delete", "autumn", **with_cast)
    assert unknown.returncode == 1
    assert unknown.stderr == "autumn: No published cohort has this address.\n"
    kept = run("retention", "delete", "spring-2026", "--yes", **with_cast)
    assert kept.returncode == 1
    assert kept.stderr == "spring-2026: The retention period of these records is not over.\n"


def test_outcomes_summary_prints_what_follows_from_an_article(tmp_path: Path) -> None:
    file = tmp_path / "article.csv"
    file.write_text("n,mean_pre,sd_pre,mean_post,sd_post,t\n43,3.5,0.8,4.0,0.4,90\n43,,,,,2.1\n")
    done = run("outcomes", "summary", str(file), "--json")
    assert done.returncode == 0
    first, second = json.loads(done.stdout)["rows"]
    assert list(first) == [
        *("t", "df", "p", "diff", "se", "ci_low", "ci_high", "r"),
        *("dz", "dav", "d_rms", "g_rms", "g_av"),
    ]
    assert (first["diff"], first["r"]) == (0.5, None)
    assert (second["t"], second["df"], second["diff"]) == (2.1, 42, None)
    assert done.stderr.startswith("Line 2: t does not fit")
    assert "2.1000" in run("outcomes", "summary", str(file)).stdout


def test_outcomes_summary_says_what_it_cannot_read(tmp_path: Path) -> None:
    missing = run("outcomes", "summary", str(tmp_path / "none.csv"))
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.endswith("none.csv cannot be read: No such file or directory.\n")
    file = tmp_path / "article.csv"
    file.write_text("n,t\nmany,2\n")
    refused = run("outcomes", "summary", str(file))
    assert (refused.returncode, refused.stderr[:7]) == (1, "Line 2:")
    file.write_bytes(b"\xff\xfe\x00")
    assert run("outcomes", "summary", str(file)).returncode == 1


@pytest.fixture
def with_instruments(with_cast: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A program with two instruments is loaded; the wording of the second is somebody's."""
    other = INSTRUMENT.replace("first-survey", "moods").replace("redistribution: yes", LICENSED)
    files = WITH_INSTRUMENT | {INSTRUMENT_FILE.replace("first-survey", "moods"): other}
    loaded = run("content", "load", str(write(tmp_path / "packs", files)), **with_cast)
    assert loaded.returncode == 0, loaded.stdout
    return with_cast


LICENSED = "redistribution: ask"
REDCAP = ("outcomes", "redcap-dictionary")


def test_outcomes_make_a_redcap_project_of_what_is_loaded(
    with_instruments: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "study.zip"
    chosen = ("moods", "first-survey", "--arm", "Combined", "--arm", "Asynchronous only")
    done = run(*REDCAP, "small-program", *chosen, "--to", str(file), **with_instruments)
    assert (done.returncode, done.stdout) == (
        0,
        f"{file}: 2 forms, 8 events.\n"
        "moods: its wording may not be passed on, so codes stand in its place.\n",
    )
    package = read_package(file.read_bytes())
    assert package.readme.decode().startswith("Small Program\n")
    project = package.project
    assert project.forms == ("moods", "first_survey")
    assert [arm.name for arm in project.design.arms] == ["Combined", "Asynchronous only"]
    assert [event.day for event in project.design.events] == [0, 90, 365, 730] * 2
    assert project.fields[1].label == "calm"
    agreed = ("--with-consent", "moods", "--to", str(file))
    whole = run(*REDCAP, "small-program", *agreed, **with_instruments)
    assert whole.stdout == f"{file}: 2 forms, 4 events.\n"
    labels = [field.label for field in read_package(file.read_bytes()).project.fields]
    assert labels.count("I am calm.") == 4  # of two instruments, now and then


def test_outcomes_take_a_project_out_for_redcap(with_cast: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "study.zip"
    command = ("outcomes", "redcap", "mentoring-outcomes", "--to", str(file))
    none = run(*command, **with_cast)
    assert (none.returncode, none.stderr) == (1, "There is no project mentoring-outcomes.\n")
    database = Database(with_cast["DATABASE_URL"])
    with database.write() as session:
        own = taken(session, Cast(session), IdentityMode.CONFIDENTIAL, 6)
        own.allow(own.places[:4])
    few = run(*command, **with_cast)
    assert few.returncode == 1
    assert few.stderr.startswith("Fewer than 5 people whose answers are here allowed")
    assert not file.exists()
    with database.write() as session:
        own.session = session
        own.allow(own.places[4:])
    done = run(*command, "--reason", "For the statistician.", **with_cast)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{file}: 2 events, 12 answered questionnaires.\n")
    assert len(read_package(file.read_bytes()).records or ()) == 12
    with database.read() as session:
        own_line = select(AuditLine).where(col(AuditLine.act) == "project.redcap-file")
        line = session.scalars(own_line).one()
        assert (line.actor_id, line.reason) == (None, "For the statistician.")
    database.dispose()


def test_outcomes_say_which_instruments_there_are(
    with_instruments: dict[str, str], tmp_path: Path
) -> None:
    file = str(tmp_path / "study.zip")
    none = run(*REDCAP, "nothing", "--to", file, **with_instruments)
    assert (none.returncode, none.stderr) == (1, "No instrument of a program nothing is loaded.\n")
    other = run(*REDCAP, "small-program", "mood", "--to", file, **with_instruments)
    assert (other.returncode, other.stderr) == (
        1,
        "small-program has no instrument mood. It has: first-survey, moods.\n",
    )
    nowhere = run(*REDCAP, "small-program", "--to", f"{file}/x.zip", **with_instruments)
    assert nowhere.stderr == f"{file}/x.zip cannot be written: No such file or directory.\n"
