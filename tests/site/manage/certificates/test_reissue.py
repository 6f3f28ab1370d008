"""Issuing a certificate anew: what would change, the button, and where it leads."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import Submitted
from app.certificates.corrections.rules import CHANGED_SINCE, NOTHING_DIFFERS
from app.certificates.models import Certificate, CertificateKind
from app.certificates.printing.pool import CertificatePool
from app.certificates.queries import by_number
from app.certificates.snapshot import from_json
from app.cohorts.rules import WHY
from app.core.db import Database
from app.core.models import Job
from app.credit.actions import claim_anew
from app.credit.models import Activity, Component, Designation
from app.people.enums import Profession
from tests.amending import amend
from tests.cast import NOW, Cast
from tests.certificates.office import claim, office, record, work
from tests.client import Browser, Statements
from tests.correcting import LATER, mark_absent, revoke

PAPER = "/manage/certificates"
COHORT = "/manage/cohorts/spring-2026"


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


def newer_version(session: Session, activity: Activity) -> Activity:
    """The office corrected what its activity says, after it was claimed."""
    facts = activity.model_dump(exclude={"id"}) | {"version": activity.version + 1}
    facts["signatories"] = [{"name": "Sam Rivera, MD", "role": "Director"}]
    newer = Activity(**facts | {"accreditation_statement": "It is accredited anew."})
    session.add(newer)
    session.flush()
    parts = select(Component).where(col(Component.activity_id) == activity.id)
    for part in session.scalars(parts):
        own = part.model_dump(exclude={"id", "activity_id"})
        session.add(Component(**own, activity_id=newer.id))
    designated = select(Designation).where(col(Designation.activity_id) == activity.id)
    for each in session.scalars(designated):
        own = each.model_dump(exclude={"id", "activity_id"})
        session.add(Designation(**own, activity_id=newer.id))
    session.commit()
    return newer


def test_a_newer_version_of_the_activity_is_compared_and_printed_only_where_somebody_asks(
    cora: Browser, session: Session, database: Database, pool: CertificatePool
) -> None:
    activity = session.get_one(Activity, claim(session).activity_id)
    paper = record(session, kind=CertificateKind.CME_CREDIT)
    before = activity.accreditation_statement
    newer_version(session, activity)
    assert paper.number not in cora.page(f"{COHORT}/certificates/reissue").text, "never due"
    page = cora.page(of(paper))
    assert "what the records say now is what it says" in page.one("#correct").text
    asked = page.link("See what it would say by now")
    page = cora.page(asked)
    rows = page.one("#main").rows
    assert any(before[:20] in row and "It is accredited anew." in row for row in rows), rows
    assert any("Sam Rivera, MD, Director" in row for row in rows), rows
    form = page.form(action=of(paper, "/reissue"))
    assert cora.post(of(paper, "/reissue"), data=form.fields).status_code == 303
    work(database, office(pool), LATER)
    session.expire_all()
    found = by_number(session, paper.number)
    assert found is not None
    assert found.after is not None
    made = by_number(session, found.after.number)
    assert made is not None
    said = from_json(made.certificate.snapshot)
    assert said.accreditation_statement == "It is accredited anew."
    assert [own.name for own in said.signatories] == ["Sam Rivera, MD"]


def test_a_changed_profession_leads_step_by_step_to_a_certificate_of_another_kind(
    cora: Browser, session: Session, cast: Cast
) -> None:
    claim(session)
    paper = record(session, kind=CertificateKind.CME_CREDIT)
    ben = cast.person("ben")
    ben.profession = Profession.NURSE
    session.commit()
    steps = cora.page(of(paper)).one("#claimed")
    assert "They claim anew, as who they are: only they can. Next" in steps.text
    assert f"person={ben.id}" in str(steps.link("Write to them"))
    claim_anew(session, cast.learner("ben"), 20, by=ben.id, now=LATER)
    session.commit()
    page = cora.page(of(paper))
    assert "Certificate of participation. Next" in page.one("#claimed").text
    page = cora.page(page.one("#claimed").link("Issue it anew"))
    assert "Another one will be of another kind: Certificate of participation" in page.text
    form = page.form(action=of(paper, "/reissue"))
    assert cora.post(of(paper, "/reissue"), data=form.fields).status_code == 303


def test_name_of_who_left_is_corrected_alone_and_with_others(
    cora: Browser, session: Session, cast: Cast, paper: Certificate
) -> None:
    called_robin(session, cast)
    cast.withdraw("ben")
    session.commit()
    assert paper.number in cora.page(f"{COHORT}/certificates/reissue").text
    page = cora.page(of(paper, "/reissue"))
    assert "You stand for the name: Robin Marsh, MD" in page.text
    form = page.form(action=of(paper, "/reissue"))
    assert cora.post(of(paper, "/reissue"), data=form.fields).status_code == 303


def test_a_revoked_one_that_is_due_again_can_be_left_so(
    cora: Browser, session: Session, paper: Certificate
) -> None:
    revoke(session, paper)
    session.commit()
    queue = cora.page("/manage").text
    assert "certificate was revoked and is due again" in queue
    form = cora.page(of(paper)).form(action=of(paper, "/closure"))
    silent = cora.post(of(paper, "/closure"), data=form.fields)
    assert silent.status_code == 422
    assert silent.page.one("#reason-error").text.endswith(str(WHY))
    done = cora.post(of(paper, "/closure"), data=form.fields | {"reason": "Not wanted."})
    assert done.status_code == 303
    page = cora.page(of(paper))
    assert "decided that it stays revoked" in page.one("#history").text
    assert page.all("#closing") == []
    assert "certificate was revoked and is due again" not in cora.page("/manage").text
