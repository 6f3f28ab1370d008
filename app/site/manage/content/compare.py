"""The difference between two versions of a document."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.content.differences.documents import Difference, difference
from app.content.models import ContentVersion
from app.content.releases.records import Brief
from app.language import Text
from app.site.manage.content.document import default_pair, options_of, version_words
from app.site.manage.content.loaders import SHORT, DocumentContext
from app.site.manage.content.wording import KINDS, title_of
from app.web.parts import Option


@dataclass(frozen=True)
class ComparePage:
    """What changed from one version to another."""

    program: str
    language: str
    pack_path: str
    kind: Text
    title: Text
    path: str
    old: Text
    new: Text
    difference: Difference
    options: Sequence[Option]
    older: str
    newer: str
    swap: str


def chosen_pair(here: DocumentContext, old: str, new: str) -> tuple[Brief, Brief]:
    """The versions that an address names by the beginnings of their hashes."""
    older, newer = default_pair(here)
    return (here.version(old) if old else older), (here.version(new) if new else newer)


def compare_page(
    here: DocumentContext, old: ContentVersion, new: ContentVersion, zone: str
) -> ComparePage:
    """The difference between two versions."""
    older, newer = old.hash[:SHORT], new.hash[:SHORT]
    return ComparePage(
        program=here.program.title,
        language=here.program.language,
        pack_path=here.path,
        kind=KINDS[here.kind],
        title=title_of(here.kind, new.title),
        path=here.document_path,
        old=version_words(here, old, zone),
        new=version_words(here, new, zone),
        difference=difference(old, new),
        options=options_of(here, zone),
        older=older,
        newer=newer,
        swap=f"{here.document_path}/compare?old={newer}&new={older}",
    )
