import json
from typing import Any

import pytest
from pydantic import ValidationError

from app.packs.schema import AttestationText, CaseData, Opening, PolicyData, meaning, stored

CASE: dict[str, Any] = {
    "key": "a-case",
    "title": "A case",
    "module": "a-module",
    "summary": "Two meet.",
    "minutes": 60,
}
POLICY: dict[str, Any] = {
    "modules_required": 2,
    "sessions_required": 1,
    "make_ups_allowed": 0,
    "excused_leaves_denominator": False,
    "present_minutes": 45,
    "late_after_minutes": 10,
    "claim_days": 30,
}


def test_what_was_stored_reads_back_as_the_same() -> None:
    case = CaseData.model_validate(CASE | {"roles": ["Mentor"]})
    assert CaseData.model_validate(json.loads(json.dumps(stored(case)))) == case


def test_field_left_at_its_default_is_not_part_of_the_meaning() -> None:
    left_out = CaseData.model_validate(CASE)
    written = CaseData.model_validate(CASE | {"roles": []})
    assert meaning(left_out) == meaning(written) == CASE
    assert stored(left_out)["roles"] == []


def test_what_was_read_does_not_change() -> None:
    case = CaseData.model_validate(CASE)
    with pytest.raises(ValidationError):
        case.title = "Another"  # type: ignore[misc]


@pytest.mark.parametrize("value", [-1, "2", 2.0, True, None])
def test_policy_refuses_what_is_no_count(value: object) -> None:
    with pytest.raises(ValidationError):
        PolicyData.model_validate(POLICY | {"modules_required": value})


def test_policy_has_no_unknown_rules() -> None:
    with pytest.raises(ValidationError):
        PolicyData.model_validate(POLICY | {"weeks": 8})


@pytest.mark.parametrize("text", ["{name}", "{unit!r}", "{unit", "title}", "{}", "{{unit}}"])
def test_attestation_refuses_other_placeholders(text: str) -> None:
    with pytest.raises(ValidationError):
        AttestationText(version="1", text=f"I did {text}.")


def test_unit_opens_on_monday_at_six_unless_said_otherwise() -> None:
    opening = Opening()
    assert (opening.weekday, opening.local_time.isoformat()) == ("monday", "06:00:00")


@pytest.mark.parametrize("time", ["6:00", "24:00", "06:60", "06:00:00", "6 am", ""])
def test_opening_refuses_what_is_no_time(time: str) -> None:
    with pytest.raises(ValidationError):
        Opening(time=time)
