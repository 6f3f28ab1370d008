import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packs.located import MAX_DEPTH, parse

TEXT = """\
title: One
readings:
  - key: a
    minutes: 5
  - key: b
    why: >-
      Two lines
      in one.
"""


def test_values_and_lines_are_found_by_their_place() -> None:
    found = parse(TEXT, first_line=2)
    assert found.get("readings", 1, "why") == "Two lines in one."
    assert found.line("title") == 2
    assert found.line("readings", 0, "minutes") == 5
    assert found.line("readings", 1) == 6
    assert found.line("readings", 1, "why") == 7


def test_line_of_a_missing_value_is_that_of_what_would_hold_it() -> None:
    found = parse(TEXT, first_line=2)
    assert found.line("readings", 1, "doi") == 6
    assert found.line("nothing", "at", "all") == 2


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("06:00", "06:00"),
        ("16:00", "16:00"),
        ("2026-01-05", "2026-01-05"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ('"12"', "12"),
        ("'true'", "true"),
        ("10.1234/x", "10.1234/x"),
        ("<<", "<<"),
    ],
)
def test_plain_words_mean_what_an_author_expects(written: str, value: object) -> None:
    assert parse(f"a: {written}").get("a") == value
    assert type(parse(f"a: {written}").get("a")) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a: 1\na: 2", 2, "The field `a` is here twice."),
        ("a: &x 1\nb: *x", 2, "References (*name) are not supported; write the text again."),
        ("a: 1\nb: !!python/object:os.system x", 2, "YAML tags (tag:yaml.org,2002:python/"),
        ("a: 1\nb: !x y", 2, "YAML tags (!x) are not supported."),
        ("a:\n  ? [b]\n  : c", 2, "The name of a field must be a word."),
        ("a: b: c", 1, "This is not valid YAML. A text with a colon and a space in it needs"),
        ('a: 1\nb: "x', 2, "This is not valid YAML. A quotation mark is not closed."),
        ("a:\n\t- b", 2, "This is not valid YAML."),
        ("a: [1, 2\nb: 3", 2, "This is not valid YAML."),
        ("a: x\nb: y\x07", 2, "This holds a control character that nobody can see"),
        ("a: 1\n--- \nb: 2", 2, "This is not valid YAML."),
        ("a: 1\nb: \u2028\u2028\u2028[", 2, "This is not valid YAML."),
    ],
)
def test_bad_yaml_is_refused_with_its_line(text: str, line: int, sentence: str) -> None:
    faults = parse(text, first_line=1).faults
    assert len(faults) == 1
    assert faults[0][0] == line
    assert str(faults[0][1]).startswith(sentence)


def test_deep_nesting_is_refused_before_it_is_built() -> None:
    found = parse("a: " + "[" * 50_000)
    assert [(line, str(text)) for line, text in found.faults] == [(1, "This is nested too deeply.")]
    assert parse("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)).faults == ()


def test_references_that_multiply_are_refused_before_they_are_built() -> None:
    text = 'a: &a ["x","x"]\n' + "".join(
        f"{new}: &{new} [*{old},*{old},*{old},*{old}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert parse(text).data is None
    assert parse(text).faults[0][0] == 2


def test_empty_text_has_no_values_and_no_faults() -> None:
    assert parse("").data is None
    assert parse("# a remark").faults == ()


@given(st.text(alphabet=st.sampled_from(list("ab:-[]{},&*!|>'\"#%@`? \n\t12")), max_size=60))
def test_any_text_is_read_as_plain_values_or_refused(text: str) -> None:
    found = parse(text)
    assert json.loads(json.dumps(found.data)) == found.data
    assert all(line >= 1 for line, _ in found.faults)
    assert all(found.line(*place) == line for place, line in found.lines.items())


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("a: b\n\tc: d\n", "This line is indented with a tab; use spaces."),
        ("a: b\na: 'it's'\n", "A quotation mark is closed too early"),
        ("a: b\n  c: d\n", "A text with a colon and a space in it needs quotes."),
        ("a: b\nt: “Title: subtitle”\n", "Curly quotation marks do not count as quotes"),
        ("x:\n - a: 1\n   b: 2\n  c: 3\n", "The indentation does not fit the lines above."),
    ],
)
def test_usual_slips_are_named_in_plain_words(source: str, sentence: str) -> None:
    ((_, said),) = parse(source).faults
    assert sentence in str(said)


@pytest.mark.parametrize(
    ("source", "cut"),
    [
        ("why: The #1 paper\n", True),
        ("minutes: 5 # five\n", False),
        ("format: cohort   # or series\n", False),
        ("why: 'The #1 paper'\n", False),
        ("why: >-\n  The #1 paper\n", False),
    ],
)
def test_text_that_yaml_takes_for_a_remark_is_not_lost_silently(source: str, cut: bool) -> None:
    faults = parse(source).faults
    assert [line for line, _ in faults] == ([1] if cut else [])
