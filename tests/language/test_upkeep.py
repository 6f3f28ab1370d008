"""Catalogs: what is wrong with one is found, and an update loses no words."""

from collections.abc import Callable
from gettext import GNUTranslations
from pathlib import Path
from textwrap import dedent

import pytest
from babel.messages import Catalog
from typer.testing import CliRunner

from app.cli import cli
from app.language import catalogs, upkeep
from app.language.languages import ENGLISH, SPANISH
from app.settings import Settings

Write = Callable[[str], None]

SOURCE = (
    "Sign in",
    "Opens {opens:moment}.",
    "{units:and} are open.",
    'See <a href="{href}">help</a>.',
    ("{count} unit", "{count} units"),
)
WHOLE = """
msgid ""
msgstr ""
"Language: es\\n"
"Plural-Forms: nplurals=3; plural=(n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2);\\n"

msgid "Sign in"
msgstr "Iniciar sesión"

msgid "Opens {opens:moment}."
msgstr "Abre el {opens:day}."

msgid "{units:and} are open."
msgstr "Están abiertas {units:or}."

msgid "See <a href=\\"{href}\\">help</a>."
msgstr "Vea la <a href=\\"{href}\\">ayuda</a>."

msgid "{count} unit"
msgid_plural "{count} units"
msgstr[0] "{count} unidad"
msgstr[1] "{count} de unidades"
msgstr[2] "{count} unidades"
"""


@pytest.fixture
def write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Write:
    """`write(po)` makes it the Spanish of a source with five texts."""
    marked = Catalog()
    for text in SOURCE:
        marked.add(text, None, [("app/x.py", 0)])
    monkeypatch.setattr(upkeep, "marked", lambda: marked)
    monkeypatch.setattr(upkeep, "TRANSLATIONS", tmp_path)

    def wrote(text: str) -> None:
        (tmp_path / "es.po").write_text(text, encoding="utf-8")

    return wrote


def test_whole_catalog_has_nothing_wrong(write: Write) -> None:
    write(WHOLE)
    assert upkeep.complaints() == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgid "Sign in"\nmsgstr "Iniciar sesión"\n', "", "is missing"),
        ("Iniciar sesión", "", "has no translation"),
        ("{count} de unidades", "", "has no translation"),
        ('msgid "Sign in"', '#, fuzzy\nmsgid "Sign in"', "fuzzy"),
        ('msgid "Sign in"', 'msgid "Gone"\nmsgstr "Ido"\n\nmsgid "Sign in"', "not in the source"),
        ('msgid "Sign in"', '#~ msgid "Old"\n#~ msgstr "V"\n\nmsgid "Sign in"', "any more"),
        ("el {opens:day}", "pronto", "other placeholders"),
        ("{count} unidades", "unidades", "other placeholders"),
        ("Iniciar sesión", "Hola, {name}", "other placeholders"),
        ("{opens:day}", "{opens:and}", "other placeholders"),
        ("{units:or}", "{units}", "other placeholders"),
        ("{opens:day}", "{opens:fecha}", "cannot be read"),
        ("{opens:day}", "{opens:day", "cannot be read"),
        ("ayuda</a>.", "ayuda.", "other placeholders or tags"),
        ("ayuda</a>.", "ayuda</a> <b>ya</b>.", "other placeholders or tags"),
        ("ayuda</a>.", "ayuda</a> <img src=x onerror=y", "other placeholders or tags"),
    ],
)
def test_what_is_wrong_is_found(write: Write, old: str, new: str, problem: str) -> None:
    assert old in WHOLE
    write(WHOLE.replace(old, new, 1))
    (found,) = map(str, upkeep.complaints())
    assert found.startswith("app/translations/es.po: ")
    assert problem in found


def test_check_fails_with_what_is_wrong(write: Write) -> None:
    write(WHOLE.replace("Iniciar sesión", ""))
    done = CliRunner().invoke(cli, ["languages", "check"])
    assert done.exit_code == 1
    assert "has no translation: 'Sign in'" in done.output


def test_update_keeps_words_adds_what_is_new_and_drops_what_is_gone(
    write: Write, tmp_path: Path
) -> None:
    write(WHOLE.replace('msgid "Sign in"', 'msgid "Gone"').replace("Iniciar sesión", "Ido"))
    assert upkeep.update(SPANISH) == ["Sign in"]
    text = (tmp_path / "es.po").read_text()
    assert "Gone" not in text
    assert "Abre el {opens:day}." in text
    assert upkeep.update(SPANISH) == ["Sign in"]
    assert (tmp_path / "es.po").read_text() == text


def test_new_language_begins_with_every_text(write: Write, tmp_path: Path) -> None:
    assert len(upkeep.update(SPANISH)) == len(SOURCE)
    assert (tmp_path / "es.po").exists()


def test_what_is_compiled_is_what_was_written(write: Write, tmp_path: Path) -> None:
    write(WHOLE)
    upkeep.compile_all()
    with (tmp_path / "es.mo").open("rb") as file:
        words = GNUTranslations(file)
    assert words.gettext("Sign in") == "Iniciar sesión"
    assert [words.ngettext("{count} unit", "{count} units", n) for n in (1, 2, 1_000_000)] == [
        "{count} unidad",
        "{count} unidades",
        "{count} de unidades",
    ]


def test_start_says_what_to_run_where_nothing_was_compiled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(catalogs, "TRANSLATIONS", tmp_path)
    catalogs.catalog.cache_clear()
    try:
        catalogs.require((ENGLISH,))
        with pytest.raises(catalogs.CatalogMissingError, match="languages compile"):
            catalogs.require(Settings(demo=True).offered_languages)
    finally:
        catalogs.catalog.cache_clear()


def test_a_comma_after_the_last_argument_hides_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = """
    ReasonKind("a.plain", "Plain.")
    ReasonKind("a.comma", "Comma.",)
    ReasonKind("a.both", "{count} one.", "{count} many.")
    ReasonKind("a.both_comma", "{count} comma.", "{count} commas.",)
    reason("a.reason", "Reason.",)
    _("Text.",)
    """
    (tmp_path / "planted.py").write_text(dedent(declared))
    monkeypatch.setattr(upkeep, "ROOT", tmp_path)
    found = {str(entry.id) for entry in upkeep.marked.__wrapped__() if entry.id}
    both = {str(("{count} one.", "{count} many.")), str(("{count} comma.", "{count} commas."))}
    assert found == both | {"Plain.", "Comma.", "Reason.", "Text."}
