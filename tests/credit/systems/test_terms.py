"""What cannot be entered of a credit system: wordings nobody could state, and others' names."""

from dataclasses import replace
from typing import Any

import pytest

from app.credit.enums import SystemRole
from app.credit.phrase import PHRASE
from app.credit.systems.rules import Designated, claim_statement, systems_for
from app.credit.systems.terms.rules import (
    STRAY_BRACE,
    SystemTerms,
    terms_of,
    why_not_enter,
)
from app.people.enums import Profession
from tests.credit.ledgers import FIRST, approved_activity
from tests.credit.systems.samples import ALL, ANCC, HOURS

OWN = terms_of(ANCC)


def wrong(**words: Any) -> set[str]:
    return set(why_not_enter(replace(OWN, **words), None, ()))


def test_what_every_installation_has_can_be_entered_as_it_is() -> None:
    for system in ALL:
        assert why_not_enter(terms_of(system), system, ()) == {}


@pytest.mark.parametrize(
    "wording",
    ["I claim {amount} {for {activity}.", "I claim {amount}} for it.", "I claim {amount} for {"],
)
def test_brace_without_its_partner_is_refused(wording: str) -> None:
    terms = replace(OWN, claim_wording=wording)
    assert why_not_enter(terms, None, ()) == {"claim_wording": STRAY_BRACE}
    assert wrong(name="{amount} of it", unit_one="hour}") == {"name", "unit_one"}


def test_braces_with_their_slots_are_filled_in() -> None:
    wording = "I claim {amount} for {activity}. {claim_statement}"
    assert wrong(claim_wording=wording) == set()
    activity = approved_activity().activity
    stated = claim_statement(activity, ANCC.model_copy(update={"claim_wording": wording}), 4)
    assert "{" not in stated


@pytest.mark.parametrize("name", ["name", "unit_one", "unit_many", "heading"])
@pytest.mark.parametrize(
    "words", [f"{PHRASE}™", PHRASE.lower(), "CME credits", "Category 1 credit"]
)
def test_names_and_units_of_others_are_linted(name: str, words: str) -> None:
    assert wrong(**{name: words}) == {name}


@pytest.mark.parametrize("name", ["claim_wording", "certificate_wording"])
def test_phrase_is_in_no_wording_of_another_system(name: str) -> None:
    assert wrong(**{name: f"For {{amount}}, as {PHRASE}s™."}) == {name}


def test_note_counts_physicians_credit_in_its_units_and_is_not_called_so() -> None:
    note: SystemTerms = replace(OWN, role=SystemRole.NOTED, unit_many=f"{PHRASE}s™")
    assert why_not_enter(note, None, ()) == {}
    assert set(why_not_enter(replace(note, name=f"{PHRASE}s™"), None, ())) == {"name"}
    assert set(why_not_enter(replace(note, role=SystemRole.CLAIMED), None, ())) == {"unit_many"}


def test_system_at_the_position_of_hours_comes_before_them() -> None:
    tenth = Designated(ANCC.model_copy(update={"key": "zz_own", "position": HOURS.position}), 48)
    found = systems_for(Profession.NURSE, FIRST, [Designated(HOURS, 48), tenth])
    assert found[0] is tenth
