"""Setting up, proving, recovery codes, and what helps when the phone is lost."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.ids import token_hash
from app.core.models import AuditLine, OutboxMessage
from app.people.actions import start_session
from app.people.actors import find_actor
from app.people.rules import NOT_FOR_ONESELF
from app.people.second_factor import actions, queries, rules
from app.people.second_factor.models import RecoveryCode, SecondFactor
from app.people.second_factor.rules import How
from tests.cast import NOW, Cast
from tests.phones import Phone, give_phone
from tests.races import one_after_the_other
from tests.refusals import refuses

KEY = "k" * 40


@pytest.fixture
def phone(session: Session, cast: Cast) -> Phone:
    """Ada's."""
    return give_phone(session, cast.id("ada"), NOW, key=KEY)


def proves(session: Session, cast: Cast, typed: str, who: str = "ada") -> How | None:
    return actions.prove(session, cast.id(who), typed, key=KEY, now=NOW)


def acts(session: Session) -> list[str]:
    found = select(col(AuditLine.act)).where(col(AuditLine.act).startswith("second-step"))
    return list(session.scalars(found.order_by(col(AuditLine.id))))


def letters(session: Session) -> list[str]:
    found = select(OutboxMessage).where(col(OutboxMessage.kind) == "second_step")
    return [str(mail.facts["what"]) for mail in session.scalars(found)]


def test_secret_is_stored_sealed_and_opens_for_its_person_only(
    session: Session, cast: Cast, phone: Phone
) -> None:
    row = session.scalars(select(SecondFactor)).one()
    assert row.sealed is not None
    assert phone.secret.encode() not in row.sealed
    row.person_id = cast.id("ben")
    session.flush()
    assert proves(session, cast, phone.code(NOW), who="ben") is None


def test_another_key_of_the_installation_opens_nothing(
    session: Session, cast: Cast, phone: Phone
) -> None:
    code, ada = phone.code(NOW), cast.id("ada")
    assert actions.prove(session, ada, code, key="x" * 40, now=NOW) is None
    spare = phone.recovery_codes[0]
    assert actions.prove(session, ada, spare, key="x" * 40, now=NOW) is None


def test_code_of_the_phone_works_once(session: Session, cast: Cast, phone: Phone) -> None:
    assert proves(session, cast, phone.code(NOW)) is How.PHONE
    assert proves(session, cast, phone.code(NOW)) is None
    later = NOW + timedelta(seconds=30)
    ada = cast.id("ada")
    assert actions.prove(session, ada, phone.code(later), key=KEY, now=later) is How.PHONE


def test_code_that_set_the_phone_up_signs_nobody_in(session: Session, cast: Cast) -> None:
    ada = cast.id("ada")
    actions.begin(session, ada, key=KEY, now=NOW)
    session.flush()
    begun = queries.set_up_of(session, ada, key=KEY, now=NOW)
    assert begun is not None
    code = Phone(begun.secret).code(NOW)
    actions.confirm(session, ada, code, key=KEY, now=NOW)
    assert proves(session, cast, code) is None


def test_each_recovery_code_works_once(session: Session, cast: Cast, phone: Phone) -> None:
    assert len(set(phone.recovery_codes)) == 10
    for left, code in enumerate(reversed(phone.recovery_codes)):
        assert proves(session, cast, code.upper()) is How.RECOVERY_CODE
        assert proves(session, cast, code) is None
        assert queries.state_of(session, cast.id("ada")).codes_left == 9 - left
    assert acts(session).count("second-step.recovery-used") == 10
    assert letters(session).count("recovery") == 10


def test_recovery_codes_are_stored_as_hashes_and_are_worth_nothing_to_others(
    session: Session, cast: Cast, phone: Phone
) -> None:
    stored = {row.code_hash for row in session.scalars(select(RecoveryCode))}
    assert stored.isdisjoint(code.replace("-", "") for code in phone.recovery_codes)
    give_phone(session, cast.id("ben"), NOW, key=KEY)
    assert proves(session, cast, phone.recovery_codes[0], who="ben") is None


def test_new_recovery_codes_replace_those_of_before(
    session: Session, cast: Cast, phone: Phone
) -> None:
    new = actions.make_recovery_codes(session, cast.id("ada"), key=KEY, now=NOW)
    assert proves(session, cast, phone.recovery_codes[0]) is None
    assert proves(session, cast, new[0]) is How.RECOVERY_CODE
    assert "second-step.recovery-made" in acts(session)


def test_wrong_codes_and_people_without_it_prove_nothing(
    session: Session, cast: Cast, phone: Phone
) -> None:
    wrong = f"{(int(phone.code(NOW)) + 1) % 1_000_000:06}"
    for typed in (wrong, "", "abcde-fghjk", "12345"):
        assert proves(session, cast, typed) is None
    assert proves(session, cast, phone.code(NOW), who="ben") is None


