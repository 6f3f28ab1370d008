"""How packs, releases and their use are called on every page of the library."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from app.cohorts.models import Cohort
from app.cohorts.moves.queries import Use
from app.content.enums import Origin
from app.content.releases.records import Loaded
from app.language.words import joined
from app.web.parts import Badge

KINDS: Mapping[str, str] = {
    "program": "Program file",
    "module": "Module",
    "case": "Case",
    "guide": "Facilitator guide",
}
WHATS: Mapping[str, Badge] = {
    "new": Badge("New", "good"),
    "changed": Badge("Changed", "warm"),
    "restored": Badge("As it was before", "accent"),
    "renamed": Badge("File has another name", "neutral"),
    "removed": Badge("Removed", "bad"),
}
"""What becomes of a document, in words and in tone."""
NO_COHORT = "No cohort"
ITS_USE = "New cohorts begin with it"
"""What a program file is for: a cohort copies its rules when it is set up."""
HASH_SHOWN = 8


def title_of(kind: str, title: str) -> str:
    """What a document is called: a program file has the program's title, which says nothing."""
    return KINDS["program"] if kind == "program" else title


def short(hash_: str) -> str:
    """A hash as people compare it."""
    return hash_[:HASH_SHOWN]


def origin_of(loaded: Loaded) -> str:
    """`from the files`; `imported by Cora Castellano`."""
    if loaded.release.origin is Origin.FILES:
        return "from the files"
    return f"imported by {loaded.by}" if loaded.by else "imported"


def release_text(loaded: Loaded, zone: str) -> str:
    """`Release 3, Nov 18, 2026, from the files`."""
    when = date_of(loaded.release.loaded_at, zone)
    return f"Release {loaded.release.number}, {when}, {origin_of(loaded)}"


def date_of(moment: datetime, zone: str) -> str:
    """`Nov 18, 2026`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%b} {local.day}, {local.year}"


def cohorts_using(uses: Sequence[Use], version_ids: Collection[UUID]) -> list[str]:
    """The titles of the cohorts that use one of these versions."""
    return list(dict.fromkeys(use.cohort.title for use in uses if use.version_id in version_ids))


def behind(uses: Sequence[Use], current: Collection[UUID], now: datetime) -> list[Cohort]:
    """The cohorts that have not closed and use a version that is not current."""
    found = [use.cohort for use in uses if use.version_id not in current]
    return list({cohort.id: cohort for cohort in found if cohort.closes_at > now}.values())


def use_of(kind: str, uses: Sequence[Use], version_id: UUID) -> str:
    """Who uses one version, in a line."""
    if kind == "program":
        return ITS_USE
    return ", ".join(cohorts_using(uses, {version_id})) or NO_COHORT


def used_by(uses: Sequence[Use], current: UUID, versions: Collection[UUID]) -> list[str]:
    """`Fall 2026: this version`, then `Spring 2026: another one`."""
    now = cohorts_using(uses, {current})
    before = cohorts_using(uses, [version for version in versions if version != current])
    everybody = {use.cohort.title for use in uses}
    if len(now) > 2 and set(now) == everybody and not before:
        return [f"All {len(now)} cohorts: this version"]
    said = [(now, "this version"), (before, "another one")]
    return [f"{joined(cohorts, 'and')}: {words}" for cohorts, words in said if cohorts]
