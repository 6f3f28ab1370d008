"""The policy of a cohort: its versions, what another one would change, and letting it follow."""

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
from app.people.grants.actions import grant_role
from app.policy.table import Role
from tests.casework.absences import miss, submit
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.issued import issue_certificate
from tests.letters import read
from tests.site.manage.cohorts.policy.changing import POLICY, check, send


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


def test_ways_are_listed_and_others_follow(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cora = sign_in("cora")
    said = cora.page(POLICY).section("How missed sessions are made up").text
    assert "Write a response to the case. Write at least 200 words." in said
    assert "It earns live credit, for as long as you are there." in said
    answer = send(cora, recording="no", sister_session="no", case_response_words="150")
    assert answer.status_code == 303
    assert newest(session, cast).data["make_up_ways"] == [
        {"way": "case_response", "credit": "none", "words": 150}
    ]
    letters = select(OutboxMessage).where(col(OutboxMessage.kind) == "policy_changed")
    letter = read(session, session.scalars(letters).one())
    assert "1 missed session can be made up: by a written response." in letter.text
    page = cora.page(POLICY)
    assert "made up: by a written response." in page.section("What learners read").text
    assert "Write at least 150 words." in page.section("How missed sessions are made up").text


def test_ways_that_stay_are_no_other_policy(sign_in: SignIn) -> None:
    page = sign_in("cora").page(POLICY)
    sent = page.form("See what would change").fields
    again = sign_in("cora").get(f"{POLICY}/check", params=sent)
    assert again.status_code == 409
    assert "already has this policy" in again.page.main.text


def test_make_ups_without_a_way_are_refused(sign_in: SignIn) -> None:
    none = {"sister_session": "no", "recording": "no", "case_response": "no"}
    answer = check(sign_in("cora"), **none)
    assert answer.status_code == 422
    assert answer.page.field_errors == {
        "make_ups_allowed": "Choose how sessions are made up, or enter 0."
    }
    assert check(sign_in("cora"), **none, make_ups_allowed="0").status_code == 200
    live = check(sign_in("cora"), case_response_credit="live")
    assert live.status_code == 422
    assert set(live.page.field_errors) == {"case_response_credit"}


def test_make_ups_that_wait_are_named_where_their_credit_changes(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    submit(session, cast)
    session.commit()
    path, sent = "/manage/cohorts/fall-2026/policy", {"case_response_credit": "enduring"}
    cora = sign_in("cora")
    own = cora.page(path).form("See what would change").fields
    page = cora.get(f"{path}/check", params=own | sent).page
    (line,) = page.table("Make-ups that are for credit something else then").records
    assert "Ada" in line["Name"]
    assert (line["Credit now"], line["Credit then"]) == ("none", "enduring")
    same = cora.get(f"{path}/check", params=own | {"case_response_words": "150"}).page
    assert "Make-ups that wait for an answer" not in same.main.text


def test_nobody_changes_the_credit_of_their_own_make_up(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    miss(session, cast)
    submit(session, cast)
    scope = Scope.COHORT, cast.fall.id
    grant_role(session, cast.id("ada"), Role.COORDINATOR, *scope, by=cast.id("cora"), now=NOW)
    session.commit()
    path, ada = "/manage/cohorts/fall-2026/policy", sign_in("ada")
    own = ada.page(path).form("See what would change").fields
    page = ada.get(f"{path}/check", params=own | {"case_response_credit": "enduring"}).page
    sent = page.form("Change the policy").fields | {"reason": "The office asks for it."}
    assert ada.post(path, data=sent).status_code == 422
    session.expire_all()
    assert versions(session, cast.fall.id)[0].version == 1
