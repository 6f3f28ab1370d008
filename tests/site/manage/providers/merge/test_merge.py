"""Two providers become one: chosen, looked at, agreed to."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.certificates.models import CertificateKind
from app.certificates.verification.queries import file_as_issued
from app.cohorts.rules import WHY
from app.credit.accreditations.actions import enter_accreditation
from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.rules import Wording
from app.credit.providers.merges.rules import CHANGED_MEANWHILE, SAME
from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.people.providers.queries import provider_called
from app.people.providers.rules import NEARLY_KNOWN, WAS_MERGED
from app.policy.table import Role
from tests.cast import ELSEWHERE, NOW, PROVIDER, Cast
from tests.certificates.office import claim, record
from tests.client import Answer, Browser, SignIn
from tests.correcting import look
from tests.credit.approving import ask_for_fall
from tests.site.manage.cohorts.setup.drafting import SETUP

LIST = "/manage/providers"
BUTTON = f"Merge into {ELSEWHERE}"


@pytest.fixture
def abe(sign_in: SignIn) -> Browser:
    return sign_in("abe")


@pytest.fixture
def old(session: Session, cast: Cast) -> UUID:
    cast.provider.zone = "America/New_York"
    session.commit()
    return cast.provider.id


@pytest.fixture
def new(session: Session) -> UUID:
    found = provider_called(session, ELSEWHERE)
    assert found is not None
    return found.id


def merge(abe: Browser, old: UUID, new: UUID, **other: str) -> Answer:
    """As the page shows it at this moment."""
    form = abe.page(f"{LIST}/{old}/merge?into={new}").form(BUTTON)
    said = {"reason": "Two spellings.", "sure": "yes"} | other
    return abe.post(form.action, data=form.fields | said)


def test_page_says_what_moves_and_what_stays(
    abe: Browser, session: Session, cast: Cast, old: UUID, new: UUID
) -> None:
    ask_for_fall(session, now=NOW, place="Tucson")
    wording = Wording(
        accreditor=Accreditor.ACCME,
        statement="It is accredited.",
        valid_from=date(2025, 1, 1),
        valid_until=None,
    )
    opal = cast.id("opal")
    enter_accreditation(session, cast.provider, wording, seen=0, by=opal, now=NOW)
    session.commit()
    start = abe.page(abe.page(f"{LIST}/{old}").link("Merge into another provider"))
    choose = start.form("Show what would move")
    assert list(choose.choices("into").values()) == ["Choose one", ELSEWHERE]
    unchosen = abe.page(f"{LIST}/{old}/merge?into=")
    again = unchosen.form("Show what would move").choices("into")
    assert again == choose.choices("into"), "who chose none is asked again"
    page = abe.page(f"{LIST}/{old}/merge?into={new}")
    said = page.section("What would happen").text
    for sentence in (
        f"The activities of 2 cohorts will be those of {ELSEWHERE}.",
        f"Opal Ortiz, MEd will be CME officer of {ELSEWHERE}",
        f"1 request that waits for {PROVIDER} will wait for {ELSEWHERE}",
        f"{ELSEWHERE} will have the accreditation statements of {PROVIDER} by ACCME",
        "Their years will end in Mountain Time, not in Eastern Time",
        "Certificates that were issued keep every byte",
        "This cannot be undone",
    ):
        assert sentence in said
    rows = page.table("Activities that move").records
    assert {(row["Cohort"], row["State"]) for row in rows} == {
        ("Fall 2026", "Published"),
        ("Spring 2026", "Published"),
    }


def test_merge_leads_to_the_other_one_and_so_does_the_old_address(
    abe: Browser, sign_in: SignIn, old: UUID, new: UUID
) -> None:
    opal = sign_in("opal")
    answer = merge(abe, old, new)
    assert answer.headers["location"] == f"{LIST}/{new}?saved=true"
    page = abe.page(f"{LIST}/{new}")
    assert PROVIDER in page.section("What was merged into it").text
    assert "Opal Ortiz" in page.section("CME officers").text
    assert opal.get(f"{LIST}/{old}").headers["location"] == f"{LIST}/{new}"
    assert opal.get(f"{LIST}/{old}/accreditation").status_code == 404
    assert [row["Name"] for row in opal.page(LIST).table("Providers").records] == [ELSEWHERE]
    assert [row["Name"] for row in abe.page(LIST).table("Providers").records] == [ELSEWHERE]
    assert "Fall 2026" in opal.page("/manage/activities").text
    assert opal.page("/manage/cohorts/fall-2026/credit").text
    assert sign_in("fay").get(f"{LIST}/{old}").status_code == 404
    history = sign_in("cora").page("/manage/cohorts/fall-2026/history").text
    assert f"Its provider {PROVIDER} was merged into {ELSEWHERE}" in history


def test_old_name_is_found_and_is_no_new_one(
    abe: Browser, sign_in: SignIn, session: Session, old: UUID, new: UUID
) -> None:
    merge(abe, old, new)
    form = abe.page(LIST).form("Add this provider")
    exactly = abe.post(LIST, data=form.data(name=PROVIDER.upper()))
    was = str(WAS_MERGED(provider=PROVIDER, target=ELSEWHERE))
    assert exactly.page.field_errors == {"name": was}
    nearly = abe.post(LIST, data=form.data(name=PROVIDER.replace("Example", "Exampel")))
    assert nearly.page.field_errors == {"provider_is": str(NEARLY_KNOWN)}
    again = nearly.page.form("Add this provider")
    assert ELSEWHERE in again.choices("provider_is")
    assert PROVIDER not in again.choices("provider_is")
    same = abe.post(LIST, data=again.data(provider_is=ELSEWHERE))
    assert same.headers["location"] == f"{LIST}/{new}"


def test_certificate_stays_as_it_is_and_waits_for_nothing(
    abe: Browser, browser: Browser, session: Session, old: UUID, new: UUID
) -> None:
    claim(session)
    issued = record(session, kind=CertificateKind.CME_CREDIT)
    session.commit()
    file, before = file_as_issued(session, issued), look(session, issued)
    merge(abe, old, new)
    session.expire_all()
    after = look(session, issued)
    assert file_as_issued(session, issued) == file
    assert (after.differences, after.has_newer_words) == (before.differences, False)
    assert after.astray == before.astray
    assert PROVIDER in browser.page(f"/verify/{issued.code}").text
    assert ELSEWHERE not in browser.page(f"/verify/{issued.code}").text


def test_reason_and_that_it_is_one_are_needed(abe: Browser, old: UUID, new: UUID) -> None:
    answer = merge(abe, old, new, reason=" ")
    assert (answer.status_code, answer.page.field_errors) == (422, {"reason": str(WHY)})
    answer = merge(abe, old, new, sure="")
    assert set(answer.page.field_errors) == {"sure"}
    assert answer.page.form(BUTTON).fields["reason"] == "Two spellings."


def test_what_came_meanwhile_is_shown_again(
    abe: Browser, session: Session, old: UUID, new: UUID
) -> None:
    form = abe.page(f"{LIST}/{old}/merge?into={new}").form(BUTTON)
    ask_for_fall(session, now=NOW, place="Tucson")
    session.commit()
    answer = abe.post(form.action, data=form.fields | {"reason": "One.", "sure": "yes"})
    assert answer.status_code == 409
    assert str(CHANGED_MEANWHILE) in answer.page.text
    assert "1 request that waits" in answer.page.text
    assert answer.page.form(BUTTON).fields["reason"] == "One."


def test_merge_into_itself_is_refused(abe: Browser, old: UUID) -> None:
    assert str(SAME) in abe.page(f"{LIST}/{old}/merge?into={old}").text
    said = {"into": str(old), "seen": "x", "reason": "x", "sure": "yes"}
    answer = abe.post(f"{LIST}/{old}/merge", data=said)
    assert answer.status_code == 409


def test_only_administrators_merge(sign_in: SignIn, old: UUID) -> None:
    assert sign_in("opal").get(f"{LIST}/{old}/merge").status_code == 403
    assert sign_in("cora").get(f"{LIST}/{old}/merge").status_code == 404


def test_form_of_credit_finds_the_other_one_by_the_old_name(
    abe: Browser, sign_in: SignIn, session: Session, cast: Cast, old: UUID, new: UUID
) -> None:
    merge(abe, old, new)
    cora = sign_in("cora")
    cora.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    page = cora.page(f"{SETUP}/credit")
    assert PROVIDER not in {own.attribute("value") for own in page.all("#providers option")}
    assert page.form("Ask for approval").fields["provider"] == PROVIDER, "as it was approved"


def test_page_says_for_how_long_an_officer_of_both_stays_one(
    abe: Browser, session: Session, cast: Cast, old: UUID, new: UUID
) -> None:
    over = Role.CME_OFFICER, Scope.PROVIDER
    until = NOW + timedelta(days=30)
    opal, by = cast.id("opal"), cast.id("abe")
    grant_role(session, opal, *over, new, by=by, now=NOW, until=until)
    session.commit()
    said = abe.page(f"{LIST}/{old}/merge?into={new}").section("What would happen").text
    assert f"Opal Ortiz, MEd will be CME officer of {ELSEWHERE} for as long as" in said


def test_page_says_if_nobody_could_answer_what_waits(
    abe: Browser, session: Session, cast: Cast, old: UUID, new: UUID
) -> None:
    ask_for_fall(session, now=NOW, place="Tucson")
    session.commit()
    sentence = f"Nobody will be CME officer of {ELSEWHERE}"
    page = f"{LIST}/{old}/merge?into={new}"
    assert sentence not in abe.page(page).text
    cast.person("opal").disabled_at = NOW
    session.commit()
    assert sentence in abe.page(page).text
