"""Which language is written in: what a setting offers, a browser asks for, and a reader chose."""

import threading
from contextvars import copy_context

import pytest

from app.language import _
from app.language.languages import (
    ACCENTED,
    ENGLISH,
    LANGUAGES,
    MIRRORED,
    SPANISH,
    Language,
    current,
    named,
    offered,
    preferred,
    turn_to,
    writing_in,
)

ALL = tuple(LANGUAGES.values())


# -------------------------------------------------------------------------------------- offered


@pytest.mark.parametrize(
    ("setting", "languages"),
    [
        ("en", (ENGLISH,)),
        ("en,es", (ENGLISH, SPANISH)),
        (" es , en ,", (SPANISH, ENGLISH)),
        ("es,en,es", (SPANISH, ENGLISH)),
        ("en,en-XA,ar-XB", (ENGLISH, ACCENTED, MIRRORED)),
    ],
)
def test_setting_names_the_languages_in_their_order(
    setting: str, languages: tuple[Language, ...]
) -> None:
    assert offered(setting) == languages


@pytest.mark.parametrize("setting", ["", " , ", "en,xx", "Spanish", "en;es", "EN"])
def test_setting_that_names_none_or_an_unknown_one_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="LANGUAGES must name one or more of en, es"):
        offered(setting)


def test_chosen_language_counts_while_it_is_offered() -> None:
    assert named("es", ALL) is SPANISH
    assert named("es", (ENGLISH,)) is None
    assert named(None, ALL) is None
    assert named("", ALL) is None
    assert named("ES", ALL) is None


# ------------------------------------------------------------------------------------ preferred


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", SPANISH),
        ("es-419", SPANISH),
        ("en-GB,en;q=0.9,es;q=0.8", ENGLISH),
        ("en;q=0.5,es;q=0.9", SPANISH),
        ("es; q=0.2, en; q=0.4", ENGLISH),
        ("fr-FR,fr;q=0.9,es;q=0.1", SPANISH),
        ("en;q=0,es;q=0.1", SPANISH),
        ("ES", SPANISH),
        ("zh-Hans-CN,es-ES", SPANISH),
        ("es;q=often,en", ENGLISH),
        ("fr,de", None),
        ("es;q=0", None),
        ("*", None),
        (",,;q=1", None),
        ("", None),
    ],
)
def test_browser_gets_what_it_likes_best_among_those_offered(
    accept: str, language: Language | None
) -> None:
    assert preferred(accept, (ENGLISH, SPANISH)) is language


def test_browser_gets_no_language_that_is_not_offered() -> None:
    assert preferred("es,en;q=0.1", (ENGLISH,)) is ENGLISH
    assert preferred("en-XA", (ENGLISH, SPANISH)) is ENGLISH
    assert preferred("en-XA", ALL) is ACCENTED


# --------------------------------------------------------------------------------- written in


def test_nothing_said_is_english() -> None:
    assert current() is ENGLISH


def test_block_is_in_its_language_and_what_follows_is_not() -> None:
    with writing_in(SPANISH):
        with writing_in(ACCENTED):
            assert current() is ACCENTED
        assert current() is SPANISH
    assert current() is ENGLISH


def test_language_ends_with_its_block_when_something_goes_wrong() -> None:
    with pytest.raises(KeyError), writing_in(SPANISH):
        raise KeyError
    assert current() is ENGLISH


def test_reader_who_is_known_later_turns_the_block_around() -> None:
    with writing_in(ENGLISH):
        turn_to(SPANISH)
        assert current() is SPANISH
        with writing_in(ACCENTED):
            turn_to(MIRRORED)
            assert current() is MIRRORED
        assert current() is SPANISH
    assert current() is ENGLISH


def test_turning_without_a_block_would_never_end_and_is_refused() -> None:
    with pytest.raises(LookupError):
        turn_to(SPANISH)


def test_thread_that_is_started_inside_turns_the_block_it_came_from() -> None:
    with writing_in(ENGLISH):
        inside = copy_context()
        thread = threading.Thread(target=inside.run, args=(turn_to, SPANISH))
        thread.start()
        thread.join()
        assert current() is SPANISH


def test_two_requests_at_once_do_not_turn_each_other() -> None:
    met = threading.Barrier(2)
    seen: dict[str, str] = {}

    def request(language: Language) -> None:
        with writing_in(ENGLISH):
            met.wait(5)
            turn_to(language)
            met.wait(5)
            seen[language.code] = str(_("Sign out")) + current().code

    threads = [
        threading.Thread(target=request, args=(language,)) for language in (ACCENTED, MIRRORED)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen["en-XA"].startswith("[Šîĝñ öûţ")
    assert seen["en-XA"].endswith("en-XA")
    assert seen["ar-XB"].endswith("ar-XB")


def test_right_to_left_is_known_of_each_language() -> None:
    assert {code: language.direction for code, language in LANGUAGES.items()} == {
        "en": "ltr",
        "es": "ltr",
        "en-XA": "ltr",
        "ar-XB": "rtl",
    }
