"""Issuing a certificate anew: what would change, the button, and where it leads."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import Submitted
from app.certificates.corrections.rules import CHANGED_SINCE, NOTHING_DIFFERS
from app.certificates.models import Certificate, CertificateKind
from app.certificates.printing.pool import CertificatePool
from app.core.db import Database
from app.core.models import Job
from app.credit.models import Activity
from tests.amending import amend
from tests.cast import NOW, Cast
from tests.certificates.office import claim, office, record, work
from tests.client import Browser, Statements
from tests.correcting import LATER, mark_absent

PAPER = "/manage/certificates"


def of(paper: Certificate, word: str = "") -> str:
    return f"{PAPER}/{paper.number}{word}"


def called_robin(session: Session, cast: Cast) -> None:
    cast.person("ben").certificate_name = "Robin Marsh"
    session.commit()


def test_page_says_that_nothing_would_change_and_then_asks_why(
    cora: Browser, session: Session, paper: Certificate
) -> None:
    assert "what the records say now is what it says" in cora.page(of(paper)).one("#correct").text
    path = of(paper, "/reissue")
    page = cora.page(path)
    assert "Nothing on it would change" in page.text
    sent = page.form(action=path).fields
    answer = cora.post(path, data=sent)
    assert answer.status_code == 422
    assert answer.page.one("#note-error").text.endswith(str(NOTHING_DIFFERS))
    done = cora.post(path, data=sent | {"note": "The paper was lost."})
    job = session.scalars(select(Job)).one()
    assert done.headers["location"] == f"/manage/jobs/{job.id}"
    assert "It is being issued anew now" in cora.page(of(paper)).text


def test_changed_name_stands_with_both_values_and_the_coordinator_stands_for_it(
    cora: Browser, session: Session, cast: Cast, paper: Certificate
) -> None:
    called_robin(session, cast)
    assert cora.page(of(paper)).one("#correct").rows == [
        "Name on certificate Ben Begay Robin Marsh"
    ]
    page = cora.page(of(paper, "/reissue"))
    assert "You stand for the name: Robin Marsh, MD" in page.text
    assert "As entered: Ben Begay, MD" in page.text
    form = page.form(action=of(paper, "/reissue"))
    assert form.values("hides_name") == ["yes"], "a former name is hidden if nobody says else"


def test_degrees_are_gained_and_hide_nothing_unless_somebody_wants_it(
    cora: Browser, session: Session, cast: Cast, paper: Certificate
) -> None:
    cast.person("ben").degrees = "MD, MPH"
    session.commit()
    form = cora.page(of(paper, "/reissue")).form(action=of(paper, "/reissue"))
    assert form.values("hides_name") == []


def test_a_name_is_corrected_in_five_clicks_from_the_list(
    cora: Browser,
    browser: Browser,
    session: Session,
    cast: Cast,
    database: Database,
    pool: CertificatePool,
    paper: Certificate,
) -> None:
    claim(session)
    other = record(session, kind=CertificateKind.CME_CREDIT)
    called_robin(session, cast)
    page = cora.page("/manage/cohorts/spring-2026/certificates")
    page = cora.page(page.link(paper.number))  # 1
    page = cora.page(page.link("Issue it anew"))  # 2
    assert f"Issue the other one anew as well: Certificate of credit {other.number}" in page.text
    form = page.form("Issue it anew")
    done = cora.post(form.action, data=form.data())  # 3
    work(database, office(pool), NOW)
    session.expire_all()
    second = select(Certificate).where(col(Certificate.edition) == 2)
    kinds = {own.kind: own for own in session.scalars(second)}
    assert kinds.keys() == {paper.kind, other.kind}, "both are in the new name"
    new = kinds[paper.kind]
    page = cora.page(done.headers["location"])
    page = cora.page(page.link(new.number))  # 4
    assert page.heading == "Robin Marsh, MD"
    assert page.link(paper.number) == of(paper)
    assert cora.page(of(paper)).link(new.number) == of(new)
    for path in (f"/verify/{paper.code}", f"/verify/{paper.code}.json"):
        told = browser.get(path).text
        assert "Begay" not in told
        assert "Robin" not in told
        assert new.code not in told
    assert "Robin Marsh, MD" in browser.page(f"/verify/{new.code}").text


def test_the_other_one_is_not_offered_while_it_is_under_way(
    cora: Browser, session: Session, cast: Cast, paper: Certificate
) -> None:
    claim(session)
    other = record(session, kind=CertificateKind.CME_CREDIT)
    called_robin(session, cast)
    sent = cora.page(of(other, "/reissue")).form(action=of(other, "/reissue")).fields
    assert sent.pop("also").startswith(paper.number)
    cora.post(of(other, "/reissue"), data=sent)
    form = cora.page(of(paper, "/reissue")).form(action=of(paper, "/reissue"))
    assert form.values("also") == []


def test_name_can_stay_on_the_old_page(
    cora: Browser,
    browser: Browser,
    session: Session,
    cast: Cast,
    database: Database,
    pool: CertificatePool,
    paper: Certificate,
) -> None:
    called_robin(session, cast)
    sent = cora.page(of(paper, "/reissue")).form(action=of(paper, "/reissue")).fields
    del sent["hides_name"]
    cora.post(of(paper, "/reissue"), data=sent)
    work(database, office(pool), NOW)
    session.expire_all()
    new = session.scalars(select(Certificate).where(col(Certificate.edition) == 2)).one()
    page = browser.page(f"/verify/{paper.code}")
    assert "Ben Begay, MD" in page.text
    assert page.link("See the newer certificate") == f"/verify/{new.code}"


def test_what_changed_since_the_page_is_looked_at_again(
    cora: Browser, session: Session, cast: Cast, paper: Certificate
) -> None:
    sent = cora.page(of(paper, "/reissue")).form(action=of(paper, "/reissue")).fields
    called_robin(session, cast)
    answer = cora.post(of(paper, "/reissue"), data=sent | {"note": "It was lost."})
    assert answer.status_code == 422
    assert str(CHANGED_SINCE) in answer.page.one("#error-summary").text
    assert answer.page.one("#note").attribute("value") == "It was lost."
    assert session.scalars(select(Job)).all() == []


def test_who_is_no_longer_due_is_told_with_both_numbers_and_revoking_is_proposed(
    cora: Browser, session: Session, cast: Cast
) -> None:
    claim(session, quarters=24)
    paper = record(session, kind=CertificateKind.CME_CREDIT)
    mark_absent(session, cast)
    session.commit()
    assert "6.00 claimed, 5.00 earned" in cora.page(of(paper)).one("#correct").text
    page = cora.page(of(paper, "/reissue"))
    assert "6.00 claimed, 5.00 earned" in page.text
    assert page.link("Revoke it instead") == of(paper, "/revocation")
    assert page.all(f'form[action="{of(paper, "/reissue")}"]') == []


def test_trouble_with_printing_proposes_no_revocation(cora: Browser, session: Session) -> None:
    activity = session.get_one(Activity, claim(session).activity_id)
    paper = record(session, kind=CertificateKind.CME_CREDIT)
    activity.accreditation_statement = "The {office} is accredited."
    session.commit()
    card = cora.page(of(paper)).one("#correct").text
    assert "holds {office}, which means nothing" in card
    assert "revoke it" not in card
    assert "Revoke it instead" not in cora.page(of(paper, "/reissue")).text


def test_flag_is_decided_where_it_stands(
    cora: Browser, session: Session, cast: Cast, paper: Certificate
) -> None:
    """It stays with a word, is issued anew, or revoked: each from the page of the certificate."""
    held, ben = cast.case_session("spring-2026", 4).id, cast.enrollment("ben").id
    late = {ben: Submitted(Status.LATE, cast.mark(ben, held))}
    amend(session, held, late, by=cast.id("fay"), now=LATER)
    session.commit()
    page = cora.page(of(paper))
    assert page.form(action=of(paper, "/review")).fields["seen"] == "1"
    assert page.link("Issue it anew") == of(paper, "/reissue")
    assert page.link("Revoke") == of(paper, "/revocation")


def test_replaced_one_can_be_neither(cora: Browser, session: Session, paper: Certificate) -> None:
    newer = record(session, replaces=paper)
    session.commit()
    page = cora.page(of(paper))
    assert page.all("#correct") == []
    for word in ("/reissue", "/revocation"):
        assert "only the newest one can be revoked or replaced" in cora.page(of(paper, word)).text
    assert cora.page(of(newer)).link("Revoke") == of(newer, "/revocation")


def test_pages_take_few_statements(
    cora: Browser, paper: Certificate, statements: Statements
) -> None:
    for word in ("/reissue", "/revocation"):
        with statements() as count:
            cora.get(of(paper, word))
        assert count.total <= 21, count.seen
