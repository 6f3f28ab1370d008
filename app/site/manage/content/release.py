"""One release of a program: what it changed, to export it, and to make it current again."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.content.releases.records import ReleaseHistory
from app.content.releases.rules import DocumentChange, changes_of, summary
from app.language import Text, _, dotted, ngettext
from app.language.moments import local
from app.site.manage.content.loaders import SHORT, PackContext
from app.site.manage.content.wording import KINDS, WHATS, origin_of, title_of


@dataclass(frozen=True)
class ReleaseChangeLine:
    """One document that a release changed."""

    what: Text
    tone: str
    kind: Text
    title: Text
    path: str
    compare: str | None


@dataclass(frozen=True)
class ReleasePage:
    """One release."""

    program: str
    pack_path: str
    path: str
    number: int
    lead: str
    summary: Text
    lines: Sequence[ReleaseChangeLine]
    current: bool


def release_page(here: PackContext, number: int, history: ReleaseHistory, zone: str) -> ReleasePage:
    """What a release changed, compared with the one before."""
    loaded = next(release for release in history.releases if release.release.number == number)
    release = loaded.release
    changes = changes_of(number, history)
    return ReleasePage(
        program=here.program.title,
        pack_path=here.path,
        path=f"{here.path}/releases/{number}",
        number=number,
        lead=dotted(
            (
                _("Loaded {loaded:long_moment}", loaded=local(release.loaded_at, zone)),
                origin_of(loaded),
                ngettext("{count} text", "{count} texts", count=len(history.items[release.id])),
            )
        ),
        summary=summary(number, changes),
        lines=[_line(here, change) for change in changes],
        current=loaded is history.releases[0],
    )


def _line(here: PackContext, change: DocumentChange) -> ReleaseChangeLine:
    document = change.document
    path = f"{here.path}/{document.kind}/{document.key}"
    compare = None
    if change.before and change.after:
        between = f"old={change.before.hash[:SHORT]}&new={change.after.hash[:SHORT]}"
        compare = f"{path}/compare?{between}"  # not shown
    what, tone = WHATS[change.what]
    return ReleaseChangeLine(
        what=what,
        tone=tone,
        kind=KINDS[document.kind],
        title=title_of(document.kind, document.title),
        path=path,
        compare=compare,
    )
