"""The packs that come with the house: they load without an error, and hold together."""

import pytest

from app.content.command import Report, check
from app.credit.phrase import lint_credit_phrase
from app.packs.pack import Document, Pack
from app.packs.schema import ProgramData
from app.settings import PROJECT_ROOT


@pytest.fixture(scope="module")
def report() -> Report:
    return check(PROJECT_ROOT, word_lint=lint_credit_phrase)


def test_shipped_packs_have_no_error(report: Report) -> None:
    assert report.ok, "\n".join(report.lines())
    assert "mentor-development" in {pack.program for pack in report.packs}


def documents(pack: Pack) -> dict[tuple[str, str], Document]:
    return {(document.kind, document.key): document for document in pack.documents}


def test_every_unit_of_a_shipped_program_has_text_and_its_case_a_guide(report: Report) -> None:
    for pack in report.packs:
        found = documents(pack)
        program = ProgramData.model_validate(found["program", pack.program].data)
        for unit in program.syllabus:
            if unit.module:
                assert "<h2" in found["module", unit.module].html
            if unit.case:
                assert found["case", unit.case].html
                guided = program.format == "cohort"  # the speakers of a series bring their own
                assert (("guide", unit.case) in found) is guided
