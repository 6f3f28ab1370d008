"""What an audit folder holds of approvals, of extensions, and of what PARS was told."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.certificates.pars import actions as pars
from app.certificates.pars.enums import FileMark
from app.credit import queries as credit
from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.models import Accreditation
from app.credit.changes.actions import change_activity
from app.credit.enums import ComponentKind
from app.credit.extensions.actions import extend, take_back
from app.credit.extensions.rules import Wish
from app.credit.proposals.actions import approve, give_back
from app.credit.proposals.rules import fingerprint
from app.history.audit_folders.contents.folder import contents_of
from app.history.audit_folders.contents.queries import read_cohort
from app.history.retention.actions import end_hold, place_hold
from tests.cast import NOW, PROVIDER, Cast
from tests.certificates.office import SPRING, here
from tests.certificates.pars.reported import DETAILS, certified, made, number, permit
from tests.credit.approving import ask_for_fall
from tests.credit.changes.samples import designated_for, earns, said_of
from tests.credit.claims import learner_of
from tests.history.audit_folders.ordered import rows_of


def files(session: Session, slug: str = SPRING) -> dict[str, bytes]:
    session.commit()
    session.expire_all()
    return contents_of(read_cohort(session, here(session, slug), NOW)).files()


def table(session: Session, name: str, slug: str = SPRING) -> list[dict[str, str]]:
    return rows_of(files(session, slug)[f"credit/{name}.csv"])


def test_proposals_have_what_was_asked_and_what_was_said(session: Session, cast: Cast) -> None:
    opal = cast.person("opal")
    ask_for_fall(session, now=NOW)
    give_back(session, cast.fall, "Name the place.", by=opal.id, now=NOW)
    asked = ask_for_fall(session, now=NOW, place="Online")
    shown = fingerprint(asked.terms, "")
    approve(session, cast.fall, opal, read=shown, templates="", now=NOW)
    first, second = table(session, "proposals", "fall-2026")
    assert [first[name] for name in ("Outcome", "In words", "Decided by")] == [
        "returned", "Name the place.", opal.display_name,
    ]  # fmt: skip
    assert second["Outcome"] == "approved"
    assert second["Fingerprint of what was approved (SHA-256)"] == shown
    approved = credit.activity_of(session, cast.fall.id)
    assert approved is not None
    assert second["Version of the activity"] == str(approved.activity.version)
    assert json.loads(second["What was asked for"]) == asked.terms


def test_accreditations_have_every_version_of_the_provider_alone(
    session: Session, cast: Cast
) -> None:
    def said(version: int, statement: str) -> Accreditation:
        return Accreditation(
            provider_id=cast.provider.id, accreditor=Accreditor.ACCME, version=version,
            statement=statement, valid_from=date(2026, 1, version), entered_at=NOW,
            by=cast.id("cora"),
        )  # fmt: skip

    session.add_all([said(1, "First."), said(2, "Second.")])
    ask_for_fall(session, now=NOW)
    rows = table(session, "accreditations", "fall-2026")
    assert [(row["Provider"], row["Version"], row["Statement"]) for row in rows] == [
        (PROVIDER, "1", "First."), (PROVIDER, "2", "Second."),
    ]  # fmt: skip


def test_designations_are_those_of_each_version(session: Session, cast: Cast) -> None:
    approved = credit.activity_of(session, cast.spring.id)
    assert approved is not None
    rows = table(session, "designations")
    assert [row["System"] for row in rows] == [own.key for own in approved.designated]
    assert rows[0]["Designated"] == "6.00"


def test_changed_version_has_its_day_its_reason_and_since_when_what_counts(
    session: Session, cast: Cast
) -> None:
    before = credit.activity_of(session, cast.spring.id)
    assert before is not None
    at = NOW - timedelta(hours=1)
    approval = replace(
        earns(ComponentKind.SESSION, 30)(designated_for("ama_pra_1", "ancc", most=24)(
            said_of(before, at)
        )),
        change_reason="Counted anew.",
    )  # fmt: skip
    provider, by = before.activity.provider_id, cast.id("cora")
    change_activity(session, cast.spring, approval, provider_id=provider, by=by, now=NOW)
    new = table(session, "activity")[-1]
    days = [datetime.fromisoformat(new[name]) for name in ("Approved", "Designated since")]
    assert days == [at, before.activity.approved_at]
    assert new["Why it changed"] == "Counted anew."
    (was, is_) = [
        row for row in table(session, "components")
        if row["Version"] == new["Version"] and row["Part"] == "session"
    ]  # fmt: skip
    assert (is_["Minutes each"], is_["For what is done from"]) == ("30", new["Approved"])
    assert was["For what is done from"] == new["Designated since"]
    since = {row["System"]: row["For what is done from"] for row in table(session, "designations")}
    assert since["ancc"] == new["Approved"]


def test_extensions_have_their_reason_and_stay_when_taken_back(
    session: Session, cast: Cast
) -> None:
    approved = credit.activity_of(session, cast.spring.id)
    assert approved is not None
    approved.activity.claims_close_at = NOW - timedelta(days=1)
    session.flush()
    wish = Wish(
        NOW + timedelta(days=20), waives_evaluation=True, waives_completion=False, reason="Was ill."
    )
    learner, cora = learner_of(session, cast, "ben"), cast.id("cora")
    given = extend(session, learner, wish, by=cora, now=NOW)
    take_back(session, learner, given.id, by=cora, now=NOW)
    (row,) = table(session, "extensions")
    told = ("Name", "Without the evaluation", "Without completion", "Why", "Taken back by")
    assert [row[name] for name in told] == [
        "Begay, Ben", "Yes", "No", "Was ill.", cast.person("cora").display_name,
    ]  # fmt: skip


def test_why_records_are_held_is_in_no_folder(session: Session, cast: Cast) -> None:
    by, secret = cast.id("abe"), "An inquiry about a complaint."
    place_hold(session, cast.spring.id, secret, by=by, now=NOW)
    end_hold(session, cast.spring.id, secret, by=by, now=NOW)
    held = files(session)
    assert b"hold.placed" in held["history.csv"]
    assert b"hold.ended" in held["history.csv"]
    assert not any(secret.encode() in content for content in held.values())


def test_pars_is_counts_and_states_and_nothing_of_a_license(session: Session, cast: Cast) -> None:
    certified(session)
    permit(session)
    number(session)
    file, _rows = made(session)
    answer = f"Row 1: {DETAILS.license_id} is unknown."
    by = cast.id("cora")
    pars.mark_file(session, file, FileMark.REFUSED, note=answer, by=by, now=NOW)
    (permission,) = table(session, "pars-permissions")
    assert (permission["Name"], permission["Taken back"]) == ("Begay, Ben", "")
    (row,) = table(session, "pars-files")
    told = ("No.", "Rows to add", "Rows to delete", "Status", "Marked by")
    assert [row[name] for name in told] == [
        "1", "1", "0", "refused", cast.person("cora").display_name,
    ]  # fmt: skip
    held = files(session)
    assert b"pars.file-refused" in held["history.csv"]
    for content in held.values():
        assert DETAILS.license_id.encode() not in content
        assert b"2/9" not in content
        assert DETAILS.state.encode() not in content
