"""The administrator's page: whether the installation is healthy, and nobody's data."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.casework.zoom.enums import Problem, Told
from app.casework.zoom.models import ZoomEvent, ZoomReading
from app.core import audit, queue, schema
from app.core.db import Database
from app.core.models import AuditLine, Task
from app.installation import queries
from app.installation.backups import actions
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW, PEOPLE, Cast
from tests.client import Browser, SignIn, Statements
from tests.letters import post_certificate
from tests.page import Page
from tests.phones import proven_session


def finding(page: str, name: str) -> tuple[str, str]:
    """What the page says of one thing: (sentence, state)."""
    _, sentence, state = Page(page).row(name).cells
    return sentence, state


def admin(database: Database, **changes: object) -> str:
    """Abe's page under other settings."""
    app = create_app(
        Settings.model_validate({"demo": True} | changes), database=database, clock=lambda: NOW
    )
    answer = Browser(app).sign_in("abe").get("/admin")
    assert answer.status_code == 200
    return str(answer.text)


def post(session: Session, key: str, *, ago: timedelta = timedelta(), useful: bool = True) -> None:
    post_certificate(session, key, now=NOW - ago, useless_after=None if useful else NOW)
    session.commit()


def fail(session: Session, key: str, error: str) -> None:
    task = queue.enqueue(session, "certificate.print", key=key, payload={}, now=NOW)
    task.failed_at, task.error = NOW, error
    session.commit()


def test_everything_in_order_is_said_in_one_sentence(sign_in: SignIn) -> None:
    page = sign_in("abe").get("/admin").text
    assert "Everything that was checked is in order." in page
    assert "As of Wed, Nov 18, 10:00 AM Mountain Time" in Page(page).text


def test_database_is_named_with_its_schema(database: Database) -> None:
    sentence, state = finding(admin(database), "Database")
    assert sentence.startswith("SQLite 3" if database.is_sqlite else "PostgreSQL 1")
    assert f"The schema is the newest ({schema.newest()})." in sentence
    assert state == "In order"


def test_audit_trail_that_holds_is_said_to_verify(database: Database, session: Session) -> None:
    lines = session.scalar(select(func.count()).select_from(AuditLine)) or 0
    sentence, state = finding(admin(database), "History")
    assert sentence == f"All {lines + 1} lines of the audit trail verify."  # and Abe's own sign-in
    assert state == "In order"


def test_forged_line_is_named(database: Database, session: Session) -> None:
    forged = AuditLine(
        at=NOW,
        act="certificate.issued",
        object_kind="certificate",
        object_id="x",
        facts={},
        previous_hash="0" * 64,
        hash="f" * 64,
    )
    session.add(forged)
    session.commit()
    page = admin(database)
    sentence, state = finding(page, "History")
    assert f"Line {forged.id} does not follow" in sentence
    assert state == "Broken"
    assert "1 of 15 needs attention: History." in page


