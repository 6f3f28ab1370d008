from typing import Any
from uuid import uuid4

import pytest

from app.people.institutions.rules import (
    DOMAIN_OF_ANYBODY,
    DOMAIN_TAKEN,
    DOMAIN_UNREADABLE,
    LEFT,
    MERGED,
    NAME_TAKEN,
    SAME,
    TAKES_PART,
    TARGET_LEFT,
    InstitutionFacts,
    Known,
    mail_domain,
    normalized,
    taken,
    why_no_domain,
    why_not_leave,
    why_not_merge,
    why_not_return,
)
from app.people.models import Institution
from tests.cast import NOW

MESA, SAGE = uuid4(), uuid4()
KNOWN = Known(
    titles={MESA: "Mesa School", SAGE: "Sage College"},
    names={"mesa school": {MESA}, "mesa": {MESA}, "both": {MESA, SAGE}, "old sage": {SAGE}},
    domains={"mesa.edu": MESA},
)


def institution(name: str, **changed: Any) -> Institution:
    return Institution(name=name, short_name=name, zone="America/Denver", **changed)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("The  University of New Mexico", "university of new mexico"),
        ("UNIVERSITY OF NEW MEXICO.", "university of new mexico"),
        ("Médecine & Santé", "medecine and sante"),
        ("St. Mary\u2019s", "st marys"),
        ("St Mary's", "st marys"),
        ("The", "the"),
        ("  ", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_signs(written: str, compared: str) -> None:
    assert normalized(written) == compared


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("Example.EDU", "example.edu"),
        ("@health.example.edu ", "health.example.edu"),
        ("somebody@example.edu", "example.edu"),
        ("example.edu.", "example.edu"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("example", None),
        ("", None),
        ("exa mple.edu", None),
        ("-x.edu", None),
        ("10.0.0.1", None),
        ("a..edu", None),
        ("x" * 64 + ".edu", None),
    ],
)
def test_mail_domain_of_whatever_was_typed(typed: str, domain: str | None) -> None:
    assert mail_domain(typed) == domain


def test_domain_of_anybody_and_no_domain_are_refused() -> None:
    assert why_no_domain("Gmail.com") == DOMAIN_OF_ANYBODY(domain="gmail.com")
    assert why_no_domain("nothing") == DOMAIN_UNREADABLE(domain="nothing")
    assert why_no_domain("mesa.edu") is None


def test_name_is_found_in_any_spelling_unless_two_have_it() -> None:
    assert KNOWN.named("THE MESA") == MESA
    assert KNOWN.named("Old Sage") == SAGE
    assert KNOWN.named("both") is None
    assert KNOWN.named("nobody") is None


def test_what_is_anothers_is_said_at_its_field() -> None:
    facts = InstitutionFacts(
        "Mesa school", "M", "UTC", domains=("mesa.edu",), spellings=("x", "old sage")
    )
    assert taken(facts, KNOWN, SAGE) == {
        "name": NAME_TAKEN(institution="Mesa School", name="Mesa school"),
        "domains": DOMAIN_TAKEN(domain="mesa.edu", institution="Mesa School"),
    }
    assert taken(facts, KNOWN, MESA) == {
        "spellings": NAME_TAKEN(institution="Sage College", name="old sage")
    }


def test_merge_that_makes_no_sense_is_refused() -> None:
    mesa, sage = institution("Mesa"), institution("Sage")
    left = institution("Left", left_at=NOW)
    merged = institution("Merged", merged_into_id=mesa.id)
    assert why_not_merge(mesa, mesa) == SAME
    assert why_not_merge(merged, sage) == MERGED(institution="Merged")
    assert why_not_merge(sage, merged) == MERGED(institution="Merged")
    assert why_not_merge(sage, left) == TARGET_LEFT(institution="Left")
    assert why_not_merge(left, sage) is None
    assert why_not_merge(mesa, sage) is None


def test_leaving_and_coming_back_follow_each_other() -> None:
    here, left = institution("Here"), institution("Left", left_at=NOW)
    merged = institution("Merged", merged_into_id=here.id)
    assert why_not_leave(here) is None
    assert why_not_leave(left) == LEFT(institution="Left")
    assert why_not_return(left) is None
    assert why_not_return(here) == TAKES_PART(institution="Here")
    for why_not in (why_not_leave, why_not_return):
        assert why_not(merged) == MERGED(institution="Merged")
