import json
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from app.content.schema import (
    MODELS,
    AttestationText,
    CaseData,
    Kind,
    Opening,
    PolicyData,
    json_schema,
    meaning,
    stored,
)

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


@pytest.mark.parametrize("kind", get_args(Kind))
def test_schema_for_editors_is_strict_and_describes_itself(kind: Kind) -> None:
    schema = json.loads(json.dumps(json_schema(kind)))
    assert schema["additionalProperties"] is False
    assert schema["description"]
    assert set(schema["required"]) <= set(schema["properties"])
    assert set(MODELS) == set(get_args(Kind))


def test_schema_for_editors_knows_limits_and_patterns() -> None:
    module = json_schema("module")
    assert module["properties"]["short_title"]["maxLength"] == 24
    assert module["properties"]["key"]["pattern"].startswith("^[a-z0-9]+")
    assert set(json_schema("guide")["$defs"]["PlanStep"]["properties"]) == {"from", "to", "what"}


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


def test_attestation_is_filled_by_plain_substitution() -> None:
    text = AttestationText(version="1", text="I did {unit}, “{title}”.")
    assert text.fill(unit="Week 5", title="{unit} {title} {0} %s") == (
        "I did Week 5, “{unit} {title} {0} %s”."
    )


@pytest.mark.parametrize("text", ["{name}", "{unit!r}", "{unit", "title}", "{}", "{{unit}}"])
def test_attestation_refuses_other_placeholders(text: str) -> None:
    with pytest.raises(ValidationError):
        AttestationText(version="1", text=f"I did {text}.")


def test_unit_opens_on_monday_at_six_unless_said_otherwise() -> None:
    opening = Opening()
    assert (opening.weekday_number, opening.local_time.isoformat()) == (0, "06:00:00")


@pytest.mark.parametrize("time", ["6:00", "24:00", "06:60", "06:00:00", "6 am", ""])
def test_opening_refuses_what_is_no_time(time: str) -> None:
    with pytest.raises(ValidationError):
        Opening(time=time)
