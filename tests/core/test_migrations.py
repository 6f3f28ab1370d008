"""What upgrades do with rows that are there already."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Uuid,
    bindparam,
    column,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance
from app.casework.rules import Mark, Submitted
from app.certificates.marks.actions import save_marks, undo_save
from app.certificates.orders import Order
from app.certificates.snapshot import CertificateKind
from app.cohorts.admission.actions import invite
from app.cohorts.applications.models import ApplicationAnswer
from app.cohorts.enrollments.actions import enroll, take_back_withdrawal
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.queries import events
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus
from app.cohorts.intake.actions import receive
from app.cohorts.intake.applying.actions import apply as apply_file
from app.cohorts.intake.applying.undoing.actions import undo as undo_file
from app.cohorts.intake.sheets import read_sheet
from app.cohorts.models import Cohort, Enrollment, Unit
from app.content.enums import Origin
from app.content.releases.queries import current_versions, newest_release, release_items
from app.core import jobs, outbox, queue, schema
from app.core.clock import utc_now
from app.core.db import Database
from app.core.ids import new_id, token_hash
from app.core.models import OutboxMessage, Task
from app.credit.disclosures.holding.actions import settle
from app.credit.models import Activity
from app.language.stored import worded
from app.learning.models import Attestation, CheckAnswer, ReadingDone, Reflection
from app.learning.reflections.actions import keep_draft, save_reflection
from app.learning.reflections.queries import versions, writing
from app.learning.reflections.rules import Seen
from app.messages.composing import Letter
from app.packs.files import find_packs
from app.packs.pack import read_pack
from app.people.actions import change_profile
from app.people.directory.actions import NewPerson, add_person
from app.people.enums import Profession, Scope
from app.people.models import EmailAddress, Institution, Newcomer, Person, RoleGrant
from app.people.newcomers import actions as newcomers
from app.settings import PROJECT_ROOT, Settings
from tests.cast import NOW, PROVIDER, Cast
from tests.letters import post_certificate, post_sign_in, read
from tests.packs.samples import GOOD, write

OLD = "0002_immutable"
OLD_ENROLLMENT = table(
    "enrollment", column("id", Uuid()), column("withdrawn_at", DateTime(timezone=True))
)
VERSION = table(
    "content_version",
    column("id", Uuid()),
    *(column(name) for name in ("program", "kind", "key", "hash", "title", "text", "html")),
    column("data", JSON()),
    column("loaded_at", DateTime(timezone=True)),
)

NAMES = {
    f"{table}_no_{operation}"
    for table in (
        *("name_confirmation", "reminded", "reminder_change"),
        *("certificate_flag", "certificate_review", "certificate_closure"),
        *("check_in", "check_in_strike"),
        *("shown_table", "leadership_report", "leadership_report_file"),
        *("project_analysis", "accreditation", "credit_system"),
        "credit_system_retirement",
        *("claim_extension", "claim_extension_withdrawal"),
        *("signing_key", "signing_key_compromise"),
        *("retention_policy", "retention_hold", "retention_hold_end"),
        *("deletion_announcement", "deletion_call_off", "deletion"),
        *("certificate_alteration", "certificate_mending"),
    )
    for operation in ("update", "delete")
}
"""Those that came last: names to check, reminders, check-ins, tables that were shown, and so on."""
MESSAGES = {
    f"announcement_{what}_no_{operation}"
    for what in ("recipient", "template")
    for operation in ("update", "delete")
}
SNAPSHOTS = {f"cohort_snapshot_no_{operation}" for operation in ("update", "delete")}
REFLECTIONS = {"reflection_no_update"}
WRITTEN = {
    f"{table}_no_update"
    for table in (
        *("thread_post_version", "excuse", "excuse_event", "make_up_event", "session_note"),
        *("activity_proposal", "activity_proposal_decision"),
    )
}
QUOTES = {
    f"{table}_no_{operation}"
    for table in ("released_quote", "released_quote_withdrawal")
    for operation in ("update", "delete")
}
STUDIES = {
    f"{table}_no_{operation}"
    for table in (
        *("consent_text", "consent", "consent_withdrawal", "rater_event", "place_anchor"),
        *("trial", "trial_stratum", "trial_allocation", "trial_event", "contamination"),
    )
    for operation in ("update", "delete")
}
ANSWERS = {
    f"{table}_no_update"
    for table in (
        *("survey", "survey_invitation", "pseudonym"),
        *("anonymous_answers", "confidential_answers", "identified_answers"),
    )
} | {"anonymous_answers_no_insert"}
DISCLOSURES = {
    f"{table}_no_{operation}"
    for table in (
        *("disclosure", "disclosed_relationship", "disclosure_review", "reviewed_relationship"),
        *("disclosure_decision", "disclosure_text", "disclosure_read"),
    )
    for operation in ("update", "delete")
}
PICTURES = {"certificate_image_no_update"}
LATER = SNAPSHOTS | REFLECTIONS | NAMES | MESSAGES | WRITTEN | QUOTES | STUDIES | ANSWERS
BADGES = {"badge_file_no_update"} | {
    f"{table}_no_{operation}"
    for table in ("badge", "badge_achievement", "badge_withdrawal")
    for operation in ("update", "delete")
}
LATER |= DISCLOSURES | PICTURES | BADGES
"""Triggers of tables that older versions do not have."""


def older(names: set[str], later: set[str] = LATER) -> set[str]:
    """What is there of triggers in a version without those tables, which could be got around."""
    return {
        name
        for name in names - later
        if not name.endswith("_no_truncate") and "_no_replace_" not in name
    }


def triggers(connection: Connection) -> set[str]:
    """The names of all triggers that refuse."""
    listed = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    return set(connection.scalars(text(listed[connection.dialect.name])))


def test_answers_and_signatures_come_through_and_records_stay_records(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        unit = cast.unit("fall-2026", 1)
        assert unit.module_version_id is not None
        answer = CheckAnswer(
            enrollment_id=cast.enrollment("ada").id,
            unit_id=unit.id,
            question_id="q1",
            module_version_id=unit.module_version_id,
            option=1,
            answered_at=NOW,
        )
        session.add(answer)
        signed = {
            signature.id: signature.model_dump()
            for signature in session.scalars(select(Attestation))
        }
    with real_database.engine.connect() as connection:
        before = triggers(connection)
    assert {"content_version_no_update", "attestation_no_delete"} < before
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, OLD)
    with real_database.engine.connect() as connection:
        assert {"content_version_no_update", "attestation_no_delete"} < triggers(connection)
    schema.upgrade(real_database.url)

    with real_database.write() as session:
        assert triggers(session.connection()) == before
        kept = session.get_one(CheckAnswer, answer.id)
        assert (kept.module_version_id, kept.option) == (unit.module_version_id, 1)
        again = {
            signature.id: signature.model_dump()
            for signature in session.scalars(select(Attestation))
        }
        assert signed
        assert again == signed
        for table in ("content_version", "attestation"):
            with pytest.raises(DBAPIError, match="it is a record"), session.begin_nested():
                session.execute(text(f"UPDATE {table} SET id = id"))


def test_content_loaded_before_releases_can_still_be_exported(
    real_database: Database, tmp_path: Path
) -> None:
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    command.downgrade(config, OLD)
    (folder,) = find_packs(write(tmp_path / "before", GOOD))
    pack = read_pack(folder).pack
    assert pack is not None
    with real_database.engine.begin() as connection:
        for document in pack.documents:
            body = document.source.split("\n---\n", 1)[-1].strip("\n")
            connection.execute(
                insert(VERSION).values(
                    id=new_id(),
                    program=pack.program,
                    kind=document.kind,
                    key=document.key,
                    hash=document.hash,
                    title=document.title,
                    data=document.data,
                    text="" if document.kind == "program" else body,
                    html=document.html,
                    loaded_at=NOW,
                )
            )
    schema.upgrade(real_database.url)

    with real_database.read() as session:
        release = newest_release(session, "small-program")
        assert release is not None
        assert release.origin is Origin.FILES
        files = {item.path: item.version.source for item in release_items(session, release)}
        hashes = {
            name: version.hash
            for name, version in current_versions(session, "small-program").items()
        }
    (again,) = find_packs(write(tmp_path / "after", files))
    reread = read_pack(again).pack
    assert reread is not None
    assert {document.name: document.hash for document in reread.documents} == hashes
    assert reread.hash == release.hash == pack.hash


BEFORE_LETTERS = "0003_content_releases"
MAIL_BEFORE = table(
    "outbox_message",
    column("id", Uuid()),
    *(column(name) for name in ("key", "kind", "recipient", "subject", "text")),
    *(column(name, DateTime(timezone=True)) for name in ("created_at", "sent_at")),
)


def mail_before(recipient: str, sent_at: datetime | None) -> dict[str, object]:
    """A mail as it was written before letters were posted by kind."""
    return {
        "id": new_id(),
        "key": f"certificate:{recipient}",
        "kind": "certificate",
        "recipient": recipient,
        "subject": "Your certificate of credit is ready",
        "text": f"Hello {recipient}\n",
        "created_at": NOW,
        "sent_at": sent_at,
    }


def test_mail_written_before_letters_had_templates_comes_through_both_ways(
    real_database: Database,
) -> None:
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    command.downgrade(config, BEFORE_LETTERS)
    mails = [
        mail_before("ada@example.org", None),
        mail_before("ben@example.org", NOW),
        mail_before("gone@example.org", None),
    ]
    with real_database.engine.begin() as connection:
        connection.execute(insert(MAIL_BEFORE), mails)
    schema.upgrade(real_database.url)

    with real_database.read() as session:
        cast = Cast(session)
        people = (cast.id("ada"), cast.id("ben"), None)
        for before, person_id in zip(mails, people, strict=True):
            message = session.get_one(OutboxMessage, before["id"])
            assert before.items() <= message.model_dump().items()
            assert (message.person_id, message.facts, message.secrets) == (person_id, {}, {})
            assert read(session, message).text == before["text"]
    command.downgrade(config, BEFORE_LETTERS)
    with real_database.engine.connect() as connection:
        kept = connection.execute(select(MAIL_BEFORE)).mappings().all()
    assert {row["id"]: row["text"] for row in kept} == {
        before["id"]: before["text"] for before in mails
    }


def link_as_worded_then(base_url: str) -> Letter:
    """A letter as the older version would have written it, whatever it says today."""
    return Letter(
        recipient="ada@second.example.org",
        subject="Your sign-in link for Waypost",
        text=(
            "Hello Ada,\n\nopen this link in the browser where you asked for it:\n\n"
            f"{base_url}/sign-in/link/token\n\n"
            "It works once, within 10 minutes. If you did not ask for it, do nothing: "
            "nobody can sign in without it.\n"
        ),
    )


def ready_as_worded_then(name: str, base_url: str) -> Letter:
    """The same of a certificate."""
    return Letter(
        recipient="ada@example.org",
        subject=f"Your {name} is ready",
        text=(
            f"Hello Ada,\n\nyour {name} for Mentor Development Program, Spring 2026, is ready. "
            "Its number is WP-26-1234. Sign in to download it:\n\n"
            f"{base_url}/my/certificates\n\n"
            f"Anybody you show it to can check it here:\n\n{base_url}/verify/code\n"
        ),
    )


def test_letters_that_wait_get_their_words_when_an_older_version_returns(
    real_database: Database,
) -> None:
    base_url = Settings(demo=True).base_url
    with real_database.write() as session:
        link = post_sign_in(session, "token", NOW)
        expected = {link.id: link_as_worded_then(base_url)} | {
            post_certificate(session, kind, certificate_kind=kind).id: ready_as_worded_then(
                name, base_url
            )
            for kind, name in (
                ("cme_credit", "certificate of credit"),
                ("participation", "certificate of participation"),
                ("completion", "attestation of completion"),
            )
        }
        unknown = outbox.post(
            session, kind="later", key="l", person_id=Cast(session).id("ada"), facts={}, now=NOW
        )
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, BEFORE_LETTERS)
    with real_database.engine.connect() as connection:
        rows = connection.execute(select(MAIL_BEFORE)).mappings().all()
    written = {row["id"]: Letter(row["recipient"], row["subject"], row["text"]) for row in rows}
    assert written == expected
    schema.upgrade(real_database.url)

    with real_database.read() as session:
        again = {m.id: read(session, m) for m in session.scalars(select(OutboxMessage))}
        assert again == expected
        keys = set(session.scalars(select(col(Task.key))))
        assert keys >= {str(id_) for id_ in expected}
        assert str(unknown.id) not in keys


def apply(cast: Cast, persona: str) -> None:
    """Somebody asks for a seat in fall-2026."""
    person, session = cast.person(persona), cast.session
    place = Enrollment(
        person_id=person.id,
        cohort_id=cast.fall.id,
        status=EnrollmentStatus.APPLIED,
        institution_id=person.institution_id,
        profession=person.profession,
    )
    session.add(place)
    session.flush()
    kind = EnrollmentEventKind.APPLIED
    session.add(EnrollmentEvent(enrollment_id=place.id, number=1, kind=kind, at=NOW))
    session.flush()


def test_enrollments_get_events_and_what_the_person_was_and_lose_nothing_on_the_way_back(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        enroll(session, cast.fall, cast.id("lee"), by=cast.id("cora"), now=NOW)
        cast.person("ben").department = "Surgery"
        cast.withdraw("nan")
        apply(cast, "fay")
        ids = {name: cast.enrollment(name).id for name in ("ada", "ben", "nan", "lee", "fay")}
        done = {row.id: row.model_dump() for row in session.scalars(select(ReadingDone))}
        since = cast.enrollment("ada").enrolled_at
    with real_database.engine.connect() as connection:
        before = triggers(connection)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, "0003_content_releases")
    with real_database.engine.connect() as connection:
        left = {row.id: row.withdrawn_at for row in connection.execute(select(OLD_ENROLLMENT))}
    assert set(left) == set(ids.values())
    assert {name for name, id_ in ids.items() if left[id_]} == {"nan", "fay"}
    schema.upgrade(real_database.url)

    with real_database.write() as session:
        cast = Cast(session)
        assert triggers(session.connection()) == before
        assert {name for name in ids if cast.enrollment(name).is_enrolled} == {"ada", "ben", "lee"}
        ben, home = cast.enrollment("ben"), cast.person("ben").institution_id
        assert (ben.department, ben.institution_id) == ("Surgery", home)
        history = [(event.kind, event.at) for event in events(session, ids["nan"])]
        kinds = EnrollmentEventKind
        assert history == [(kinds.ENROLLED, since), (kinds.WITHDRAWN, NOW)]
        (only,) = events(session, ids["lee"])
        assert only.by == cast.id("cora"), "the audit trail knows who enrolled them"
        again = {row.id: row.model_dump() for row in session.scalars(select(ReadingDone))}
        assert done
        assert again == done


def test_what_people_were_goes_to_the_event_that_stands_and_nothing_else_changes(
    real_database: Database,
) -> None:
    """Ada: enrolled, withdrawn, enrolled as somebody else; Nan: withdrawn; Ben: taken back."""
    with real_database.write() as session:
        cast = Cast(session)
        for name in ("ada", "nan", "ben"):
            cast.withdraw(name)
        cast.person("ada").rank = "Dean"
        enroll(session, cast.fall, cast.id("ada"), by=None, now=NOW)
        take_back_withdrawal(session, cast.enrollment("ben"), reason="No.", by=None, now=NOW)
        apply(cast, "fay")
        before = {
            event.id: event.model_dump() for event in session.scalars(select(EnrollmentEvent))
        }
        first = events(session, cast.enrollment("ada").id)[0].id
        places = {place.id: place.model_dump() for place in session.scalars(select(Enrollment))}
    with real_database.engine.connect() as connection:
        all_triggers = triggers(connection)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, "0006_make_ups")
    with real_database.engine.connect() as connection:
        assert triggers(connection) == older(all_triggers)
        columns = connection.execute(text("SELECT * FROM enrollment_event")).keys()
        assert "rank" not in columns
    schema.upgrade(real_database.url)
    with real_database.write() as session:
        assert triggers(session.connection()) == all_triggers
        after = {event.id: event.model_dump() for event in session.scalars(select(EnrollmentEvent))}
        unknown = dict.fromkeys(("institution_id", "department", "rank", "profession"))
        assert after == before | {first: before[first] | unknown}
        again = {place.id: place.model_dump() for place in session.scalars(select(Enrollment))}
        assert again == places
        with pytest.raises(DBAPIError, match="it is a record"), session.begin_nested():
            session.execute(text("UPDATE enrollment_event SET rank = 'x'"))


def test_marks_that_were_made_up_become_absences_with_a_make_up_and_back(
    real_database: Database,
) -> None:
    """Ada: excused, made up, present, undone; Nan: partial with 20 minutes, made up."""
    later = NOW + timedelta(hours=1)
    with real_database.write() as session:
        cast = Cast(session)
        held, fay = cast.case_session("fall-2026", 1).id, cast.id("fay")
        ada, nan = cast.enrollment("ada").id, cast.enrollment("nan").id
        partial = Attendance(
            case_session_id=held,
            enrollment_id=nan,
            status=AttendanceStatus.PARTIAL,
            minutes=20,
            source=AttendanceSource.IMPORT,
            version=1,
        )
        session.add(partial)
        session.flush()
        excused, made_up, present = map(AttendanceStatus, ("excused", "made_up", "present"))
        save_marks(session, held, {ada: Submitted(excused)}, by=fay, now=NOW)
        save_marks(session, held, {ada: Submitted(made_up, Mark(excused, 1))}, by=fay, now=NOW)
        wish = {ada: Submitted(present, Mark(made_up, 2))}
        save = save_marks(session, held, wish, by=fay, now=NOW)
        assert save.save_id is not None
        undo_save(session, held, save.save_id, by=fay, now=later)
        wish = {nan: Submitted(AttendanceStatus.MADE_UP, Mark(AttendanceStatus.PARTIAL, 1))}
        save_marks(session, held, wish, by=fay, now=later)
        before = made_up_facts(session)
    with real_database.engine.connect() as connection:
        all_triggers = triggers(connection)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, "0005_enrollment_events")
    with real_database.engine.connect() as connection:
        marks = connection.execute(
            text("SELECT status, minutes FROM attendance WHERE status NOT IN ('present')")
        ).all()
        assert [tuple(mark) for mark in marks] == [("made_up", None)] * 2
        told = (
            "SELECT from_status, to_status FROM attendance_change WHERE at >= :since "
            "ORDER BY at, version, to_status"
        )
        since = text(told).bindparams(bindparam("since", NOW, DateTime(timezone=True)))
        assert [tuple(line) for line in connection.execute(since)] == [
            ("not_recorded", "excused"),
            ("excused", "made_up"),
            ("made_up", "present"),
            ("partial", "made_up"),
            ("present", "made_up"),
        ]
    schema.upgrade(real_database.url)
    with real_database.write() as session:
        assert triggers(session.connection()) == all_triggers
        after = made_up_facts(session)
        assert len(after[0]) >= 5
        assert after == before


def made_up_facts(session: Session) -> tuple[list[tuple[object, ...]], ...]:
    """Lines of history, make-ups, withdrawals and marks, without ids that are new each time."""
    statements = (
        "SELECT from_status, from_made_up, to_status, to_made_up, version FROM attendance_change "
        "ORDER BY attendance_id, version",
        'SELECT enrollment_id, case_session_id, edition, made_at, "by", reason FROM make_up '
        "ORDER BY made_at, enrollment_id, edition",
        'SELECT edition, withdrawn_at, make_up_withdrawal."by" FROM make_up_withdrawal '
        "JOIN make_up ON make_up.id = make_up_id",
        "SELECT id, status, minutes, version FROM attendance ORDER BY id",
    )
    return tuple([tuple(row) for row in session.execute(text(told))] for told in statements)


def test_failures_from_before_keep_their_words_and_new_ones_lose_only_their_reasons(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        task = queue.enqueue(
            session, "test.work", key="0", payload={}, now=NOW, label=jobs.NOTHING_FAILED
        )
        session.flush()
        queue.fail(session, task, jobs.NOTHING_FAILED, now=NOW, final=True)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    command.downgrade(config, "0007_reader_language")
    schema.upgrade(real_database.url)

    with real_database.read() as session:
        kept = session.get_one(Task, task.id)
        assert (kept.error_reason, kept.label_reason) == (None, None)
        for text, reason in ((kept.error, kept.error_reason), (kept.label, kept.label_reason)):
            assert worded(text, reason) == str(jobs.NOTHING_FAILED)


def test_cohorts_from_before_drafts_are_published_and_places_lose_only_until_when_they_are_held(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        invite(session, cast.fall, cast.id("lee"), until=NOW + timedelta(days=3), by=None, now=NOW)
        cohorts = {cohort.id: cohort.model_dump() for cohort in session.scalars(select(Cohort))}
        places = {place.id: place.model_dump() for place in session.scalars(select(Enrollment))}
        happened = {
            event.id: event.model_dump() for event in session.scalars(select(EnrollmentEvent))
        }
    with real_database.engine.connect() as connection:
        all_triggers = triggers(connection)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, "0009_enrolled_facts")
    with real_database.engine.connect() as connection:
        assert triggers(connection) == older(all_triggers)
    schema.upgrade(real_database.url)
    with real_database.write() as session:
        assert triggers(session.connection()) == all_triggers
        for cohort in session.scalars(select(Cohort)):
            assert cohort.published_at == cohort.enrollment_opens_at
            moment = {"published_at": cohorts[cohort.id]["published_at"]}
            assert cohort.model_dump() | moment == cohorts[cohort.id]
        for place in session.scalars(select(Enrollment)):
            assert place.model_dump() == places[place.id] | {"held_until": None}
        for event in session.scalars(select(EnrollmentEvent)):
            assert event.model_dump() == happened[event.id] | {"held_until": None}


def test_what_files_said_of_people_becomes_answers_and_goes_back_to_their_rows(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        sheet = read_sheet(b"Name;Email;Goal;Pet\nLee Lindqvist;lee@example.org;To learn;A cat\n")
        by = cast.id("cora")
        upload = receive(session, cast.fall, sheet, file_name="a.csv", by=by, now=NOW)
        until = NOW + timedelta(days=7)
        apply_file(session, cast.fall, upload, until=until, seen=None, by=by, now=NOW)
        said = [answer.model_dump(exclude={"id"}) for answer in _answers(session)]
    assert [answer["value"] for answer in said] == ["To learn", "A cat"]
    with real_database.engine.connect() as connection:
        all_triggers = triggers(connection)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, "0015_institution_breaks")
    with real_database.engine.connect() as connection:
        assert triggers(connection) == older(all_triggers)
        rows = table("imported_person", column("answers", JSON()))
        (kept,) = connection.scalars(select(rows.c.answers))
        assert kept == [["Goal", "To learn"], ["Pet", "A cat"]]
    schema.upgrade(real_database.url)
    with real_database.read() as session:
        assert triggers(session.connection()) == all_triggers
        assert [answer.model_dump(exclude={"id"}) for answer in _answers(session)] == said
        assert not any(cohort.leads_decide for cohort in session.scalars(select(Cohort)))


def test_what_a_file_said_that_was_undone_becomes_no_answer(real_database: Database) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        by, until = cast.id("cora"), NOW + timedelta(days=7)
        uploads = []
        for goal in ("A mistake", "To learn"):
            text = f"Name;Email;Goal\nLee Lindqvist;lee@example.org;{goal}\n"
            sheet = read_sheet(text.encode())
            upload = receive(session, cast.fall, sheet, file_name="a.csv", by=by, now=NOW)
            apply_file(session, cast.fall, upload, until=until, seen=None, by=by, now=NOW)
            uploads.append(upload.id)
            if goal == "A mistake":
                undo_file(session, cast.fall, upload, reason="It was.", by=by, now=NOW)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, "0015_institution_breaks")
    rows = table("imported_person", column("people_import_id", Uuid()), column("answers", JSON()))
    by_file = select(rows.c.people_import_id, rows.c.answers)
    with real_database.engine.begin() as connection:
        kept = {row.people_import_id: row.answers for row in connection.execute(by_file)}
        undone, stands = uploads
        assert kept[undone] == []
        assert kept[stands] == [["Goal", "To learn"]]
        own = rows.c.people_import_id == undone  # as it was before there was a home for answers
        connection.execute(rows.update().where(own).values(answers=[["Goal", "A mistake"]]))
    schema.upgrade(real_database.url)
    with real_database.read() as session:
        assert [answer.value for answer in _answers(session)] == ["To learn"]


def _answers(session: Session) -> list[ApplicationAnswer]:
    in_order = select(ApplicationAnswer).order_by(col(ApplicationAnswer.number))
    return list(session.scalars(in_order))


def test_what_is_written_becomes_a_first_version_and_the_newest_goes_back(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        learner, unit = cast.learner("ada"), cast.unit("fall-2026", 2)
        for words in ("First.", "Second."):
            save_reflection(session, learner, unit, text=words, shared=True, now=NOW)
        keep_draft(session, learner, unit, text="Third", shared=False, seen=Seen(2, 0), now=NOW)
        own = (learner.enrollment.id, unit.id)
        others = len(session.scalars(select(Reflection)).all()) - 2
    with real_database.engine.connect() as connection:
        all_triggers = triggers(connection)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, "0020_enrolled_by_index")
    with real_database.engine.connect() as connection:
        assert triggers(connection) == older(all_triggers, LATER - SNAPSHOTS)
    schema.upgrade(real_database.url)
    with real_database.read() as session:
        assert triggers(session.connection()) == all_triggers
        (kept,) = versions(session, *own)
        assert (kept.edition, kept.text, kept.shared, kept.saved_at) == (1, "Second.", True, NOW)
        assert len(session.scalars(select(Reflection)).all()) == others + 1
        assert writing(session, *own).draft is None


def introduce(session: Session, cast: Cast, address: str) -> str:
    """Somebody says that they are a Nobel laureate; gives what their link holds."""
    home, token = cast.person("ada").institution_id, token_hash(address)
    session.add(
        Newcomer(
            address=address,
            given_name="Eve",
            family_name="Ely",
            degrees="Nobel laureate",
            profession=Profession.OTHER,
            institution_id=home,
            token_hash=token,
            browser_hash=token_hash("browser"),
            next_path="/home",
            created_at=NOW,
            expires_at=NOW + timedelta(minutes=10),
        )
    )
    session.flush()
    return address


def arrive(session: Session, token: str) -> UUID:
    """They use their link."""
    signed_in = newcomers.arrive(session, token, browser="browser", user_agent="", now=NOW)
    return signed_in.web_session.person_id


def add(session: Session, cast: Cast, address: str, by: UUID | None) -> UUID:
    """Somebody else adds them, and knows their degrees."""
    new = NewPerson("Eve", "Ely", address, Profession.OTHER, "RN")
    place = session.get_one(Institution, cast.person("ada").institution_id)
    return add_person(session, new, place, by=by, now=NOW - timedelta(days=1)).id


def test_only_degrees_that_people_told_of_themselves_are_to_be_checked(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        moved = arrive(session, introduce(session, cast, "eve@example.org"))
        own = session.scalars(select(EmailAddress).where(col(EmailAddress.person_id) == moved))
        own.one().address = "eve@second.example.org"
        meanwhile = introduce(session, cast, "eli@example.org")
        added = add(session, cast, "eli@example.org", cast.id("cora"))
        assert arrive(session, meanwhile) == added
        by_file = add(session, cast, "ely@example.org", None)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, "0022_reading_places")
    schema.upgrade(real_database.url)
    with real_database.read() as session:
        entered = [session.get_one(Person, id_).entered_degrees for id_ in (moved, added, by_file)]
    assert entered == ["", "RN", "RN"]


def test_people_are_compared_with_what_stood_there_before_they_changed_it(
    real_database: Database,
) -> None:
    """Orders and letters about one certificate become such about several, and go back."""
    with real_database.write() as session:
        cast = Cast(session)
        ben, nan = cast.person("ben"), cast.person("nan")
        for degrees in ("MD, PhD", "Nobel laureate"):
            change_profile(session, ben, {"degrees": degrees}, now=NOW)
        change_profile(session, nan, {"zone": "America/Denver"}, now=NOW)
        order = Order(cast.enrollment("ben").id, (CertificateKind.COMPLETION,), ben.id)
        queue.enqueue(session, "certificate.issue", key="k", payload=order.payload, now=NOW)
        posted = post_certificate(session).id
        facts = session.get_one(OutboxMessage, posted).facts
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, "0022_reading_places")
    tasks = table("task", column("kind"), column("payload", JSON()))
    letters = table("outbox_message", column("kind"), column("facts", JSON()))
    with real_database.engine.connect() as connection:
        own = tasks.c.kind == "certificate.issue"
        payload = connection.scalar(select(tasks.c.payload).where(own))
        told = connection.scalar(select(letters.c.facts).where(letters.c.kind == "certificate"))
    assert payload is not None
    assert (payload["kind"], "kinds" in payload) == ("completion", False)
    assert told is not None
    assert (told["certificate_kind"], told["number"]) == ("completion", "WP-26-1234")
    schema.upgrade(real_database.url)
    with real_database.read() as session:
        ben, nan = Cast(session).person("ben"), Cast(session).person("nan")
        assert (ben.degrees, ben.entered_degrees) == ("Nobel laureate", "MD")
        assert (ben.entered_name, nan.entered_degrees) == ("Ben Begay", "RN")
        of_kind = select(Task).where(col(Task.kind) == "certificate.issue")
        assert Order.read(session.scalars(of_kind).one().payload) == order
        assert session.get_one(OutboxMessage, posted).facts == facts


def test_each_name_of_a_provider_becomes_one_whose_activities_it_has(
    real_database: Database,
) -> None:
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url

    command.downgrade(config, "0066_offered")
    schema.upgrade(real_database.url)
    with real_database.read() as session:
        cast = Cast(session)
        rows = session.scalars(select(Activity)).all()
        named = {row.provider: row.provider_id for row in rows}
        assert (len(rows), len(set(named.values()))) == (3, 2)
        assert named[PROVIDER] == cast.provider.id
        assert cast.provider.zone == cast.fall.zone
        officers = select(RoleGrant).where(col(RoleGrant.scope) == Scope.PROVIDER)
        assert session.scalars(officers).all() == [], "whose officers they were is not known"


def test_running_cohorts_that_need_disclosures_get_notice_before_anything_is_held(
    real_database: Database,
) -> None:
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    needs = text("UPDATE activity SET disclosure_applies = true")

    command.downgrade(config, "0069_extensions")
    with real_database.engine.begin() as connection:
        connection.execute(needs)
        draft = text("UPDATE cohort SET published_at = NULL WHERE slug = 'spring-2026'")
        connection.execute(draft)
    before = utc_now()
    schema.upgrade(real_database.url)
    with real_database.write() as session:
        fall = Cast(session).fall
        assert fall.disclosures_hold_from is not None
        notice = fall.disclosures_hold_from - timedelta(days=14)
        assert before <= notice <= utc_now()
        others = select(col(Cohort.slug)).where(col(Cohort.disclosures_hold_from).is_not(None))
        assert "spring-2026" not in session.scalars(others).all()
        settle(session, fall.id, now=NOW)
        held = select(Unit).where(col(Unit.held_at).is_not(None))
        assert session.scalars(held).all() == [], "all of it opens within the notice"
        fall.disclosures_hold_from = None
        settle(session, fall.id, now=NOW)
        assert session.scalars(held).all() != []
