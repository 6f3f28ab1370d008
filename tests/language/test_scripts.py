"""What scripts say: words from the catalogs, in every form that a language has for numbers."""

from gettext import NullTranslations

import pytest

from app.language import LazyText, _, languages, ngettext, scripts, texts
from app.language.languages import LANGUAGES, Language, writing_in

WORDS: dict[str, LazyText] = {
    "found": ngettext("{shown} of {count} person", "{shown} of {count} people", count=0, shown=0),
    "all-marked": _("Everybody is marked."),
}


def test_words_come_with_the_names_of_their_facts() -> None:
    assert scripts.attributes(WORDS) == {
        "data-words-found-one": "#shown of #count person",
        "data-words-found-other": "#shown of #count people",
        "data-words-all-marked-other": "Everybody is marked.",
    }


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_every_language_that_is_offered_has_them(language: Language) -> None:
    with writing_in(language):
        said = scripts.attributes(WORDS)
    assert {"data-words-found-one", "data-words-found-other"} <= said.keys()
    assert said["data-words-found-other"].count("#count") == 1
    if language.pseudo:
        assert said["data-words-all-marked-other"] != "Everybody is marked."


def test_a_language_has_all_its_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polish: 1 osoba, 2 osoby, 5 osób; and what CLDR calls `other` is of fractions alone."""

    class Polish(NullTranslations):
        def ngettext(self, _one: str, _many: str, n: int) -> str:
            few = n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14}
            return "osoba" if n == 1 else "{count} osoby" if few else "{count} osób"

    polish = languages.Language("pl", "Polski", "pl_PL")
    monkeypatch.setattr(texts, "catalog", lambda _language: Polish())
    with writing_in(polish):
        said = scripts.attributes({"found": WORDS["found"]})
    assert said == {
        "data-words-found-one": "osoba",
        "data-words-found-few": "#count osoby",
        "data-words-found-many": "#count osób",
    }
