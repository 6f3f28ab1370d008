"""Interface words in each language: gettext catalogs, compiled from the files that people edit."""

from collections.abc import Iterable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from app.language.languages import Language
from app.language.pseudo import pseudo

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


class CatalogMissingError(Exception):
    """A language has no compiled catalog; the message says what to run."""


class _Pseudo(NullTranslations):
    """English, made unlike itself."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language

    def gettext(self, message: str) -> str:
        return pseudo(message, mirrored=self.language.direction == "rtl")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return self.ngettext(msgid1, msgid2, n)


def require(languages: Iterable[Language]) -> None:
    """Read the words of every language that is offered; who starts with this fails there.

    Raises:
        CatalogMissingError: One of them was never compiled.
    """
    for language in languages:
        catalog(language)


@cache
def catalog(language: Language) -> NullTranslations:
    """The words of a language, read once.

    Raises:
        CatalogMissingError: Its catalog was never compiled.
    """
    if language.pseudo:
        return _Pseudo(language)
    if language.code == "en":
        return NullTranslations()
    try:
        with (TRANSLATIONS / f"{language.code}.mo").open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        raise CatalogMissingError(
            f"The words in {language.name} are not compiled. Run: python -m app languages compile"
        ) from None
