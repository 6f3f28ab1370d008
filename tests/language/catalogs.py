"""A language whose catalog a test writes itself, so that no test hangs on a translator's words."""

from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from app.language import catalogs, texts
from app.language.languages import Language

Words = Mapping[Any, str | tuple[str, ...]]
"""English, for one and many where both are, and what the language says."""


def language_that_says(
    monkeypatch: pytest.MonkeyPatch,
    words: Words,
    *,
    code: str = "es",
    region: str = "es_US",
    contexts: Mapping[tuple[str, str], str] | None = None,
) -> Language:
    """A language with these words; `contexts`: by context and English."""
    language = Language(code, "Prueba", region)
    book = Catalog(locale=code)
    for english, said in words.items():
        book.add(english, said)
    for (context, english), said in (contexts or {}).items():
        book.add(english, said, context=context)
    file = BytesIO()
    write_mo(file, book)
    file.seek(0)
    own = GNUTranslations(file)

    def catalog(asked: Language) -> NullTranslations:
        return own if asked is language else catalogs.catalog(asked)

    monkeypatch.setattr(texts, "catalog", catalog)
    return language
