"""The policy of a cohort: its versions, what another one would change, and letting it follow."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.queries import by_number
from app.cohorts.models import PolicyVersion
from app.core.models import AuditLine, OutboxMessage
from app.credit.actions import freeze_policy
from app.credit.policies.queries import versions
from app.people.enums import Scope
from app.policy.table import Role
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.issued import issue_certificate
from tests.letters import read

POLICY = "/manage/cohorts/spring-2026/policy"
USUAL = {
    "modules_required": "4",
    "sessions_required": "3",
    "make_ups_allowed": "1",
    "present_minutes": "45",
    "late_after_minutes": "10",
}


def check(browser: Browser, **changed: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in (USUAL | changed).items())
    return browser.get(f"{POLICY}/check?{query}")


def send(browser: Browser, **changed: str) -> Any:
    """What the form of the check page sends, with some of it otherwise."""
    reason = changed.pop("reason", "The office asks for it.")
    shown = changed.pop("shown", None)
    page = check(browser, **changed).page
    sent = page.form("Change the policy").fields | {"reason": reason}
    return browser.post(POLICY, data=sent | ({"shown": shown} if shown else {}))


def newest(session: Session, cast: Cast) -> PolicyVersion:
    session.expire_all()
    return versions(session, cast.spring.id)[0]


def test_policy_is_said_as_learners_read_it_with_its_versions(sign_in: SignIn) -> None:
    page = sign_in("cora").page(POLICY)
    assert "sign all 4 modules" in page.section("What learners read").text
    (version,) = page.table("Versions of the policy, the one in force first").records
    assert version["Claims and certificates by it"] == "None yet"
    assert page.form("See what would change").values("modules_required") == ["4"]


def test_draft_has_its_policy_where_it_is_set_up(sign_in: SignIn, objects: object) -> None:
    page = sign_in("cora").page("/manage/cohorts/draft-2027/policy")
    assert page.link("Change it where the draft is set up").endswith("/draft-2027/setup/seats")


def test_whose_standing_would_change_is_named_before_and_nothing_is_written(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.take_back_marks("ben", "spring-2026", 4)
    issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    page = check(sign_in("cora"), sessions_required="4", make_ups_allowed="0").page
    (line,) = page.table("No longer complete").records
    assert line["Name"].startswith("Begay, Ben") or "Ben" in line["Name"]
    assert "Holds a certificate" in line["Name"]
    said = page.section("What follows").text
    assert "1 person who would no longer complete holds a certificate" in said
    assert "1 person is told by mail" in said
    assert newest(session, cast).version == 1


def test_another_version_follows_with_reason_line_and_letter(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    freeze_policy(session, newest(session, cast), by=None, now=NOW)
    number = issue_certificate(session, cast.enrollment("ben")).number
    session.commit()
    cora = sign_in("cora")
    assert send(cora, modules_required="3", sessions_required="2").status_code == 303
    version = newest(session, cast)
    assert (version.version, version.by, version.frozen_at) == (2, cast.id("cora"), None)
    assert (version.data["modules_required"], version.data["sessions_required"]) == (3, 2)
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "policy.changed")).one()
    assert line.reason == "The office asks for it."
    assert (line.facts["before"]["modules_required"], line.facts["after"]["modules_required"]) == (
        4,
        3,
    )
    kept = by_number(session, number)
    assert kept is not None
    assert kept.status.since is None
    page = cora.page(POLICY)
    assert page.table("Versions of the policy, the one in force first").column("Version") == [
        "2",
        "1",
    ]
    letters = select(OutboxMessage).where(col(OutboxMessage.kind) == "policy_changed")
    letter = read(session, session.scalars(letters).one())
    assert letter.subject == "What completes Spring 2026 has changed"
    assert "Until now: To complete, sign all 4 modules." in letter.text
    assert "From now on: To complete, sign 3 of the 4 modules." in letter.text
    assert "/cohorts/spring-2026" in letter.text


def test_minutes_change_without_a_letter(sign_in: SignIn, session: Session, cast: Cast) -> None:
    assert send(sign_in("cora"), present_minutes="50").status_code == 303
    assert newest(session, cast).version == 2
    kinds = session.scalars(select(col(OutboxMessage.kind))).all()
    assert "policy_changed" not in kinds


def test_what_changed_meanwhile_is_shown_anew(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    refused = send(cora, sessions_required="4", shown="0" * 64)
    assert refused.status_code == 422
    assert "changed while this page was open" in refused.text
    assert "The office asks for it." in refused.text
    page = check(cora, sessions_required="4").page
    stale = page.form("Change the policy").values("shown")[0]
    cast.take_back_marks("ben", "spring-2026", 1)
    session.commit()
    assert send(cora, sessions_required="4", shown=stale).status_code == 422
    assert newest(session, cast).version == 1


def test_what_cannot_be_is_said_and_changes_nothing(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    again = check(cora)
    assert again.status_code == 409
    assert "The cohort already has this policy." in again.text
    page = check(cora, modules_required="9", excused_leaves_denominator="yes").page
    assert page.field_errors["modules_required"] == ("Enter at most 4: the cohort has 4 modules.")
    assert page.form("See what would change").values("excused_leaves_denominator") == ["yes"]
    refused = send(cora, sessions_required="4", reason=" ")
    assert refused.status_code == 422
    assert refused.page.field_errors["reason"].startswith("Say why.")
    assert newest(session, cast).version == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            {"present_minutes": "10", "late_after_minutes": "45"},
            "late_after_minutes",
            "Enter fewer than 10 minutes: nobody comes late after they were there long enough to "
            "be present.",
        ),
        (
            {"late_after_minutes": "16"},
            "late_after_minutes",
            "Enter at most 15 minutes: whoever comes later cannot be there for 45 of 60 minutes.",
        ),
        (
            {"present_minutes": "61"},
            "present_minutes",
            "Enter at most 60 minutes: the shortest session is no longer than that.",
        ),
        (
            {"present_minutes": "601"},
            "present_minutes",
            "Enter at most 600 for “Minutes of attendance that count as present”.",
        ),
        (
            {"late_after_minutes": "601"},
            "late_after_minutes",
            "Enter at most 600 for “Minutes after the start from which somebody is late”.",
        ),
    ],
)
def test_values_that_contradict_each_other_are_refused_at_their_field(
    sign_in: SignIn, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = check(sign_in("cora"), **typed)
    assert answer.status_code == 422
    assert answer.page.field_errors == {field: sentence}


def test_reason_that_is_too_long_is_answered_where_it_was_typed(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    why = "x" * 501
    refused = send(sign_in("cora"), sessions_required="4", reason=why)
    assert refused.status_code == 422
    assert refused.page.heading == "Change what completes it?"
    assert refused.page.field_errors == {"reason": "Shorten “Why” to at most 500 characters."}
    form = refused.page.form("Change the policy")
    assert form.values("reason") == [why]
    assert form.values("sessions_required") == ["4"]
    assert newest(session, cast).version == 1


def test_version_that_is_followed_waits_for_no_claim(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    assert send(cora, sessions_required="4").status_code == 303
    table = cora.page(POLICY).table("Versions of the policy, the one in force first")
    assert table.column("Claims and certificates by it") == ["None yet", "None"]


def test_nobody_changes_what_they_are_judged_by(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.take_back_marks("ben", "spring-2026", 4)
    cast.grant("ben", Role.COORDINATOR, Scope.PROGRAM, cast.program.id)
    session.commit()
    ben = sign_in("ben")
    assert send(ben, sessions_required="4").status_code == 422
    assert newest(session, cast).version == 1


def test_statements_are_as_many_for_any_number_of_people(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    cora = sign_in("cora")
    counts = []
    for _ in range(2):
        with statements() as count:
            assert check(cora, modules_required="3", sessions_required="2").status_code == 200
        counts.append(count.total)
        enroll_crowd(session, cast.spring, 30)
        session.commit()
    assert counts[0] == counts[1] <= 12
