"""One version of a document: what it is, who uses it, and a frame with what its readers see."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.moves.rules import Uses
from app.content.differences.fields import fields_of, label
from app.content.models import ContentVersion
from app.language import Text, _, ngettext, pgettext
from app.language.moments import long_moment
from app.site.manage.content.document import in_releases
from app.site.manage.content.loaders import DocumentContext
from app.site.manage.content.wording import KINDS, short, title_of, use_of
from app.web.parts import Chip, Fact

WIDTHS = {"fit": _("As wide as this screen"), "phone": _("Phone"), "desktop": _("Desktop")}
PARTS = {"page": _("Module"), "check": _("Knowledge check")}


@dataclass(frozen=True)
class VersionPage:
    """One version."""

    program: str
    pack_path: str
    document_path: str
    kind: Text
    title: Text
    hash: str
    path: str
    current: bool
    facts: Sequence[Fact]
    frame: str | None
    """What the frame shows; None for the program file, which has no page."""
    width: str
    """`fit`, `phone` or `desktop`."""
    widths: Sequence[Chip]
    parts: Sequence[Chip]
    fields: Sequence[Fact]
    """Of the program file: all that it says."""
    compare: str | None
    reader: str | None
    """The module as a PDF, if it is printed."""


def version_page(
    here: DocumentContext,
    version: ContentVersion,
    uses: Uses,
    *,
    width: str,
    part: str,
    printed: bool,
    zone: str,
) -> VersionPage:
    """The page of a version; `width` and `part` are what its frame shows."""
    brief = here.version(version.hash)
    path = here.path_of(brief)
    has_check = bool(version.data.get("check"))
    part = part if has_check and part == "check" else "page"
    width = width if width in WIDTHS else "fit"
    framed = version.kind != "program"
    words = len(version.source.split())
    return VersionPage(
        program=here.program.title,
        pack_path=here.path,
        document_path=here.document_path,
        kind=KINDS[version.kind],
        title=title_of(version.kind, version.title),
        hash=short(version.hash),
        path=path,
        current=here.current is not None and here.current.id == version.id,
        facts=(
            Fact(pgettext("of a version", "Loaded"), long_moment(version.loaded_at, zone)),
            Fact(_("Part of"), in_releases(here, brief)),
            Fact(_("Used by"), use_of(version.kind, uses, version.id)),
            Fact(_("Length of the file"), ngettext("{count} word", "{count} words", count=words)),
        ),
        frame=_frame(path, part) if framed else None,
        width=width,
        widths=[
            Chip(text, f"{path}?width={key}&part={part}", key == width)
            for key, text in WIDTHS.items()
        ],
        parts=[
            Chip(text, f"{path}?width={width}&part={key}", key == part)
            for key, text in (PARTS.items() if has_check else ())
        ],
        fields=[]
        if framed
        else [Fact(label(field), text) for field, text in fields_of(version.data).items()],
        compare=f"{here.document_path}/compare" if len(here.versions) > 1 else None,
        reader=f"{path}/page/reader.pdf" if printed else None,
    )


def _frame(path: str, part: str) -> str:
    return f"{path}/page/check" if part == "check" else f"{path}/page"
