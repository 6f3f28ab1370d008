"""Interface words as values: translated when they are shown, with facts that are never words."""

import pickle
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.language import LazyText, _, dotted, ngettext, pgettext
from app.language.languages import ACCENTED, ENGLISH, LANGUAGES, MIRRORED, SPANISH, writing_in
from app.language.texts import pieces
from app.language.words import of_needed
from tests.language.catalogs import language_that_says

WELCOME = _("Welcome to {cohort}", cohort="Fall 2026")


def test_text_is_worded_in_the_language_of_whoever_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spanish = language_that_says(monkeypatch, {"Welcome to {cohort}": "{cohort}: bienvenida"})
    assert str(WELCOME) == "Welcome to Fall 2026"
    with writing_in(spanish):
        assert str(WELCOME) == "Fall 2026: bienvenida"
    assert str(WELCOME) == "Welcome to Fall 2026"


def test_text_that_a_language_lacks_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    with writing_in(language_that_says(monkeypatch, {})):
        assert str(WELCOME) == "Welcome to Fall 2026"


def test_texts_are_the_same_by_words_and_facts() -> None:
    assert _("Sign out") is _("Sign out")
    assert _("Welcome to {cohort}", cohort="Fall 2026") == WELCOME
    assert _("Welcome to {cohort}", cohort="Spring 2026") != WELCOME
    assert pgettext("of a unit", "Open") != pgettext("of a session", "Open")
    assert len({WELCOME, _("Welcome to {cohort}", cohort="Fall 2026")}) == 1


def test_text_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(WELCOME)) == WELCOME


def test_text_shows_what_it_is_to_a_programmer() -> None:
    assert repr(WELCOME) == "_('Welcome to {cohort}', cohort='Fall 2026')"


# ---------------------------------------------------------------------------------------- facts


@pytest.mark.parametrize("facts", [{}, {"cohort": "A", "unit": "B"}, {"cohorts": "A"}])
def test_facts_are_those_that_the_words_name(facts: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="has the facts"):
        _("Welcome to {cohort}", **facts)


@pytest.mark.parametrize("fact", [None, True, 0.5, ["a"], {"a": 1}, datetime(2026, 11, 26)])  # noqa: DTZ001
def test_what_is_no_fact_is_refused(fact: object) -> None:
    with pytest.raises(TypeError):
        _("About {fact}", fact=fact)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:upper}"])
def test_placeholder_has_a_name_and_at_most_a_style(text: str) -> None:
    with pytest.raises(ValueError, match=r"needs a name|no style"):
        pieces(text)


def test_braces_and_percent_signs_in_a_fact_mean_nothing() -> None:
    assert str(_("About {fact}", fact="{count} {0} %s %(x)s")) == "About {count} {0} %s %(x)s"


def test_fact_can_be_a_text_and_is_worded_with_the_one_around_it() -> None:
    outer = _("Error: {page}", page=_("Sign out"))
    with writing_in(ACCENTED):
        assert "Šîĝñ öûţ" in str(outer)
        assert "Sign" not in str(outer)
    assert str(outer) == "Error: Sign out"


def test_language_may_put_facts_in_another_order_and_style(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = {"{unit} opens {opens:day}.": "El {opens:date} abre {unit}."}
    spanish = language_that_says(monkeypatch, words)
    opens = datetime(2026, 11, 26, 19, tzinfo=UTC)
    text = _("{unit} opens {opens:day}.", unit="Semana 6", opens=opens)
    assert str(text) == "Semana 6 opens Thu, Nov 26."
    with writing_in(spanish):
        assert str(text) == "El 26 de noviembre de 2026 abre Semana 6."


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (999, "999"),
        (-7, "-7"),
        (1000, "1,000"),
        (12_345, "12,345"),
        (Decimal("5.50"), "5.50"),
        (Decimal("1234.5"), "1,234.5"),
        (Decimal("3"), "3"),
    ],
)
def test_number_reads_as_usual_and_keeps_its_places(number: int | Decimal, words: str) -> None:
    assert str(_("About {fact}", fact=number)) == f"About {words}"


# --------------------------------------------------------------------------------------- plural


def test_number_chooses_the_form_by_the_rule_of_the_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def told(*numbers: int) -> list[str]:
        return [str(ngettext("{count} unit", "{count} units", count=n)) for n in numbers]

    english = ("{count} unit", "{count} units")
    assert told(0, 1, 2, 1200) == ["0 units", "1 unit", "2 units", "1,200 units"]
    spanish = ("{count} unidad", "{count} de unidades", "{count} unidades")
    with writing_in(language_that_says(monkeypatch, {english: spanish})):
        assert told(0, 1, 2) == ["0 unidades", "1 unidad", "2 unidades"]
        assert told(1_000_000) == ["1,000,000 de unidades"]
    polish = ("{count} lekcja", "{count} lekcje", "{count} lekcji")
    with writing_in(language_that_says(monkeypatch, {english: polish}, code="pl", region="pl_PL")):
        assert told(0, 1, 2, 5, 22) == ["0 lekcji", "1 lekcja", "2 lekcje", "5 lekcji", "22 lekcje"]