def test_long_history_is_checked_in_part_and_the_page_says_so(
    database: Database, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LINES_CHECKED", 10)
    for n in range(12):
        audit.record(session, "test.done", "test", str(n), by=None, now=NOW)
    session.commit()
    sentence, state = finding(admin(database), "History")
    assert sentence == (
        "The newest 10 lines of the audit trail verify. All: python -m app audit verify"
    )
    assert state == "In order"


def test_mail_without_a_server_is_kept_in_the_demo(database: Database, session: Session) -> None:
    post(session, "one")
    post(session, "too late", useful=False)
    sentence, state = finding(admin(database), "Mail")
    assert sentence == "No mail server is set (SMTP_URL); 1 mail is kept in the outbox."
    assert state == "Demo"


def test_mail_that_waits_too_long_needs_a_look(database: Database, session: Session) -> None:
    post(session, "one", ago=timedelta(minutes=90))
    post(session, "two")
    page = admin(database, smtp_url=SecretStr("smtp://mail.example.edu"))
    assert finding(page, "Mail") == (
        "2 mails are in the outbox, the oldest for 90 minutes.",
        "Needs attention",
    )


def test_mail_that_nobody_can_send_is_no_work_for_a_worker(
    database: Database, session: Session
) -> None:
    post(session, "one", ago=timedelta(days=3))
    assert finding(admin(database), "Background work") == (
        "Nothing waits for a worker.",
        "In order",
    )


def test_work_that_nobody_takes_asks_for_the_worker(database: Database, session: Session) -> None:
    queue.enqueue(session, "certificate.print", key="a", payload={}, now=NOW - timedelta(hours=3))
    session.commit()
    sentence, state = finding(admin(database), "Background work")
    assert sentence == "1 task is due. The oldest has been due for 3 hours: is a worker running?"
    assert state == "Broken"


def test_work_in_a_workers_hands_does_not_wait(database: Database, session: Session) -> None:
    queue.enqueue(session, "certificate.print", key="a", payload={}, now=NOW - timedelta(hours=3))
    session.flush()
    queue.lease(session, ["certificate.print"], limit=1, now=NOW)
    session.commit()
    assert finding(admin(database), "Background work")[1] == "In order"


def test_failed_work_is_listed_by_reason_without_addresses(
    database: Database, session: Session
) -> None:
    for key in ("a", "b"):
        fail(session, key, "RenderError: no glyph in the name of <ada@example.org>")
    fail(session, "c", "OSError: disk full")
    page = admin(database)
    sentence, state = finding(page, "Background work")
    assert sentence == "Nothing waits for a worker. 3 tasks are given up; the reasons are below."
    assert state == "Needs attention"
    assert "RenderError: no glyph in the name of (address)" in page
    assert '<td class="num" data-label="Tasks">2</td>' in page
    assert "OSError: disk full" in page


def test_work_that_was_done_is_not_counted(database: Database, session: Session) -> None:
    task: Task = queue.enqueue(
        session, "certificate.print", key="a", payload={}, now=NOW - timedelta(hours=3)
    )
    task.done_at = NOW
    session.commit()
    assert finding(admin(database), "Background work")[1] == "In order"


def test_signing_key_that_is_there_is_good(database: Database, key_file: Path) -> None:
    assert finding(admin(database, signing_key=key_file), "Signing key")[1] == "In order"


def test_signing_key_that_cannot_be_read_is_broken(database: Database, tmp_path: Path) -> None:
    page = admin(database, signing_key=tmp_path / "none.p12")
    assert finding(page, "Signing key") == (
        "SIGNING_KEY names a file that cannot be read here.",
        "Broken",
    )


def test_everything_is_counted(sign_in: SignIn) -> None:
    figures = sign_in("abe").page("/admin").figures
    assert dict(list(figures.items())[:5]) == {
        "People": "8",
        "Institutions": "2",
        "Cohorts": "3",
        "Enrollments": "3",
        "Certificates": "0",
    }


def test_page_names_nobody_but_its_reader(sign_in: SignIn) -> None:
    page = sign_in("abe").get("/admin").text
    for persona, somebody in PEOPLE.items():
        if persona != "abe":
            assert somebody.new.family_name not in page
            assert f">{somebody.new.given_name}" not in page
    assert "@" not in page.partition("<main")[2]


@pytest.mark.parametrize("persona", ["ada", "fay", "cora", "lee"])
def test_nobody_but_an_administrator_has_this_page(sign_in: SignIn, persona: str) -> None:
    assert sign_in(persona).get("/admin").status_code == 403


def test_more_of_everything_needs_no_more_statements(
    sign_in: SignIn, session: Session, statements: Statements
) -> None:
    abe = sign_in("abe")
    with statements() as few:
        abe.get("/admin")
    before = few.total
    for n in range(50):
        post(session, f"mail {n}")
        fail(session, f"task {n}", f"Reason {n}")
        audit.record(session, "test.done", "test", str(n), by=None, now=NOW)
    session.commit()
    with statements() as many:
        assert abe.get("/admin").status_code == 200
    assert many.total == before
    assert many.total <= 19


def test_the_newest_backup_is_told_where_it_is_asked_for_and_where_it_is_checked(
    database: Database, tmp_path: Path
) -> None:
    page = admin(database, backup_dir=tmp_path)
    none = f"There is no backup in {tmp_path}. Make one every day: python -m app backup"
    assert finding(page, "Backups") == (none, "Demo")
    assert Page(page).text.count(none) == 2, "it stands at “Keep a backup”, too"
    make_backup(tmp_path)
    page = admin(database, backup_dir=tmp_path)
    text, state = finding(page, "Backups")
    assert text.startswith("The newest is of Wed, Nov 18, 10:00 AM Mountain Time, has 1 MB, ")
    assert text.endswith(f"was read back when it was made, and is in {tmp_path}.")
    assert state == "In order"
    assert Page(page).text.count(text) == 2


def make_backup(folder: Path) -> None:
    """A backup of a database with nothing but its tables."""
    url = f"sqlite:///{folder / 'x.db'}"
    schema.upgrade(url)
    actions.make(url, folder, now=NOW)


def test_what_the_machine_lacks_is_on_the_page(database: Database, tmp_path: Path) -> None:
    settings = Settings(
        base_url="http://localhost:8000", secret_key=SecretStr("x" * 40), data_dir=tmp_path
    )
    browser = Browser(create_app(settings, database=database, clock=lambda: NOW))
    with database.write() as session:
        token = proven_session(session, Cast(session).id("abe"), NOW, key="x" * 40)
    browser.cookies.set("waypost", token)
    page = browser.get("/admin").text
    assert "put a proxy with TLS before Waypost" in finding(page, "Settings")[0]
    assert finding(page, "Background work")[0].endswith("Start it: python -m app work")
    assert finding(page, "Backups")[1] == "Needs attention"
    for name in ("Settings", "Mail", "Background work", "Signing key", "Backups"):
        assert finding(page, name)[1] in {"Broken", "Needs attention"}, name


def test_zoom_stands_there_whether_or_not_it_is_set_up(
    database: Database, session: Session, cast: Cast
) -> None:
    text, state = finding(admin(database), "Zoom")
    assert text.startswith("Not set up")
    assert state == "In order"
    ways = {"zoom_webhook_secret": "w" * 24}
    ways |= {"zoom_account_id": "a", "zoom_client_id": "c", "zoom_client_secret": "s" * 24}
    text, state = finding(admin(database, **ways), "Zoom")
    assert text.startswith(
        "Zoom is asked who was in sessions. No list was read so far. It has told"
    )
    assert state == "In order"
    hear(session, cast)
    text, state = finding(admin(database, **ways), "Zoom")
    assert text.replace("\u202f", " ") == (
        "The list of 1 session could not be read in the last week. "
        "The last list was read Wed, Nov 18, 8:00 AM Mountain Time. "
        "It last told of somebody Wed, Nov 18, 9:00 AM Mountain Time. "
        "The last trouble, Wed, Nov 18, 10:00 AM Mountain Time: Zoom does not answer."
    )
    assert state == "Needs attention"


def hear(session: Session, cast: Cast) -> None:
    """One list was read, one could not be, and an event came between."""
    hour = timedelta(hours=1)
    event = ZoomEvent(
        digest="d",
        meeting="81796405615",
        occurrence="o",
        told=Told.JOINED,
        participant="p",
        name="Ada",
        address="",
        at=NOW - hour,
        received_at=NOW - hour,
    )
    first, second = (cast.case_session("fall-2026", number).id for number in (1, 2))
    early = NOW - 2 * hour
    read = ZoomReading(case_session_id=first, begun_at=early, tried_at=early, read_at=early)
    missed = ZoomReading(
        case_session_id=second, begun_at=NOW, tried_at=NOW, problem=Problem.NO_ANSWER
    )
    session.add_all((event, read, missed))
    session.commit()
