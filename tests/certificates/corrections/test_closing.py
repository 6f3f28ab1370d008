"""Deciding that a revoked certificate stays so: nobody is asked about it for ever."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.certificates.corrections import actions
from app.certificates.corrections.rules import NOT_DUE_AGAIN
from app.certificates.models import Certificate, CertificateClosure, CertificateKind
from app.certificates.queries import history
from app.certificates.rules import ReasonClass
from app.cohorts.rules import WHY
from app.core import chains
from app.credit.actions import claim_anew
from app.credit.queries import live_claim
from app.history.agreement.queries import all_disagreements
from app.history.audit_folders.contents.certificates import certificate_sheets
from app.history.audit_folders.contents.queries import read_cohort
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import Cast
from tests.certificates.office import STATIONERY, candidate, claim, here, record
from tests.correcting import LATER, filed, look, mark_absent, revoke
from tests.refusals import refuses
from tests.tampering import drop_guards

CREDIT = CertificateKind.CME_CREDIT
WORD = "They do not want it."


def leave(
    session: Session, certificate: Certificate, word: str = WORD, by: str = "cora"
) -> CertificateClosure:
    who, issued = Cast(session).id(by), filed(session, certificate)
    return actions.leave_revoked(session, issued, word, STATIONERY, by=who, now=LATER)


def claims_anew(session: Session, cast: Cast, quarters: int) -> None:
    claim_anew(session, cast.learner("ben"), quarters, by=cast.id("ben"), now=LATER)


def test_what_was_decided_is_due_no_longer_and_the_history_says_why(session: Session) -> None:
    paper = record(session)
    revoke(session, paper)
    assert look(session, paper).is_due_again
    assert candidate(session, "ben").is_due_again
    assert leave(session, paper).claim_id is None
    assert not look(session, paper).is_due_again
    assert not candidate(session, "ben").is_due_again
    told = [(entry.what, entry.note) for entry in history(session, filed(session, paper))]
    assert told[-1] == ("closed", WORD)
    assert chains.first_bad_line(session) is None
    assert list(all_disagreements(session)) == []
    with refuses(NOT_DUE_AGAIN):
        leave(session, paper)


def test_who_asked_for_it_and_claimed_anew_can_be_left_without_until_the_next_claim(
    session: Session, cast: Cast
) -> None:
    claim(session)
    paper = record(session, kind=CREDIT)
    revoke(session, paper, ReasonClass.REQUEST)
    with refuses(NOT_DUE_AGAIN):
        leave(session, paper)
    for quarters in (20, 18):
        claims_anew(session, cast, quarters)
        assert candidate(session, "ben").is_due_again
        claimed = live_claim(session, paper.place_id)
        assert claimed is not None
        assert leave(session, paper).claim_id == claimed.id
        assert not candidate(session, "ben").is_due_again


def test_it_needs_a_reason_and_somebody_else_and_something_to_decide(
    session: Session, cast: Cast
) -> None:
    paper = record(session)
    with refuses(NOT_DUE_AGAIN):
        leave(session, paper)
    revoke(session, paper)
    with refuses(WHY):
        leave(session, paper, "")
    with refuses(NOT_FOR_ONESELF):
        leave(session, paper, by="ben")
    for position in (2, 3, 4):
        mark_absent(session, cast, position)
    with refuses(NOT_DUE_AGAIN):
        leave(session, paper)


def test_it_can_be_issued_anew_all_the_same(session: Session) -> None:
    paper = record(session)
    revoke(session, paper)
    leave(session, paper)
    assert look(session, paper).why_not is None
    assert record(session, replaces=paper).edition == 2


def test_decision_is_compared_with_its_line_and_in_the_audit_folder(session: Session) -> None:
    paper = record(session)
    revoke(session, paper)
    leave(session, paper)
    sheets = certificate_sheets(read_cohort(session, here(session), LATER))
    (said,) = (own for own in sheets if own.path.endswith("revocations.csv"))
    assert [row[2] for row in said.rows] == ["revoked", "left revoked"]
    assert WORD in said.rows[1]
    drop_guards(session)
    session.execute(update(CertificateClosure).values(reason="Another word."))
    assert {own.kind for own in all_disagreements(session)} == {"certificate left revoked"}
