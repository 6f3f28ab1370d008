"""A guide's text by the steps of its plan, and what the check says of it."""

from pathlib import Path

import pytest

from app.content.command import check
from app.packs.guides import guide_parts, part_of, times_of
from app.packs.schema import GuideData, PlanStep
from app.packs.text.blocks import blocks, plain
from app.packs.text.markdown import render
from app.settings import PROJECT_ROOT
from tests.packs.samples import CASES, GOOD, write

GUIDE_FILE = f"{CASES}/01-the-first-case.guide.md"
TEXT = """\
Before it.

## Opening 2 (0 to 10)

> Say this.

## Disclosure 1 (10 to 20): read aloud

Then **disclosure 3**, and then:

> First.

At minute 15 **broadcast disclosure 2**:

> Second.

## Wrap-up

> Nobody's.
"""


def findings(root: Path, files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(write(root, files)).problems]


def step(start: int, end: int) -> PlanStep:
    return PlanStep.model_validate({"from": start, "to": end, "what": "Talk."})


def guide(body: str, *steps: str) -> dict[str, str]:
    """The good pack with another guide."""
    plan = "".join(f"  - {{{line}}}\n" for line in steps)
    front = 'case: the-first-case\ntitle: "Guide"\ngoals:\n  - Talk.\nplan:\n'
    return GOOD | {GUIDE_FILE: f"---\n{front}{plan}---\n{body}"}


def test_part_of_a_step_is_the_one_whose_heading_has_its_minutes() -> None:
    parts = guide_parts(render(TEXT, prefix="guide"))
    assert [part.name for part in parts] == [
        *("", "Opening 2", "Disclosure 1: read aloud", "Wrap-up"),
    ]
    found = part_of(parts, step(10, 20))
    assert found is not None
    assert [block.tag for block in found.body] == ["p", "blockquote", "p", "blockquote"]
    assert part_of(parts, step(20, 30)) is None


@pytest.mark.parametrize(("number", "block"), [(1, 1), (2, 3), (3, 1), (4, None)])
def test_disclosure_is_quoted_below_its_number(number: int, block: int | None) -> None:
    part = part_of(guide_parts(render(TEXT, prefix="guide")), step(10, 20))
    assert part is not None
    assert part.disclosure(number) == block


@pytest.mark.parametrize(
    ("title", "times"),
    [("Cierre (50 a 60)", (50, 60)), ("Ende (5–10): kurz", (5, 10)), ("In 2026", None)],
)
def test_minutes_of_a_heading_are_read_in_any_language(
    title: str, times: tuple[int, int] | None
) -> None:
    assert times_of(title) == times


def test_what_is_pasted_keeps_its_lines_and_marks() -> None:
    text = "> **Roles:** two.\n>\n> 1. *Write*\n>    it.\n> 2. Play\n>\n> - this\n>\n> Then & back."
    (block,) = blocks(render(text, prefix="guide"))
    assert plain(block.html) == "Roles: two.\n\n1. Write it.\n2. Play\n\n– this\n\nThen & back."


def test_every_step_of_a_shipped_guide_has_its_part_and_every_disclosure_its_words() -> None:
    disclosed = 0
    documents = [own for pack in check(PROJECT_ROOT).packs for own in pack.documents]
    for document in (own for own in documents if own.kind == "guide"):
        parts = guide_parts(document.html)
        for own in GuideData.model_validate(document.data).plan:
            part = part_of(parts, own)
            assert part is not None, (document.path, own)
            if own.disclosure is not None:
                place = part.disclosure(own.disclosure)
                assert place is not None
                assert len(plain(part.body[place].html)) > 80
                disclosed += 1
    assert disclosed == 3 * 8 + 1


def test_heading_with_minutes_that_no_step_has_is_an_error_with_its_line(tmp_path: Path) -> None:
    files = guide("## Opening (0 to 30)\n\n## Later (30 to 40)\n\nX.", "from: 0, to: 30, what: A")
    assert findings(tmp_path, files) == [
        f"{GUIDE_FILE}:11: The plan has no step from minute 30 to minute 40."
    ]


def test_step_without_a_heading_is_a_warning_where_others_have_one(tmp_path: Path) -> None:
    steps = "from: 0, to: 10, what: A", "from: 10, to: 30, what: B"
    found = findings(tmp_path / "a", guide("## Opening (0 to 10)\n\nX.", *steps))
    assert found == [
        f"{GUIDE_FILE}:8: warning: No heading of the text has the minutes of this step."
    ]
    assert findings(tmp_path / "b", guide("## Opening\n\nX.", *steps)) == []


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("disclosure: 1, at: 3", None),
        ("disclosure: 2", "Nothing is quoted as disclosure 2 "),
        ("at: 3", "`at` is the minute of a disclosure, within its step."),
        ("disclosure: 1, at: 30", "`at` is the minute of a disclosure, within its step."),
    ],
)
def test_disclosure_of_a_step_has_its_words_and_its_minute(
    tmp_path: Path, said: str, place: str | None
) -> None:
    text = "## A (0 to 30)\n\n**Disclosure 1:**\n\n> X."
    files = guide(text, f"from: 0, to: 30, what: A, {said}")
    found = findings(tmp_path, files)
    if place is None:
        assert found == []
    else:
        assert [line.startswith(f"{GUIDE_FILE}:7: {place}") for line in found] == [True]
