"""People's names, in the order and with the signs of the reader's language."""

from time import perf_counter

import pytest

from app.language.languages import LANGUAGES, Language, writing_in
from app.language.names import full_name, list_name
from tests.language.catalogs import language_that_says

NAME, LISTED = "a person's name", "a person's name in a list"
DANA = ("Dana", "Okafor")


def of_catalog(
    monkeypatch: pytest.MonkeyPatch, full: str, listed: str, with_degrees: str
) -> Language:
    """A language with these patterns."""
    patterns = {
        (NAME, "{given} {family}"): full,
        (LISTED, "{family}, {given}"): listed,
        (NAME, "{name}, {degrees}"): with_degrees,
    }
    return language_that_says(monkeypatch, {}, contexts=patterns)


def test_english_has_the_given_name_first_and_in_lists_the_family_name() -> None:
    assert full_name(*DANA) == "Dana Okafor"
    assert full_name(*DANA, "MD, MPH") == "Dana Okafor, MD, MPH"
    assert list_name(*DANA) == "Okafor, Dana"


@pytest.mark.parametrize(
    ("patterns", "full", "with_degrees", "listed"),
    [  # as CLDR 45 has them for Hungarian, Japanese and German
        (
            ("{family} {given}", "{family} {given}", "{name}, {degrees}"),
            "Okafor Dana",
            "Okafor Dana, MD",
            "Okafor Dana",
        ),
        (
            ("{family}{given}", "{family} {given}", "{name} {degrees}"),
            "OkaforDana",
            "OkaforDana MD",
            "Okafor Dana",
        ),
        (
            ("{given} {family}", "{family}, {given}", "{name}, {degrees}"),
            "Dana Okafor",
            "Dana Okafor, MD",
            "Okafor, Dana",
        ),
    ],
)
def test_catalog_says_which_part_leads_and_what_stands_between(
    monkeypatch: pytest.MonkeyPatch,
    patterns: tuple[str, str, str],
    full: str,
    with_degrees: str,
    listed: str,
) -> None:
    with writing_in(of_catalog(monkeypatch, *patterns)):
        assert (full_name(*DANA), full_name(*DANA, "MD"), list_name(*DANA)) == (
            full,
            with_degrees,
            listed,
        )


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES.keys())
@pytest.mark.parametrize("parts", [("Suharto", ""), ("", "Suharto")])
def test_name_of_one_part_has_no_stray_sign(language: Language, parts: tuple[str, str]) -> None:
    with writing_in(language):
        assert (full_name(*parts), list_name(*parts)) == ("Suharto", "Suharto")
    assert full_name(*parts, "MD") == "Suharto, MD"


def test_name_of_nothing_is_nothing() -> None:
    assert (full_name("", ""), list_name("", "")) == ("", "")


def test_braces_in_a_name_are_letters_of_it() -> None:
    assert full_name("{family}", "{0}") == "{family} {0}"


def test_one_name_follows_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    hungarian = of_catalog(monkeypatch, "{family} {given}", "{family} {given}", "{name}, {degrees}")
    with writing_in(hungarian):
        assert full_name(*DANA) == "Okafor Dana"
    assert full_name(*DANA) == "Dana Okafor"


def test_thousand_names_take_a_few_milliseconds() -> None:
    list_name(*DANA)
    began = perf_counter()
    for _ in range(1000):
        list_name(*DANA)
    assert perf_counter() - began < 0.05  # some 0.5 ms


def test_name_runs_in_its_own_direction_where_lines_run_from_right_to_left() -> None:
    with writing_in(LANGUAGES["ar-XB"]):
        listed, full = list_name(*DANA), full_name(*DANA, "MD")
    assert (listed[0], listed[-1]) == (full[0], full[-1]) == ("\u2068", "\u2069")
    assert listed.count("\u2068") == full.count("\u2068") == 1