@pytest.mark.parametrize("language", [ACCENTED, MIRRORED], ids=lambda language: language.code)
def test_pseudo_language_has_one_and_many_too(language: object) -> None:
    with writing_in(language):  # type: ignore[arg-type]
        one, two = (str(ngettext("{count} unit", "{count} units", count=n)) for n in (1, 2))
    assert one.replace("1", "") != two.replace("2", "")


def test_count_decides_also_where_no_form_tells_it() -> None:
    assert str(ngettext("One person waits", "Several people wait", count=1)) == "One person waits"
    with pytest.raises(TypeError):
        ngettext("One person waits", "Several people wait", count=1, who="Ada")


def test_context_tells_two_meanings_of_one_word_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    contexts = {("button", "Open"): "Abrir", ("of a unit", "Open"): "Abierta"}
    with writing_in(language_that_says(monkeypatch, {}, contexts=contexts)):
        said = [str(pgettext("button", "Open")), str(pgettext("of a unit", "Open")), str(_("Open"))]
    assert said == ["Abrir", "Abierta", "Open"]


def test_much_or_little_of_what_is_needed() -> None:
    assert str(of_needed(5, 6)) == "5 of 6"
    assert str(of_needed(8, 6)) == "8, 6 needed"


# ---------------------------------------------------------------------------------------- lists


def listed(style: str, *facts: str | LazyText) -> str:
    texts = {
        "and": _("{facts:and}", facts=facts),
        "or": _("{facts:or}", facts=facts),
        "list": _("{facts:list}", facts=facts),
    }
    return str(texts[style])


@pytest.mark.parametrize(
    ("style", "english", "spanish"),
    [
        ("and", ["", "A", "A and B", "A, B, and C"], ["", "A", "A y B", "A, B y C"]),
        ("or", ["", "A", "A or B", "A, B, or C"], ["", "A", "A o B", "A, B o C"]),
        ("list", ["", "A", "A, B", "A, B, C"], ["", "A", "A y B", "A, B y C"]),
    ],
)
def test_list_reads_as_in_its_language(style: str, english: list[str], spanish: list[str]) -> None:
    assert [listed(style, *"ABC"[:n]) for n in range(4)] == english
    with writing_in(SPANISH):
        assert [listed(style, *"ABC"[:n]) for n in range(4)] == spanish


def test_every_list_is_worded_in_every_language() -> None:
    for language in LANGUAGES.values():
        with writing_in(language):
            for style in ("and", "or", "list"):
                words = listed(style, *"ABCD")
                assert [letter for letter in words if letter in "ABCD"] == ["A", "B", "C", "D"]


def test_words_between_the_items_are_of_the_language_too() -> None:
    with writing_in(ACCENTED):
        assert "åñð" in listed("and", "Α", "Β", "Γ")
        assert " and " not in listed("and", "Α", "Β")
        assert listed("list", "Α", "Β") == "[Α, Β]"


def test_items_of_a_list_are_worded_each_in_its_style() -> None:
    days = tuple(datetime(2026, 11, day, 19, tzinfo=UTC) for day in (19, 26))
    assert str(_("{days:day+and}", days=days)) == "Thu, Nov 19 and Thu, Nov 26"
    assert listed("and", _("Sign out"), "B") == "Sign out and B"


@pytest.mark.parametrize(
    ("language", "words"),
    [(ENGLISH, "10 minutes, 1 hour, 14 days"), (SPANISH, "10 minutos, 1 hora, 14 días")],
)
def test_how_long_something_lasts_is_told_with_its_unit(language: object, words: str) -> None:
    text = _("{a:minutes}, {b:hours}, {c:days}", a=10, b=1, c=14)
    with writing_in(language):  # type: ignore[arg-type]
        assert str(text) == words


# -------------------------------------------------------------------------------- side by side


def test_things_side_by_side_leave_out_what_is_not_there() -> None:
    parts = (_("Sign out"), None, "", "B")
    assert dotted(parts) == "Sign out · B"
    with writing_in(MIRRORED):
        assert dotted(parts).endswith(" · \u2068B\u2069")


def test_what_comes_from_elsewhere_keeps_its_direction_among_words_from_right_to_left() -> None:
    with writing_in(MIRRORED):
        assert "\u2068Fall 2026\u2069" in str(WELCOME)
    with writing_in(ACCENTED):
        assert "\u2068" not in str(WELCOME)


def test_number_that_names_a_line_has_no_thousands() -> None:
    for language in ("en", "es", "ar-XB"):
        with writing_in(LANGUAGES[language]):
            assert str(_("Line {number:numeral}", number=1024)).endswith("1024")
