"""Nothing compares a sentence, parses it or cuts it; and what looks for that finds it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.language.sentences import Found, in_javascript, in_python, in_template

APP = Path(__file__).resolve().parents[2] / "app"


@pytest.mark.parametrize(
    "planted",
    [
        'if why == "This unit is not open yet.": pass',
        'if "Not yours." != why or "not open" in why: pass',
        'is_gone = text in ("The text is gone.", None)',
        'is_gone = text in {"The text is gone.": 1}',
        'is_gone = f"The text of {unit} is gone." == text',
        'what = error["msg"].removeprefix("Value error, ")',
        'is_late = page.text.startswith("This cohort is closed")',
        'match text:\n    case "not open": pass',
        "if str(refused) == other: pass",
        "if str(rules.GONE) in texts: pass",
        'first = str(page.why_not).split(".")[0]',
        "small = str(reason)[0].lower()",
        "small = str(self.reason).capitalize()",
        're.search("is not open", text)',
    ],
)
def test_planted_comparison_is_found(planted: str) -> None:
    assert in_python(planted)


@pytest.mark.parametrize(
    "harmless",
    [
        "if why == rules.NOT_OPEN: pass",
        'if kind == "module": pass',
        'key, _, rest = value.partition(":")',
        'NOT_OPEN = reason("unit.not_open", "This unit is not open yet.")',
        "text = str(refused)",
        'assert isinstance(x, str), "This is not a string."',
    ],
)
def test_what_compares_no_sentence_is_left_alone(harmless: str) -> None:
    assert not in_python(harmless)


@pytest.mark.parametrize(
    "planted",
    [
        '{% if page.text == "Not open yet" %}{% endif %}',
        '{% if "not open" in page.text %}{% endif %}',
        '{{ page.text.replace("not open", "closed") }}',
        '{{ page.text | replace("not open", "closed") }}',
        "{{ page.why_not | lower }}",
    ],
)
def test_planted_comparison_in_a_template_is_found(planted: str) -> None:
    assert in_template(planted)
    assert not in_template('{% if page.kind == "module" %}{{ page.why_not }}{% endif %}')


@pytest.mark.parametrize(
    "planted",
    [
        'if (status === "not marked yet") mark();',
        "if ('not marked' == status) mark();",
        'if (text.startsWith("Everybody is")) mark();',
        'if (["all of it", "none of it"].includes(text)) mark();',
        "const left = Number(place.textContent);",
        "if (place.textContent === other) mark();",
        "const text = `${row.cells[0].textContent}`.toLowerCase();",
    ],
)
def test_planted_comparison_in_a_script_is_found(planted: str) -> None:
    assert in_javascript(planted)
    assert not in_javascript('place.textContent = left === 1 ? "1 is left" : "none are left";')


@pytest.mark.parametrize(
    ("pattern", "look", "at_least"),
    [
        ("**/*.py", in_python, 200),
        ("templates/**/*.html", in_template, 60),
        ("static/*.js", in_javascript, 2),
    ],
)
def test_nothing_compares_a_sentence(
    pattern: str, look: Callable[[str], list[Found]], at_least: int
) -> None:
    files = sorted(APP.glob(pattern))
    assert len(files) >= at_least
    found = {str(file.relative_to(APP)): look(file.read_text()) for file in files}
    assert {name: places for name, places in found.items() if places} == {}
