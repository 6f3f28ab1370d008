"""What another certificate would say that the one that was issued does not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certificates.corrections.differences import (
    Difference,
    differences,
    fingerprint,
    names_in,
)
from app.certificates.faces import COMPARED, COUNTED, face
from app.certificates.numbers import new_code, new_number
from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.certificates.specimens import specimen
from app.site.parts.differences import NAMED, changes_of
from tests.certificates.samples import PACK

KINDS = list(CertificateKind)
NEITHER = {"schema_version", "number", "code", "verify_url", "issued_on", "zone", "credit_system"}
"""What is always another, or says nothing to a reader."""
PRINTED = {"template_key", "template_hash", "replaces", "signatures", "logos"}


def made(kind: CertificateKind) -> CertificateSnapshot:
    code = new_code()
    address = f"https://waypost.example/verify/{code}"
    return specimen(kind, PACK, number=new_number(), code=code, verify_url=address)


@pytest.mark.parametrize("kind", KINDS)
def test_number_code_and_day_are_no_difference(kind: CertificateKind) -> None:
    issued, again = made(kind), made(kind)
    later = again.model_copy(update={"issued_on": date(2027, 1, 2), "template_hash": "0" * 64})
    assert issued.number != later.number
    assert differences(issued, later) == ()
    assert face(issued) == face(later)


def test_every_fact_is_compared_or_said_not_to_be() -> None:
    fields = set(CertificateSnapshot.model_fields)
    assert fields == set(COMPARED) | NEITHER | PRINTED | {"participation", "sessions_led"}
    assert {*COMPARED, *COUNTED, "sessions_led", "hours_led"} == set(NAMED), "each has words"


OTHER: Mapping[type, Any] = {
    int: 1,
    date: date(2020, 1, 1),
    CertificateKind: CertificateKind.PARTICIPATION,
}


def _others(name: str) -> tuple[object, ...]:
    return ("A hospital",) if name in {"joint_providers", "notes"} else ()


@pytest.mark.parametrize("name", COMPARED)
def test_each_fact_that_differs_is_told_with_both_values(name: str) -> None:
    issued = made(CertificateKind.CME_CREDIT)
    before = getattr(issued, name)
    after: Any = _others(name) if isinstance(before, tuple) else OTHER.get(type(before), "Words")
    again = issued.model_copy(update={name: after})
    assert face(again) != face(issued)
    found = differences(issued, again)
    assert found == (Difference(name, before, after),)
    (change,) = changes_of(found)
    assert str(change.before) != str(change.after)


@given(st.sets(st.sampled_from(COUNTED)))
def test_what_somebody_did_is_compared_count_by_count(names: set[str]) -> None:
    issued = made(CertificateKind.COMPLETION)
    more = {name: getattr(issued.participation, name) + 1 for name in names}
    participation = issued.participation.model_copy(update=more)
    again = issued.model_copy(update={"participation": participation})
    assert (face(again) == face(issued)) is (not names)
    found = differences(issued, again)
    assert names_in(found) == names
    assert (fingerprint(found) == fingerprint(())) is (not names)
