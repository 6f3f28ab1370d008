"""One's own certificates, and one certificate for its coordinator."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy.orm import Session

from app.certificates.enums import EventKind
from app.certificates.models import Certificate
from app.certificates.names.actions import confirm_names
from app.certificates.names.queries import names_in_cohort
from app.certificates.names.rules import SeenName
from app.certificates.snapshot import CertificateKind
from app.cohorts.enrollments.actions import enroll
from app.people.actions import change_profile
from tests.cast import NOW, Cast
from tests.certificates.office import claim, happened, here, record
from tests.client import Browser, SignIn, Statements

PDF = b"%PDF-1.7 of this test"


def test_own_page_without_certificates_says_why(sign_in: SignIn) -> None:
    page = sign_in("ada").get("/my/certificates").text
    assert "No certificates yet" in page
    assert "Your coordinator issues them when you have done what they need" in page
    assert 'href="/my/record"' in page


def test_own_page_lists_what_was_issued(sign_in: SignIn, issued: Certificate) -> None:
    page = sign_in("ben").get("/my/certificates").text
    assert "Certificate of credit" in page
    assert '5.50 <em class="credit-phrase">AMA PRA Category 1 Credits</em>™' in page
    assert "Issued November 18, 2026" in page
    assert issued.number in page
    assert f'href="/my/certificates/{issued.number}.pdf"' in page
    assert f'href="/verify/{issued.code}"' in page


def test_own_page_shows_what_no_longer_holds(
    sign_in: SignIn, session: Session, issued: Certificate
) -> None:
    happened(session, issued, EventKind.REVOKED)
    session.commit()
    page = sign_in("ben").get("/my/certificates").text
    assert "Revoked on November 19, 2026" in page
    assert "It was issued in error." in page
    assert "Between us." not in page


def test_own_page_takes_as_many_statements_for_two_as_for_one(
    sign_in: SignIn, session: Session, issued: Certificate, statements: Statements
) -> None:
    ben = sign_in("ben")
    with statements() as count:
        ben.get("/my/certificates")
    taken = count.total
    record(session)
    session.commit()
    with statements() as count:
        ben.get("/my/certificates")
    assert count.total == taken <= 12, count.seen  # two tell of keys that were lost, and of badges


def test_own_page_takes_few_statements_for_who_has_claimed_and_is_in_another_cohort(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    claim(session)
    record(session, kind=CertificateKind.CME_CREDIT)
    record(session)
    enroll(session, cast.fall, cast.id("ben"), by=None, now=NOW)
    session.commit()
    ben = sign_in("ben")
    with statements() as count:
        ben.get("/my/certificates")
    assert count.total <= 11, count.seen  # names are read only where one is printed next


def following(browser: Browser) -> list[str]:
    """What the page says of each cohort in which there is not all yet that there will be."""
    page = browser.page("/my/certificates")
    titles = ("Spring 2026", "Fall 2026", "Coaching 2026")
    return [page.section(title).text for title in titles if title in page.headings]


def test_own_page_says_what_can_be_claimed(sign_in: SignIn) -> None:
    ben = sign_in("ben")
    (step,) = following(ben)
    assert "You earned up to 6.00 credits." in step
    claim_page = ben.page("/my/certificates").link("Claim your credit")
    assert claim_page == "/cohorts/spring-2026/claim"
    assert "No certificates yet" not in ben.page("/my/certificates").text


def test_own_page_knows_that_a_claim_was_made_until_its_certificate_is_there(
    sign_in: SignIn, session: Session
) -> None:
    made = claim(session)
    session.commit()
    ben = sign_in("ben")
    (step,) = following(ben)
    assert "You claimed 5.50 credits on November 18, 2026." in step
    assert "Your coordinator issues the certificate for them" in step
    assert "Open your" not in ben.page("/my/certificates").text
    record(session, kind=CertificateKind.COMPLETION)
    session.commit()
    assert "You claimed 5.50 credits" in following(ben)[0]
    record(session, kind=CertificateKind.CME_CREDIT, pdf=PDF)
    session.commit()
    assert following(ben) == []
    assert made.quarters == 22


def test_own_page_says_that_the_name_waits_for_the_coordinator(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    claim(session)
    change_profile(session, cast.person("ben"), {"degrees": "MD, PhD"}, now=NOW)
    session.commit()
    ben = sign_in("ben")
    (step,) = following(ben)
    assert "On certificates your name would be Ben Begay, MD, PhD." in step
    assert "your coordinator checks it before anything is issued" in step
    assert ben.page("/my/certificates").main.link("your coordinator") == "/help#who"
    assert ben.page("/my/certificates").section("Spring 2026").link("your profile") == "/my/profile"
    (name,) = names_in_cohort(session, cast.spring.id).values()
    spring, seen = here(session), [SeenName(name.enrollment_id, name.fingerprint)]
    confirm_names(session, spring, seen, by=cast.id("cora"), now=NOW)
    session.commit()
    assert "your coordinator checks" not in following(ben)[0]


def test_own_page_of_who_is_on_the_way_promises_nothing(sign_in: SignIn) -> None:
    assert following(sign_in("ada")) == []


def test_download_is_the_stored_bytes_every_time(sign_in: SignIn, issued: Certificate) -> None:
    ben = sign_in("ben")
    first, second = (ben.get(f"/my/certificates/{issued.number}.pdf") for _ in range(2))
    assert first.content == second.content == PDF
    assert first.headers["content-type"] == "application/pdf"
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["content-disposition"] == (
        "inline; "
        'filename="begay-ben-mentor-development-program-spring-2026-cme-'
        f'{issued.number.lower()}.pdf"'
    )


def test_download_to_keep_is_an_attachment(sign_in: SignIn, issued: Certificate) -> None:
    answer = sign_in("ben").get(f"/my/certificates/{issued.number}.pdf?download=true")
    assert answer.headers["content-disposition"].startswith("attachment; ")


def test_number_is_found_however_it_is_typed(sign_in: SignIn, issued: Certificate) -> None:
    typed = issued.number.lower().removeprefix("wp-")
    assert sign_in("ben").get(f"/my/certificates/{typed}.pdf").content == PDF


@pytest.mark.parametrize("persona", ["ada", "fay", "cora", "abe"])
def test_nobody_downloads_somebody_elses(
    sign_in: SignIn, issued: Certificate, persona: str
) -> None:
    assert sign_in(persona).get(f"/my/certificates/{issued.number}.pdf").status_code == 404


@pytest.mark.parametrize("number", ["WP-0000-0000-0", "nonsense", "WP-7K3M-9QFX-2"])
def test_unknown_number_is_not_there(sign_in: SignIn, number: str) -> None:
    assert sign_in("ben").get(f"/my/certificates/{number}.pdf").status_code == 404
    assert sign_in("cora").get(f"/manage/certificates/{number}").status_code == 404


def test_changing_the_profile_changes_no_byte(
    sign_in: SignIn, session: Session, cast: Cast, issued: Certificate
) -> None:
    ben = sign_in("ben")
    before = ben.get(f"/my/certificates/{issued.number}.pdf").content
    form = {
        "given_name": "Benjamin",
        "family_name": "Begay",
        "certificate_name": "Benjamin Begay",
        "degrees": "MD, PhD",
        "zone": "America/Phoenix",
    }
    assert ben.post("/my/profile", data=form).status_code == 303
    assert ben.get(f"/my/certificates/{issued.number}.pdf").content == before
    assert "Ben Begay, MD" in ben.get(f"/verify/{issued.code}").text


# ------------------------------------------------------------------------ the coordinator


@pytest.mark.parametrize(
    "path",
    [
        "/my/certificates",
        "/my/certificates/{}.pdf",
        "/manage/certificates/{}",
        "/manage/certificates/{}.pdf",
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_who_is_not_signed_in_learns_nothing(
    browser: Browser, issued: Certificate, path: str, known: bool
) -> None:
    answer = browser.get(path.format(issued.number if known else "WP-7K3M-9QFX-3"))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


def on_linkedin(browser: Browser) -> list[dict[str, str]]:
    """What each link to LinkedIn would fill in there."""
    links = browser.page("/my/certificates").addresses
    asked = [urlsplit(link) for link in links if "linkedin" in link]
    assert all((link.scheme, link.netloc) == ("https", "www.linkedin.com") for link in asked)
    assert all(link.path == "/profile/add" for link in asked)
    return [dict(parse_qsl(link.query, strict_parsing=True)) for link in asked]


def test_certificate_that_holds_can_be_added_to_linkedin(
    sign_in: SignIn, issued: Certificate
) -> None:
    assert on_linkedin(sign_in("ben")) == [
        {
            "startTask": "CERTIFICATION_NAME",
            "name": "Certificate of credit: Mentor Development Program, Spring 2026",
            "organizationName": "Example Office of Continuing Professional Learning",
            "issueYear": "2026",
            "issueMonth": "11",
            "certUrl": f"http://localhost:8000/verify/{issued.code}",
            "certId": issued.number,
        }
    ]


def test_certificate_that_holds_no_more_is_not_offered_to_linkedin(
    sign_in: SignIn, session: Session, issued: Certificate
) -> None:
    happened(session, issued, EventKind.REVOKED)
    session.commit()
    assert on_linkedin(sign_in("ben")) == []
