"""Style sheets lay lines out from start to end, and scripts have no words of their own."""

import re
from pathlib import Path

import pytest

from app.settings import PROJECT_ROOT

APP = PROJECT_ROOT / "app"
STYLES = [*sorted((APP / "static").glob("*.css")), *sorted((APP / "templates").rglob("*.css"))]
SCRIPTS = sorted((APP / "static").glob("*.js"))

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?<=[{;\s])([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])")
SIDE = re.compile(r"(^|-)(left|right)(-|$)")
SIDED_VALUES = frozenset({"text-align", "text-align-last", "float", "clear", "caption-side"})
FOUR_SIDES = frozenset({"margin", "padding", "inset", "border-width", "scroll-margin"})
VALUE = re.compile(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+")
SELECTOR = re.compile(
    r"""\.(closest|matches|querySelector|querySelectorAll)\??\.?\(["'`][^"'`]*["'`]"""
)
FILLED = re.compile(r"\$\{[^{}]*\}")
WORDS = re.compile(r"[A-Za-z]{2,}\W* [A-Za-z(]|^[A-Z][a-z]+\b")
KEPT = frozenset({"use strict", "Escape", "Enter", "ArrowDown"})
"""The directive at the top, and names of keys."""
LITERAL = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`')


def sided(css: str) -> list[str]:
    """The declarations that say left or right, or are not the same at both ends of a line."""
    found = DECLARATION.findall(COMMENT.sub("", css))
    return [f"{name}: {value.strip()}" for name, value in found if _is_sided(name, value.strip())]


def _is_sided(name: str, value: str) -> bool:
    if SIDE.search(name) or (name in SIDED_VALUES and value in {"left", "right"}):
        return True
    parts = VALUE.findall(value.split("!", maxsplit=1)[0])
    if name in FOUR_SIDES and len(parts) == 4:
        return bool(parts[1] != parts[3])
    if name == "border-radius" and "/" not in parts and len(parts) > 1:
        top_left, top_right = parts[0], parts[1]
        bottom_right = parts[2] if len(parts) > 2 else top_left
        bottom_left = parts[3] if len(parts) > 3 else top_right
        return bool(top_left != top_right or bottom_left != bottom_right)
    return False


def words_in(script: str) -> list[str]:
    """The literals of a script that look like words: several, or one with a capital letter."""
    code = SELECTOR.sub("", re.sub(r"(?<![:\\])//.*", "", COMMENT.sub("", script)))
    literals = ("".join(groups) for groups in LITERAL.findall(code))
    return [text for text in literals if WORDS.search(FILLED.sub("x", text)) and text not in KEPT]


@pytest.mark.parametrize("sheet", STYLES, ids=lambda sheet: sheet.name)
def test_no_style_sheet_says_left_or_right(sheet: Path) -> None:
    assert len(STYLES) >= 7
    assert sided(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "margin-left: 1rem",
        "padding-right: 0",
        "border-left: 1px solid",
        "border-left-color: red",
        "border-top-left-radius: 1px",
        "left: 0",
        "right: 0",
        "text-align: left",
        "float: right",
        "padding: 0 1rem 0 2rem",
        "margin: 0 calc(1rem + 2px) 0 auto",
        "border-radius: 0 1rem 1rem 0",
        "border-radius: 1rem 0",
        "scroll-margin-left: 1rem",
    ],
)
def test_a_planted_side_is_found(planted: str) -> None:
    assert sided(f"p {{ color: red; {planted}; }}") == [planted]
    assert sided(f"@media print {{\n  p {{ {planted} }}\n}}") == [planted]


@pytest.mark.parametrize(
    "said",
    [
        "margin-inline-start: 1rem",
        "text-align: start",
        "border-radius: 0 0 1rem 1rem",
        "padding: 0 1rem",
        "padding: 0 1rem 2rem",
        "inset: 0 1rem 2rem 1rem",
        "background: linear-gradient(90deg, red, blue) left / 2rem 100% no-repeat",
    ],
)
def test_what_is_the_same_at_both_ends_may_be_said(said: str) -> None:
    assert sided(f"/* left: 0; */ p {{ {said}; }}") == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_script_has_words(script: Path) -> None:
    assert len(SCRIPTS) >= 2
    assert words_in(script.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        '"Not saved: try again"',
        "`Save ${count} marks`",
        "'Saved.'",
        '"Save"',
        "`${count} marks left`",
    ],
)
def test_a_planted_word_is_found(planted: str) -> None:
    assert len(words_in(f"const text = {planted}; // a comment")) == 1
