"""How packs, releases and their use are called on every page of the library."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from app.cohorts.models import Cohort
from app.cohorts.moves.rules import Uses
from app.content.enums import Origin
from app.content.releases.records import Loaded
from app.language import LazyText, Text, _, dotted, ngettext, pgettext
from app.language.moments import local, long_date
from app.web.parts import Badge

KINDS: Mapping[str, LazyText] = {
    "program": _("Program file"),
    "module": _("Module"),
    "case": _("Case"),
    "guide": _("Facilitator guide"),
    "instrument": _("Instrument"),
}
WHATS: Mapping[str, Badge] = {
    "new": Badge(pgettext("of a text", "New"), "good"),
    "changed": Badge(pgettext("of a text", "Changed"), "warm"),
    "restored": Badge(pgettext("of a text", "Restored"), "accent"),
    "renamed": Badge(pgettext("of a text", "Renamed"), "neutral"),
    "removed": Badge(pgettext("of a text", "Removed"), "bad"),
}
"""What becomes of a document, in words and in tone."""
NO_COHORT = _("No cohort")
NO_SURVEY = _("No survey")
NO_WORDING = _("No survey: its wording is not complete")
ITS_USE = _("New cohorts begin with it")
"""What a program file is for: a cohort copies its rules when it is set up."""
HASH_SHOWN = 8
NAMED = 6
"""How many cohorts are named where more of them use a version."""


def title_of(kind: str, title: str) -> Text:
    """What a document is called: a program file has the program's title, which says nothing."""
    return KINDS["program"] if kind == "program" else title


def short(hash_: str) -> str:
    """A hash as people compare it."""
    return hash_[:HASH_SHOWN]


def origin_of(loaded: Loaded) -> Text:
    """`From the files`; `Imported by Cora Castellano`."""
    if loaded.release.origin is Origin.FILES:
        return _("From the files")
    if loaded.by is None:
        return pgettext("of a release", "Imported")
    return _("Imported by {person}", person=loaded.by)


def release_text(loaded: Loaded, zone: str) -> str:
    """`Release 3 · November 18, 2026 · From the files`."""
    release = loaded.release
    name = _("Release {number}", number=release.number)
    return dotted((name, long_date(release.loaded_at, zone), origin_of(loaded)))


def version_text(hash_: str, loaded_at: datetime, zone: str, *, current: bool) -> Text:
    """`1a2b3c4d, November 18, 2026 (current)`."""
    if current:
        return _(
            "{version}, {loaded:date} (current)",
            version=short(hash_),
            loaded=local(loaded_at, zone),
        )
    return _("{version}, {loaded:date}", version=short(hash_), loaded=local(loaded_at, zone))


def _some(cohorts: Sequence[Cohort]) -> tuple[Text, ...]:
    """The titles of the first few, and how many more there are."""
    most = NAMED if len(cohorts) > NAMED + 1 else len(cohorts)
    titles: tuple[Text, ...] = tuple(dict.fromkeys(cohort.title for cohort in cohorts[:most]))
    if not (more := len(cohorts) - most):
        return titles
    return (*titles, ngettext("{count} more cohort", "{count} more cohorts", count=more))


def use_of(kind: str, uses: Uses, version_id: UUID) -> Text:
    """Who uses one version, in a line."""
    if kind == "program":
        return ITS_USE
    if kind == "instrument":
        return NO_SURVEY
    return dotted(_some(uses.using([version_id]))) or NO_COHORT


def used_by(uses: Uses, current: UUID, versions: Collection[UUID]) -> list[LazyText]:
    """`Fall 2026: this version`, then `Spring 2026: another version`."""
    now = uses.using([current])
    before = uses.using([version for version in versions if version != current])
    if len(now) > 2 and len(now) == len(uses.cohorts) and not before:
        return [
            ngettext(
                "The {count} cohort: this version",
                "All {count} cohorts: this version",
                count=len(now),
            )
        ]
    found = []
    if now:
        found.append(_("{cohorts:and}: this version", cohorts=_some(now)))
    if before:
        found.append(_("{cohorts:and}: another version", cohorts=_some(before)))
    return found
