"""Finds packs, or says 404: coordinators see their programs', administrators all.

Learners and facilitators stand before no pack: for them there is none, so nothing of a unit that is
not open yet can be reached here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Path

from app.cohorts.models import Program
from app.cohorts.programs import queries as programs
from app.content import queries as content
from app.content.models import ContentRelease, ContentVersion
from app.content.releases import queries
from app.content.releases.records import Brief, Loaded
from app.core.errors import NotFoundError
from app.packs.schema import Kind
from app.people.actors import Actor
from app.people.roles import of_pack, reach_of, roles_over
from app.policy.table import Role
from app.site.visits import Visit

HOME = "/manage/content"
SHORT = 10
"""How much of a hash stands in an address."""

Prefix = Annotated[str, Path(pattern="^[0-9a-f]{8,64}$")]
"""The beginning of a version's hash."""
Number = Annotated[int, Path(ge=1, le=1_000_000)]


@dataclass(frozen=True)
class PackContext:
    """The program an address names."""

    program: Program

    @property
    def path(self) -> str:
        """Its page."""
        return f"{HOME}/{self.program.key}"


@dataclass(frozen=True)
class DocumentContext(PackContext):
    """A document of a program, with all its versions, the newest first."""

    kind: Kind
    key: str
    versions: Sequence[Brief]
    releases: Sequence[Loaded]
    """All of the program, the newest first."""
    items: Mapping[UUID, Sequence[UUID]]
    """The versions of each release."""

    @property
    def document_path(self) -> str:
        """The page of its versions."""
        return f"{self.path}/{self.kind}/{self.key}"

    def path_of(self, version: Brief) -> str:
        """The page of one version."""
        return f"{self.document_path}/{version.hash[:SHORT]}"

    @property
    def current(self) -> Brief | None:
        """The version of the newest release; None if it was removed from the pack."""
        here = self.items[self.releases[0].release.id] if self.releases else ()
        return next((version for version in self.versions if version.id in here), None)

    def version(self, prefix: str) -> Brief:
        """The newest version whose hash begins so."""
        return _beginning(self.versions, prefix)


def programs_of(visit: Visit) -> Sequence[Program]:
    """The programs whose packs the visitor may see; permission for the desk as such."""
    actor = visit.permit_own()
    role = Role.ADMINISTRATOR if edits_every_pack(actor) else Role.COORDINATOR
    return programs.programs(visit.db, reach_of(actor, role))


def edits_every_pack(actor: Actor) -> bool:
    """Whether somebody edits all packs, those of programs that are yet to be too."""
    return Role.ADMINISTRATOR in roles_over(actor, of_pack(None))


def load_pack(visit: Visit, key: str) -> PackContext:
    """A program, for those who coordinate it and for administrators."""
    program = programs.program_by_key(visit.db, key)
    visit.permit(roles_over(visit.actor, of_pack(program.id if program else None)))
    if program is None:
        raise NotFoundError
    return PackContext(program)


def load_document(visit: Visit, key: str, kind: Kind, document: str) -> DocumentContext:
    """A document of a program; in three statements after the program's."""
    program = load_pack(visit, key).program
    versions = list(queries.versions(visit.db, [key], (kind, document)).values())
    if not versions:
        raise NotFoundError
    releases = queries.releases(visit.db, [key])
    items = queries.items(visit.db, [release.release.id for release in releases])
    return DocumentContext(program, kind, document, versions, releases, items)


def load_version(
    visit: Visit, key: str, kind: Kind, document: str, prefix: str
) -> tuple[PackContext, ContentVersion]:
    """One version with its text, and nothing else."""
    here = load_pack(visit, key)
    versions = queries.versions(visit.db, [key], (kind, document)).values()
    return here, content.version(visit.db, _beginning(versions, prefix).id)


def load_release(visit: Visit, key: str, number: int) -> tuple[PackContext, ContentRelease]:
    """A release of a program."""
    here = load_pack(visit, key)
    release = queries.release_at(visit.db, key, number)
    if release is None:
        raise NotFoundError
    return here, release


def _beginning(versions: Iterable[Brief], prefix: str) -> Brief:
    """The first of these whose hash begins so."""
    found = next((version for version in versions if version.hash.startswith(prefix)), None)
    if found is None:
        raise NotFoundError
    return found
