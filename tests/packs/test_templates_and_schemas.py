"""What authors copy and what their editors read: the templates pass, the schemas are current."""

import json
import shutil
from pathlib import Path
from typing import Any, get_args

import pytest

from app.content import command
from app.credit.phrase import lint_credit_phrase
from app.packs.schema import MODELS, Kind, json_schema
from app.settings import PROJECT_ROOT


def test_templates_make_a_pack_that_only_lacks_real_readings(tmp_path: Path) -> None:
    for part in ("modules", "cases"):
        shutil.copytree(PROJECT_ROOT / part / "_template", tmp_path / part / "my-program")
    report = command.check(tmp_path, word_lint=lint_credit_phrase)

    assert {str(problem.sentence) for problem in report.problems} == {
        "This is the template’s DOI; no such work exists."
    }
    assert [reading.pack is not None for reading in report.readings] == [True]


def test_templates_are_no_program_of_the_shipped_course() -> None:
    programs = {
        reading.pack.program for reading in command.check(PROJECT_ROOT).readings if reading.pack
    }
    assert programs == {"mentor-development", "coach-approach", "faculty-development-series"}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_schema_file_says_what_the_code_checks(kind: Kind) -> None:
    file = PROJECT_ROOT / "modules" / "_schema" / f"{kind}.schema.json"
    message = "write them again: python -m app content schema"
    assert json.loads(file.read_text(encoding="utf-8")) == json_schema(kind), message


def test_schemas_name_every_field_that_is_needed() -> None:
    for kind, model in MODELS.items():
        needed = {
            field.alias or name for name, field in model.model_fields.items() if field.is_required()
        }
        assert set(json_schema(kind)["required"]) == needed


def test_schema_explains_fields_and_their_shape() -> None:
    module: dict[str, Any] = json_schema("module")
    assert module["properties"]["short_title"]["maxLength"] == 24
    assert module["$defs"]["Reading"]["properties"]["doi"]["anyOf"][0]["pattern"].startswith("^")
    assert "Text, required readings" in module["properties"]["minutes"]["description"]
