"""What lists say of certificates is what their public pages say, and so is what a command does."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.certificates.badges.jose import part
from app.certificates.keys.actions import learn, mark_compromised
from app.certificates.keys.rules import CLOCKS_APART
from app.certificates.keys.signature import signature_of
from app.certificates.models import Certificate
from app.certificates.queries import by_number
from app.certificates.transcripts.queries import certificates_that_hold
from app.certificates.verification.doubts import Paper, doubts
from app.certificates.verification.files import check_file
from app.certificates.verification.trust import trust_in_file
from app.cli.badges import check_badge
from app.history.audit_folders.contents.folder import contents_of
from app.history.audit_folders.contents.queries import read_cohort
from app.history.audit_folders.cover.words import totals
from tests.cast import NOW, Cast
from tests.certificates.badges.held import BASE, make, page_of
from tests.certificates.office import here, record
from tests.client import Browser, SignIn, Statements

DAY = timedelta(days=1)
PEOPLE = "/manage/cohorts/spring-2026/certificates"


@pytest.fixture
def paper(session: Session, signed: bytes) -> Certificate:
    """It carries a signature that can be read, as those that are printed do."""
    signature = signature_of(signed)
    assert signature is not None
    learn(session, signature.public, now=NOW)
    made = record(session, pdf=signed)
    session.commit()
    return made


def of(made: Certificate) -> Paper:
    return Paper(made.id, made.pdf_sha256, made.issued_at, altered=False)


def lose(session: Session, signed: bytes, since: datetime) -> None:
    signature = signature_of(signed)
    assert signature is not None
    mark_compromised(session, signature.fingerprint, since=since, why="Lost.", now=NOW)
    session.commit()


@pytest.mark.parametrize(
    "since", [NOW - 30 * DAY, NOW, NOW - CLOCKS_APART], ids=["before", "then", "just-before"]
)
def test_every_page_and_the_command_say_that_it_is_doubtful(
    sign_in: SignIn,
    browser: Browser,
    session: Session,
    paper: Certificate,
    signed: bytes,
    since: datetime,
) -> None:
    lose(session, signed, since)
    doubt = trust_in_file(session, signed, paper.issued_at).doubt
    assert doubt is not None
    assert doubts(session, [of(paper)]) == {paper.id: doubt}
    assert not check_file(session, signed).holds
    public = browser.page(f"/verify/{paper.code}")
    assert "Doubtful" in public.text
    assert "Somebody else may have had the key that signed it" in public.text
    assert browser.get(f"/verify/{paper.code}.json").json()["status"] == "doubtful"
    ben, cora = sign_in("ben"), sign_in("cora")
    for who, address in (
        (ben, "/my/certificates"),
        (ben, "/my/record?cohort=spring-2026"),
        (cora, f"/manage/certificates/{paper.number}"),
        (cora, f"{PEOPLE}/register"),
        (cora, PEOPLE),
    ):
        page = who.page(address)
        assert "oubtful" in page.text, address
    assert "Valid" not in ben.page("/my/certificates").text
    assert "linkedin" not in ben.get("/my/certificates").text
    assert "Doubtful" in cora.get(f"{PEOPLE}/register?format=csv").text
    assert "Doubtful" in cora.page(f"{PEOPLE}/register?show=doubtful").text


def test_what_was_recorded_before_a_key_was_lost_is_valid_everywhere(
    sign_in: SignIn, session: Session, paper: Certificate, signed: bytes
) -> None:
    lose(session, signed, NOW)
    session.expire_all()
    early = by_number(session, paper.number)
    assert early is not None
    paper = early.certificate
    before = Certificate(**paper.model_dump(exclude={"issued_at"}), issued_at=NOW - 2 * DAY)
    assert doubts(session, [of(before)]) == {}
    assert trust_in_file(session, signed, before.issued_at).doubt is None


def test_no_file_is_opened_where_no_key_leaves_room_for_doubt(
    session: Session, paper: Certificate, statements: Statements
) -> None:
    with statements() as count:
        assert doubts(session, []) == {}
    assert count.total == 0
    with statements() as count:
        assert doubts(session, [of(paper)]) == {}
    assert count.total == 1


def test_badge_of_a_doubtful_certificate_counts_no_more_and_none_is_made(
    sign_in: SignIn, browser: Browser, session: Session, paper: Certificate, signed: bytes
) -> None:
    ben = sign_in("ben")
    address = make(ben, paper)
    token = browser.get(address)
    assert check_badge(session, token.text)[0]
    lose(session, signed, NOW - DAY)
    assert browser.get(address).status_code == browser.get(f"{address}.png").status_code == 410
    said = "It counts no more. The signature of its certificate is doubtful."
    assert check_badge(session, token.text)[1][-1] == said
    listed = browser.get(part(token.text, 1)["credentialStatus"]["id"].removeprefix(BASE)).json()
    assert [own["revocationReason"] for own in listed["revokedCredential"]] == [
        "The signature of its certificate is doubtful."
    ]
    files = {"file": ("badge.jwt", token.content)}
    assert "Counts no more" in browser.post("/verify", files=files).text
    refused = ben.post(page_of(paper))
    assert refused.status_code == 422
    assert "The signature of this certificate is doubtful" in refused.text
    form = ben.page(page_of(paper)).form("Withdraw the badge")
    assert ben.post(form.action, data=form.data()).status_code == 303


def test_nothing_counts_lists_or_packs_it_as_one_that_holds(
    sign_in: SignIn, session: Session, cast: Cast, paper: Certificate, signed: bytes
) -> None:
    cora, ben = sign_in("cora"), cast.id("ben")
    assert "1 certificate for 1 person" in cora.page(PEOPLE).text
    assert cora.get(f"{PEOPLE}/files?format=zip").status_code == 200
    assert len(certificates_that_hold(session, ben).snapshots) == 1
    lose(session, signed, NOW - DAY)
    assert "1 certificate for 1 person" not in cora.page(PEOPLE).text
    assert cora.get(f"{PEOPLE}/files?format=zip").status_code == 404
    session.expire_all()
    assert certificates_that_hold(session, ben).snapshots == []
    read = read_cohort(session, here(session), NOW)
    assert f"certificates/no-longer-valid/{paper.number}.pdf" in contents_of(read).files()
    told = {str(term): str(count) for term, count in totals(read)}
    assert told["Certificates that are valid"] == "0"
    assert told["Certificates whose signature is doubtful"] == "1"