def test_phone_of_now_counts_until_the_new_one_shows_its_code(
    session: Session, cast: Cast, phone: Phone
) -> None:
    ada = cast.id("ada")
    actions.begin(session, ada, key=KEY, now=NOW)
    session.flush()
    begun = queries.set_up_of(session, ada, key=KEY, now=NOW)
    assert begun is not None
    new = Phone(begun.secret)
    assert proves(session, cast, new.code(NOW)) is None
    assert proves(session, cast, phone.code(NOW)) is How.PHONE
    actions.confirm(session, ada, new.code(NOW), key=KEY, now=NOW)
    later = NOW + timedelta(minutes=5)
    assert actions.prove(session, ada, phone.code(later), key=KEY, now=later) is None
    assert actions.prove(session, ada, new.code(later), key=KEY, now=later) is How.PHONE


def test_setting_up_with_a_wrong_code_or_too_late_is_refused(session: Session, cast: Cast) -> None:
    ada = cast.id("ada")
    with refuses(rules.SET_UP_OVER):
        actions.confirm(session, ada, "123456", key=KEY, now=NOW)
    actions.begin(session, ada, key=KEY, now=NOW)
    session.flush()
    begun = queries.set_up_of(session, ada, key=KEY, now=NOW)
    assert begun is not None
    with refuses(rules.CODE_WRONG):
        actions.confirm(session, ada, "12345", key=KEY, now=NOW)
    late = NOW + rules.SET_UP_WITHIN
    assert queries.set_up_of(session, ada, key=KEY, now=late) is None
    with refuses(rules.SET_UP_OVER):
        actions.confirm(session, ada, Phone(begun.secret).code(late), key=KEY, now=late)
    assert queries.state_of(session, ada).since is None


def test_learner_turns_it_off_and_staff_cannot(session: Session, cast: Cast, phone: Phone) -> None:
    ada = cast.id("ada")
    with refuses(rules.NEEDED_BY_ROLE):
        actions.turn_off(session, ada, is_staff=True, now=NOW)
    actions.turn_off(session, ada, is_staff=False, now=NOW)
    assert proves(session, cast, phone.code(NOW)) is None
    assert proves(session, cast, phone.recovery_codes[0]) is None
    with refuses(rules.NOT_ON):
        actions.turn_off(session, ada, is_staff=False, now=NOW)
    with refuses(rules.NOT_ON):
        actions.make_recovery_codes(session, ada, key=KEY, now=NOW)
    assert letters(session) == ["on", "off"]


def test_reset_forgets_phone_and_codes_ends_sessions_and_writes_to_the_person(
    session: Session, cast: Cast, phone: Phone
) -> None:
    ada, abe = cast.id("ada"), cast.id("abe")
    signed_in = start_session(session, ada, how="link", user_agent="", now=NOW)
    actions.reset(session, ada, reason="Lost at sea.", by=abe, now=NOW)
    assert find_actor(session, token_hash(signed_in.token), NOW) is None
    assert proves(session, cast, phone.code(NOW)) is None
    assert session.scalars(select(RecoveryCode)).all() == []
    lines = {line.act: line for line in session.scalars(select(AuditLine))}
    for act in ("second-step.reset", "web-session.ended"):
        assert (lines[act].actor_id, lines[act].reason) == (abe, "Lost at sea.")
    assert letters(session) == ["on", "reset"]


def test_reset_is_refused_for_oneself_and_where_there_is_none(
    session: Session, cast: Cast, phone: Phone
) -> None:
    ada = cast.id("ada")
    with refuses(NOT_FOR_ONESELF):
        actions.reset(session, ada, reason="Mine.", by=ada, now=NOW)
    with refuses(rules.NONE_TO_RESET):
        actions.reset(session, cast.id("ben"), reason="None.", by=ada, now=NOW)
    assert proves(session, cast, phone.code(NOW)) is How.PHONE


@pytest.mark.both_databases
def test_one_code_at_the_same_moment_twice_works_once(real_database: Database) -> None:
    with real_database.write() as session:
        ada = Cast(session).id("ada")
        phone = give_phone(session, ada, NOW, key=KEY)
    for code in (phone.code(NOW), phone.recovery_codes[3]):
        first, second = twice(real_database, ada, code)
        assert first is not None
        assert second is None


def twice(database: Database, person_id: UUID, code: str) -> tuple[object, object]:
    """What two connections are told that use a code, the second while the first goes on."""
    told: list[object] = []

    def uses(session: Session) -> object:
        told.append(actions.prove(session, person_id, code, key=KEY, now=NOW))
        return told[-1]

    second = one_after_the_other(database, uses, uses)
    return told[0], second


@pytest.mark.both_databases
def test_two_windows_that_set_a_phone_up_leave_one_that_counts(real_database: Database) -> None:
    with real_database.write() as session:
        ada = Cast(session).id("ada")
        give_phone(session, ada, NOW, key=KEY)
        session.execute(update(SecondFactor).values(pending=None, pending_at=None))

    def begins(session: Session) -> None:
        actions.begin(session, ada, key=KEY, now=NOW)

    one_after_the_other(real_database, begins, begins)
    with real_database.write() as session:
        begun = queries.set_up_of(session, ada, key=KEY, now=NOW)
        assert begun is not None
        assert actions.confirm(session, ada, Phone(begun.secret).code(NOW), key=KEY, now=NOW)
