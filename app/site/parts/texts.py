"""A stored text as people read it."""

from app.content.models import ContentVersion
from app.packs.figures.files import shown_at
from app.packs.text.quotes import curly_html


def shown_html(version: ContentVersion, path: str, language: str) -> str:
    """Its HTML, with its pictures and the marks of its language. `path`: below which these are."""
    return shown_at(curly_html(version.html, language), path, version.figures)
