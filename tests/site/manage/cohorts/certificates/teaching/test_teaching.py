"""Certificates of teaching: who led what, the preview, the email, the issue, and what follows."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate, CertificateKind
from app.certificates.printing.pool import CertificatePool
from app.certificates.rules import NOTHING_CHOSEN
from app.core.db import Database
from app.history.audit_folders.contents.folder import contents_of
from app.history.audit_folders.contents.queries import read_cohort
from app.history.audit_folders.cover.words import totals
from tests.cast import NOW, Cast
from tests.certificates.office import here, office, work
from tests.certificates.teaching.led import lead, order
from tests.client import SignIn
from tests.history.audit_folders.ordered import rows_of
from tests.page import Page

CERTIFICATES = "/manage/cohorts/spring-2026/certificates"
TEACHING = f"{CERTIFICATES}/teaching"


def issued(session: Session, database: Database, pool: CertificatePool) -> Certificate:
    """Fay is given one."""
    lead(session, "fay")
    order(session, "fay")
    session.commit()
    work(database, office(pool))
    kind = col(Certificate.kind) == CertificateKind.TEACHING
    return session.scalars(select(Certificate).where(kind)).one()


def test_page_says_who_led_what(sign_in: SignIn, session: Session) -> None:
    lead(session, "fay", 2)
    lead(session, "cora", 1, "guest")
    session.commit()
    page = sign_in("cora").page(TEACHING)
    assert len(page.rows) == 2
    assert "2 sessions" in page.rows[1]
    assert "Nobody deals with themselves" not in page.text
    assert len(page.all("input[name=chosen]")) == 1


def test_page_without_leaders_says_what_to_do(sign_in: SignIn) -> None:
    page = sign_in("cora").page(TEACHING)
    assert "Nobody has led a session yet" in page.text
    assert page.link("See the schedule")
    assert "Nobody is named as leading" in sign_in("cora").page(CERTIFICATES).text


def test_issue_starts_a_job(sign_in: SignIn, session: Session) -> None:
    lead(session, "fay")
    session.commit()
    cora = sign_in("cora")
    boxes = cora.page(TEACHING).form(action=TEACHING).values("chosen")
    answer = cora.post(TEACHING, data={"chosen": boxes})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/manage/jobs/")
    page = cora.page(TEACHING)
    assert "Being issued now" in page.text
    assert page.all("input[name=chosen]") == []
    assert "Fay" in cora.page(answer.headers["location"]).text


def test_nothing_chosen_is_told_on_the_page(sign_in: SignIn, session: Session) -> None:
    lead(session, "fay")
    session.commit()
    answer = sign_in("cora").post(TEACHING)
    assert answer.status_code == 409
    assert str(NOTHING_CHOSEN) in Page(answer.text).text


def test_preview_and_email(sign_in: SignIn, session: Session, cast: Cast) -> None:
    lead(session, "fay")
    session.commit()
    cora = sign_in("cora")
    preview = cora.get(f"{TEACHING}/preview?person={cast.id('fay')}")
    assert preview.headers["content-type"] == "application/pdf"
    assert preview.content.startswith(b"%PDF-")
    letter = cora.page(f"{TEACHING}/letter")
    assert "Your certificate is ready: Certificate of teaching" in letter.text
    assert cora.get(f"{TEACHING}/preview?person={cast.id('ada')}").status_code == 404


def test_what_was_issued_is_downloaded_and_verified(
    sign_in: SignIn, session: Session, cast: Cast, database: Database, pool: CertificatePool
) -> None:
    made = issued(session, database, pool)
    fay = sign_in("fay")
    page = fay.page("/my/certificates")
    assert "Certificate of teaching" in page.text
    assert "Make a transcript" not in page.text
    first = fay.get(f"/my/certificates/{made.number}.pdf")
    assert first.status_code == 200
    assert first.content == fay.get(f"/my/certificates/{made.number}.pdf").content
    public = fay.page(f"/verify/{made.code}")
    assert "Valid" in public.text
    assert "Sessions led" in public.text
    assert "@" not in public.one("main").text
    told = fay.get(f"/verify/{made.code}.json").json()
    assert (told["kind"], told["credits"], len(told["sessions_led"])) == ("teaching", None, 2)


def test_desk_shows_it_and_its_files(
    sign_in: SignIn, session: Session, database: Database, pool: CertificatePool
) -> None:
    made = issued(session, database, pool)
    cora = sign_in("cora")
    assert made.number in cora.page(TEACHING).text
    assert made.number in cora.get(f"{TEACHING}?format=csv").text
    files = cora.get(f"{CERTIFICATES}/files?format=zip&teaching=true")
    assert files.headers["content-type"] == "application/zip"
    page = cora.page(f"/manage/certificates/{made.number}")
    assert "Certificate of teaching" in page.text


def test_revoked_one_says_so_and_is_issued_anew_from_its_page(
    sign_in: SignIn, session: Session, database: Database, pool: CertificatePool
) -> None:
    made = issued(session, database, pool)
    cora, own = sign_in("cora"), f"/manage/certificates/{made.number}"
    answer = cora.post(f"{own}/revocation", data={"reason": "error", "note": "Wrong person."})
    assert answer.status_code == 303
    assert "Revoked" in cora.page(f"/verify/{made.code}").text
    page = cora.page(TEACHING)
    assert page.all("input[name=chosen]") == []
    assert "Revoked on" in page.text
    form = cora.page(f"{own}/reissue").form(action=f"{own}/reissue")
    sent = {"seen": form.values("seen")[0], "note": "It was right after all."}
    answer = cora.post(f"{own}/reissue", data=sent)
    assert answer.headers["location"].startswith("/manage/jobs/")
    session.commit()
    work(database, office(pool))
    assert "Valid" in cora.page(TEACHING).text
    assert "issued anew later" in cora.page(f"/verify/{made.code}").text


def test_only_who_coordinates_sees_it(sign_in: SignIn) -> None:
    assert sign_in("fay").get(TEACHING).status_code in {403, 404}
    assert sign_in("ada").get(TEACHING).status_code == 404


def test_register_count_and_the_page_of_who_led_know_of_it(
    sign_in: SignIn, session: Session, cast: Cast, database: Database, pool: CertificatePool
) -> None:
    made = issued(session, database, pool)
    cora, register = sign_in("cora"), f"{CERTIFICATES}/register"
    assert made.number in cora.page(register).text
    (row,) = [
        line for line in cora.get(f"{register}?format=csv").text.splitlines() if made.number in line
    ]
    assert "Certificate of teaching" in row
    assert row.endswith("Valid")
    assert cora.get(f"{register}?format=xlsx").status_code == 200
    page = cora.page(CERTIFICATES)
    assert "Valid: " not in page.text, "it counts those of learners"
    assert "1 of them holds a certificate of teaching." in page.text
    assert "PARS" not in page.text, "learners have none"
    person = cora.page(f"/manage/people/{cast.id('fay')}")
    assert person.link(f"Certificate {made.number}") == f"/manage/certificates/{made.number}"
    assert "Certificates of teaching" in person.text
    assert f"Certificate {made.number} issued" in person.text
    assert "Certificates of teaching" not in cora.page(f"/manage/people/{cast.id('ben')}").text


def test_audit_folder_counts_and_lists_it(
    session: Session, database: Database, pool: CertificatePool
) -> None:
    made = issued(session, database, pool)
    session.expire_all()
    read = read_cohort(session, here(session), NOW)
    (line,) = rows_of(contents_of(read).files()["certificates/register.csv"])
    assert (line["Number"], line["Kind"], line["Status"]) == (made.number, "teaching", "valid")
    assert line["Name on certificate"]
    assert dict(map(_words, totals(read)))["Certificates that are valid"] == "1"


def _words(total: tuple[object, object]) -> tuple[str, str]:
    return str(total[0]), str(total[1])


def test_zone_is_told_in_words(
    sign_in: SignIn, session: Session, database: Database, pool: CertificatePool
) -> None:
    made = issued(session, database, pool)
    for page in (
        sign_in("cora").page(f"/manage/certificates/{made.number}"),
        sign_in("fay").page(f"/verify/{made.code}"),
    ):
        assert "Mountain Time" in page.text
        assert "America/Denver" not in page.text
