"""The credit of a draft."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from app.credit.accreditations.actions import enter_accreditation
from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.rules import NOT_JOINT, OF_ANOTHER, Wording
from app.credit.enums import ActivityFormat
from app.credit.formats.rules import (
    EXPIRY_NEEDED,
    NEEDS_COMPLETION,
    NEEDS_EVALUATION,
    NEEDS_NO_COMPLETION,
)
from app.credit.queries import activity_of
from app.credit.systems.rules import NONE_CHOSEN, ONLY_WITH_PHYSICIANS
from app.language.reasons import Reason
from app.people.providers.queries import provider_called
from app.people.providers.rules import NEARLY_KNOWN
from app.site.manage.cohorts.setup.credit.forms import PLACEHOLDER
from app.site.manage.cohorts.setup.credit.values import CLAIM_STATEMENT
from tests.cast import NOW, PROVIDER, Cast
from tests.client import Browser, SignIn
from tests.credit.activities import without_activities
from tests.credit.systems.samples import AAPA
from tests.site.manage.cohorts.setup.credit.accredited import accredit
from tests.site.manage.cohorts.setup.drafting import SETUP, dates, enter_credit


def test_credit_is_filled_in_from_before_and_approved_anew(
    cora: Browser, session: Session, cast: Cast
) -> None:
    form = cora.page(f"{SETUP}/credit").form("Enter this credit")
    assert (form.fields["designated"], form.fields["approved_by"]) == ("6.00", "")
    assert activity_of(session, cast.cohort("spring-2027").id) is None
    assert enter_credit(cora).status_code == 303
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    assert approved.activity.claims_close_at == cast.cohort("spring-2027").closes_at
    wrong = {"approved_on": "2027-01-01", "designated": "1.1", "claim_statement": "2 CME credits"}
    page = enter_credit(cora, **wrong).page
    assert set(page.field_errors) == {"designated", "claim_statement"}


def test_a_first_credit_proposes_what_follows_from_the_sessions(
    cora: Browser, session: Session, cast: Cast
) -> None:
    without_activities(session)
    session.commit()
    fields = cora.page(f"{SETUP}/credit").form("Enter this credit").fields
    proposed = {name: value for name, value in fields.items() if value}
    assert proposed == {
        "title": "Mentor Development Program, Spring 2027",
        "session_minutes": "60",
        "session_most": "4.00",
        "claim_statement": CLAIM_STATEMENT,
        "format": "blended",
        "for_ama_pra_1": "yes",
        "disclosure_applies": "yes",
        "statement_aapa": AAPA.usual_statement,
        **{f"signer-{number}-place": str(number) for number in (1, 2, 3)},
        "proof-kind": "ama_pra_1",
    }


def test_what_no_certificate_could_print_is_said_beside_its_field(cora: Browser) -> None:
    wrong = {"provider": "Office 😀 of CME", "signer-1-name": "Rosa 😀 Lindqvist"}
    page = enter_credit(cora, **wrong).page
    assert set(page.field_errors) == set(wrong)
    assert "“😀” (grinning face, U+1F600)" in page.field_errors["signer-1-name"]
    names = {"signer-1-name": "محمد علي", "signer-2-name": "דנה כהן", "signer-2-role": "Chair"}
    right = enter_credit(cora, **names)
    assert right.status_code == 303


def test_provider_that_is_nearly_known_is_asked_about(
    cora: Browser, session: Session, cast: Cast
) -> None:
    nearly = f"The {PROVIDER.replace('Example', 'Exampel')}"
    asked = enter_credit(cora, provider=nearly, place="Room 12")
    assert (asked.status_code, asked.page.field_errors) == (422, {"provider_is": str(NEARLY_KNOWN)})
    form = asked.page.form("Enter this credit")
    assert (form.fields["provider"], form.fields["place"]) == (nearly, "Room 12")
    path = f"{SETUP}/credit"
    wrong = cora.post(path, data=form.data(provider_is=PROVIDER, approved_by=""))
    assert wrong.page.form("Enter this credit").fields["provider"] == PROVIDER
    assert cora.post(path, data=form.data(provider_is=PROVIDER)).status_code == 303
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    assert (approved.activity.provider, approved.activity.place) == (PROVIDER, "Room 12")
    assert cora.post(path, data=form.data(provider_is=nearly)).status_code == 303
    other = provider_called(session, nearly)
    assert other is not None
    assert other.name == nearly


def test_a_designation_says_for_how_much(cora: Browser, session: Session, cast: Cast) -> None:
    for words in ("for a maximum of {credit_phrase}.", "for a maximum of 5.00 {credit_phrase}."):
        page = enter_credit(cora, designation_statement=words).page
        assert page.field_errors == {
            "designation_statement": "Name the most credits that can be awarded, 6.00, in the "
            "designation statement."
        }
    right = enter_credit(cora, designation_statement="for a maximum of 6 {credit_phrase}.")
    assert right.status_code == 303


@pytest.mark.parametrize(
    "amount", ["1e30", "9" * 40, "9e999999", "NaN", "sNaN", "-inf", "6,00", "200.25", "-0.25"]
)
def test_amount_that_is_none_is_said_beside_its_field(cora: Browser, amount: str) -> None:
    names = ("designated", "module_most", "session_most", "enduring_most", "most_ancc")
    answer = enter_credit(
        cora, for_ancc="yes", statement_ancc="Hours.", **dict.fromkeys(names, amount)
    )
    assert answer.status_code == 422
    assert answer.page.field_errors == dict.fromkeys(
        names, "Enter credits in steps of 0.25, such as 12.00."
    )


def test_summary_names_what_is_wrong_and_leads_to_it(cora: Browser) -> None:
    wrong = {
        "designated": "6,00",
        "module_most": "1.1",
        "session_minutes": "hour",
        "title": "",
        "claim_statement": "2 CME credits",
        "signer-1-name": "Rosa 😀 Lindqvist",
        "for_ancc": "yes",
        "most_ancc": "none",
        "statement_ancc": "Hours.",
    }
    page = enter_credit(cora, **wrong).page
    steps = "Enter credits in steps of 0.25, such as 12.00."
    said = dict(zip(page.texts("#error-summary li"), page.all("#error-summary a"), strict=True))
    assert said[f"Most credits that can be awarded: {steps}"].attribute("href") == "#designated"
    assert said[f"Most credits for modules: {steps}"].attribute("href") == "#module_most"
    assert said[f"Most of it: ANCC contact hours: {steps}"].attribute("href") == "#most_ancc"
    minutes = said["Minutes that a session earns: Enter a whole number."]
    assert minutes.attribute("href") == "#session_minutes"
    assert said["Enter the title of the activity."].attribute("href") == "#title"
    assert any(text.startswith("Claim statement: ") for text in said)
    assert any(text.startswith("Signatory 1, Name, with degrees: ") for text in said)
    for link in said.values():
        assert page.all(link.attribute("href")), "it is on the page"


def test_half_of_what_a_recording_earns_is_asked_for_at_the_other_half(cora: Browser) -> None:
    page = enter_credit(cora, enduring_minutes="45", enduring_most="").page
    assert page.field_errors == {
        "enduring_most": "Enter the most credits for them, or no minutes above."
    }
    page = enter_credit(cora, enduring_minutes="", enduring_most="1.00").page
    assert page.field_errors == {
        "enduring_minutes": "Enter how many minutes one earns, or no maximum below."
    }
    assert page.form("Enter this credit").fields["enduring_most"] == "1.00"


def test_accreditation_gives_the_words_and_names_the_partners(
    cora: Browser, session: Session, cast: Cast
) -> None:
    chosen = accredit(session, cast, until=None, joint="The Example Office and {partners}.")
    form = cora.page(f"{SETUP}/credit").form("Enter this credit")
    assert form.choices("accreditation")[chosen] == f"{PROVIDER}: ACCME"
    answer = enter_credit(
        cora,
        accreditation=chosen,
        accreditation_statement="",
        partner="Sonoran School of Medicine",
        other_partners="Diné College\n\nUniversity of Nevada, Reno",
        place="Albuquerque and online",
    )
    assert answer.status_code == 303
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    activity = approved.activity
    partners = ["Sonoran School of Medicine", "Diné College", "University of Nevada, Reno"]
    assert (activity.joint_providers, activity.place) == (partners, "Albuquerque and online")
    assert str(activity.accreditation_id) == chosen
    assert activity.accreditation_statement == (
        "The Example Office; Sonoran School of Medicine; Diné College; and University of "
        "Nevada, Reno."
    )
    again = cora.page(f"{SETUP}/credit").form("Enter this credit").fields
    assert again["other_partners"] == "Diné College\nUniversity of Nevada, Reno"
    assert again["accreditation"] == chosen


def test_accreditation_of_which_there_is_a_newer_version_is_kept(
    cora: Browser, session: Session, cast: Cast
) -> None:
    chosen = accredit(session, cast, until=None)
    assert enter_credit(cora, accreditation=chosen, accreditation_statement="").status_code == 303
    newer = Wording(
        accreditor=Accreditor.ACCME, statement="Newer words.", valid_from=date(2025, 1, 1)
    )
    opal = cast.id("opal")
    entered = enter_accreditation(session, cast.provider, newer, seen=1, by=opal, now=NOW)
    session.commit()
    form = cora.page(f"{SETUP}/credit").form("Enter this credit")
    assert form.fields["accreditation"] == chosen
    assert {chosen, str(entered.id)} <= set(form.choices("accreditation"))
    assert enter_credit(cora, place="Room 12").status_code == 303
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    assert (approved.activity.place, str(approved.activity.accreditation_id)) == ("Room 12", chosen)
    assert approved.activity.accreditation_statement != newer.statement


def test_days_that_it_does_not_cover_and_other_providers_are_refused(
    cora: Browser, session: Session, cast: Cast
) -> None:
    chosen = accredit(session, cast, until=date(2027, 1, 31))
    page = enter_credit(cora, accreditation=chosen).page
    assert page.field_errors["accreditation"].startswith(
        f"The accreditation of {PROVIDER} by ACCME holds from January 1, 2025 to January 31, 2027, "
    )
    page = enter_credit(cora, accreditation=chosen, provider="Third Office").page
    assert page.field_errors["accreditation"] == str(OF_ANOTHER(provider=PROVIDER))
    page = enter_credit(cora, accreditation=str(cast.fall.id)).page
    assert page.field_errors == {"accreditation": "Choose one from the list."}


def test_partners_without_a_wording_for_them_are_refused(
    cora: Browser, session: Session, cast: Cast
) -> None:
    chosen = accredit(session, cast, until=None)
    page = enter_credit(cora, accreditation=chosen, other_partners="Diné College").page
    assert page.field_errors == {"accreditation": str(NOT_JOINT(accreditor="ACCME"))}
    page = enter_credit(cora, accreditation_statement="").page
    assert page.field_errors == {"accreditation_statement": "Enter the accreditation statement."}


def test_draft_that_moves_beyond_its_accreditation_is_not_published(
    cora: Browser, session: Session, cast: Cast
) -> None:
    chosen = accredit(session, cast, until=date(2027, 12, 31))
    assert enter_credit(cora, accreditation=chosen).status_code == 303
    later = dates(first="2027-12-16")
    setup = cora.post(f"{SETUP}/dates", data=later).headers["location"].rpartition("/")[0]
    page = cora.page(f"{setup}/rehearsal")
    outside = f"The accreditation of {PROVIDER} by ACCME holds from January 1, 2025 to"
    assert outside in page.text
    answer = cora.post(f"{setup}/rehearsal/publication", data={"without_credit": "yes"})
    assert answer.status_code == 409
    assert outside in answer.page.text
    session.expire_all()
    assert cast.cohort(setup.split("/")[3]).is_draft


def test_draft_that_moves_beyond_its_last_day_is_not_published(cora: Browser) -> None:
    last = {"format": "enduring", "expires_on": "2027-12-31"}
    assert enter_credit(cora, **last).status_code == 303
    later = dates(first="2027-12-16")
    setup = cora.post(f"{SETUP}/dates", data=later).headers["location"].rpartition("/")[0]
    beyond = "Nothing after the last day would earn credit."
    page = cora.page(f"{setup}/rehearsal")
    (missing,) = (link.href for link in page.links if beyond in link.text)
    assert missing == f"{setup}/credit"
    answer = cora.post(f"{setup}/rehearsal/publication", data={})
    assert answer.status_code == 409
    assert beyond in answer.page.text


def designated(session: Session, cast: Cast) -> list[tuple[str, int | None, str]]:
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    return [(own.key, own.max_quarters, own.statement) for own in approved.designated]


NURSES = {"for_ancc": "yes", "most_ancc": "5.00", "statement_ancc": "For 5.00 contact hours."}


def test_an_activity_is_designated_for_what_is_chosen(
    cora: Browser, session: Session, cast: Cast
) -> None:
    note = {"for_aapa": "yes", "statement_aapa": "Accepted for {credit_phrase}."}
    assert enter_credit(cora, **NURSES, **note).status_code == 303
    assert designated(session, cast) == [
        ("ama_pra_1", 24, ""),
        ("ancc", 20, "For 5.00 contact hours."),
        ("aapa", None, "Accepted for {credit_phrase}."),
        ("participation", 24, ""),
    ]
    fields = cora.page(f"{SETUP}/credit").form("Enter this credit").fields
    assert {name: fields[name] for name in NURSES} == NURSES
    assert "for_abim_moc" not in fields


def test_the_same_choice_again_is_no_other_version(
    cora: Browser, session: Session, cast: Cast
) -> None:
    for statement in ("For 5.00 contact hours.", "For 5.00 contact hours.", "For at most 5.00."):
        enter_credit(cora, **NURSES | {"statement_ancc": statement})
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    assert approved.activity.version == 2


def test_what_is_wrong_with_a_choice_is_said_beside_it_with_all_that_was_typed(
    cora: Browser,
) -> None:
    wrong = {"for_ancc": "yes", "most_ancc": "7", "statement_ancc": "2 CME credits"}
    page = enter_credit(cora, **wrong).page
    assert set(page.field_errors) == {"statement_ancc"}
    page = enter_credit(cora, **wrong | {"statement_ancc": "Hours.", "approved_by": ""}).page
    assert page.field_errors["most_ancc"] == (
        "The activity is designated for at most 6.00 altogether."
    )
    assert "approved_by" in page.field_errors
    assert page.form("Enter this credit").fields["most_ancc"] == "7"
    page = enter_credit(cora, for_ancc="yes").page
    assert set(page.field_errors) == {"most_ancc", "statement_ancc"}


def test_credit_is_of_some_kind(cora: Browser) -> None:
    page = enter_credit(cora, for_ama_pra_1="", for_abim_moc="yes", most_abim_moc="6.00",
                        statement_abim_moc="Points.").page  # fmt: skip
    assert page.field_errors == {
        "for_ama_pra_1": str(NONE_CHOSEN),
        "for_abim_moc": str(ONLY_WITH_PHYSICIANS(name="ABIM MOC points")),
    }


ALONE = NURSES | {
    "most_ancc": "6.00",
    "statement_ancc": "For 6.00 contact hours.",
    "for_ama_pra_1": "",
}


def test_physicians_credit_is_named_only_where_it_is_designated(cora: Browser) -> None:
    said = "This names credit for physicians, which is not chosen."
    proper = "For a maximum of 6.00 AMA PRA Category 1 Credits™."
    for words in (f"For a maximum of 6.00 {PLACEHOLDER}.", proper):
        page = enter_credit(cora, **ALONE, designation_statement=words).page
        assert page.field_errors == {"designation_statement": said}
    other = ALONE | {"designation_statement": "For a maximum of 6.00 contact hours."}
    page = enter_credit(cora, **other | {"statement_ancc": f"As of {PLACEHOLDER}."}).page
    assert page.field_errors == {"statement_ancc": said}
    assert enter_credit(cora, **other).status_code == 303
    for path in (f"{SETUP}/rehearsal", "/manage/cohorts/spring-2027/credit"):
        text = cora.page(path).main.text
        assert "6.00 ANCC contact hours" in text
        assert "AMA PRA" not in text


def test_what_credit_needs_is_never_preselected_and_a_format_is_chosen(
    cora: Browser, session: Session, cast: Cast
) -> None:
    page = cora.page(f"{SETUP}/credit")
    assert not page.all("input[name=requires_completion][checked]")
    page = enter_credit(cora, requires_completion="", format="").page
    assert page.field_errors["requires_completion"] == "Choose what credit needs."
    assert page.field_errors["format"] == "Choose the format of the activity."
    assert enter_credit(cora, requires_completion="no", format="live").status_code == 303
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    made = approved.activity
    assert (made.format, made.learning_format) == (ActivityFormat.LIVE, "Live activity")
    assert (made.requires_completion, made.expires_at) == (False, None)
    page = cora.page(f"{SETUP}/credit")
    (chosen,) = page.all("input[name=requires_completion][checked]")
    assert chosen.attribute("value") == "no"


def test_evaluation_alone_can_be_what_credit_needs(
    cora: Browser, session: Session, cast: Cast
) -> None:
    assert enter_credit(cora, requires_completion="evaluation").status_code == 303
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    made = approved.activity
    assert (made.requires_completion, made.requires_evaluation) == (False, True)
    (chosen,) = cora.page(f"{SETUP}/credit").all("input[name=requires_completion][checked]")
    assert chosen.attribute("value") == "evaluation"
    shown = cora.page("/manage/cohorts/spring-2027/credit").main
    assert "Who has answered the evaluations" in shown.facts["Who can claim"]
    assert enter_credit(cora, requires_completion="perhaps").page.field_errors == {
        "requires_completion": "Choose one of the options."
    }


def test_enduring_material_has_a_last_day(cora: Browser, session: Session, cast: Cast) -> None:
    page = enter_credit(cora, format="enduring").page
    assert page.field_errors == {"expires_on": str(EXPIRY_NEEDED)}
    page = enter_credit(cora, format="enduring", expires_on="2029-11-11").page
    assert set(page.field_errors) == {"expires_on"}
    assert enter_credit(cora, format="enduring", expires_on="2029-11-10").status_code == 303
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    assert approved.activity.expires_at == datetime(2029, 11, 11, 6, 59, 59, tzinfo=UTC)
    assert cora.page(f"{SETUP}/credit").form("Enter this credit").fields["expires_on"] == (
        "2029-11-10"
    )


@pytest.mark.parametrize(
    ("needs", "said"),
    [("completion", NEEDS_COMPLETION), ("evaluation", NEEDS_EVALUATION), ("", NEEDS_NO_COMPLETION)],
)
def test_learners_read_what_credit_needs_from_the_first_day_on(
    sign_in: SignIn, session: Session, cast: Cast, needs: str, said: Reason
) -> None:
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    approved.activity.requires_completion = needs == "completion"
    approved.activity.requires_evaluation = needs == "evaluation"
    session.commit()
    ben = sign_in("ben")
    for path in ("/join/spring-2026", "/cohorts/spring-2026", "/cohorts/spring-2026/claim"):
        assert str(said) in ben.page(path).main.text


@pytest.mark.parametrize(
    ("statement", "fits"),
    [
        ("For 5.00 contact hours.", True),
        ("Each session is 1 contact hour; up to 5 ANCC contact hours.", True),
        ("Approved in 2024 for nurses.", True),
        ("Up to 12 contact hours.", False),
    ],
)
def test_statement_of_any_system_names_no_other_amount_than_its_maximum(
    cora: Browser, statement: str, fits: bool
) -> None:
    answer = enter_credit(cora, **NURSES | {"statement_ancc": statement})
    assert answer.status_code == (303 if fits else 422)
    if not fits:
        said = {"statement_ancc": "This names another amount than the maximum, 5.00."}
        assert answer.page.field_errors == said


def test_ticking_a_system_opens_what_is_said_of_it(cora: Browser) -> None:
    page = cora.page(f"{SETUP}/credit")
    (box,) = page.all("input[name=for_ancc]")
    assert page.one(f"#{box.attribute('data-opens')}").text.startswith("Maximum and statement")
