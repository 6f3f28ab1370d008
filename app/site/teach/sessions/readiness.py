"""Who of a cohort is ready for a session, and what they share: what facilitators see before it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.casework.rooms.queries import ReadyPerson
from app.language import Text, _, pgettext
from app.learning.queries import WrittenReflection
from app.web.parts import Chip


class Show(StrEnum):
    """Who is shown of those who prepare."""

    ALL = ""
    NOT_BEGUN = "not-begun"
    BEGUN = "begun"
    SIGNED = "signed"


@dataclass(frozen=True)
class Preparation:
    """How many are done with a unit's module, have begun, or have not; and who."""

    done: int
    begun: int
    not_begun: int
    opens: Text | None
    """When the module opens, until it has; unsaid once somebody has begun early."""
    needed: int
    """How many readings are required."""
    people: Sequence[ReadyPerson]
    """By family name, those asked for; none before the module opens."""
    filters: Sequence[Chip]
    is_open: bool
    """Whether the list is unfolded."""

    @property
    def total(self) -> int:
        """Everybody in the cohort."""
        return self.done + self.begun + self.not_begun


@dataclass(frozen=True)
class SharedReflection:
    """What somebody wrote for the facilitators."""

    enrollment_id: UUID
    name: str
    paragraphs: Sequence[str]
    is_starred: bool


@dataclass(frozen=True)
class Shared:
    """What is shared with facilitators: first what is to be used in the session."""

    starred: Sequence[SharedReflection]
    others: Sequence[SharedReflection]

    @property
    def count(self) -> int:
        """All of them."""
        return len(self.starred) + len(self.others)


def preparation_of(
    people: Sequence[ReadyPerson],
    needed: int,
    show: Show,
    *,
    opens: Text | None,
    path: str,
    is_open: bool,
) -> Preparation:
    """The readiness board. `opens`: when the module does, until it has."""
    by = {kind: [person for person in people if _is(person, kind)] for kind in Show}
    early = bool(by[Show.SIGNED] or by[Show.BEGUN])
    said = None if early else opens
    return Preparation(
        done=len(by[Show.SIGNED]),
        begun=len(by[Show.BEGUN]),
        not_begun=len(by[Show.NOT_BEGUN]),
        opens=said,
        needed=needed,
        people=() if said else by[show],
        filters=[
            Chip(words, f"{path}?show={kind}#preparation", current=kind is show)
            for kind, words in _FILTERS.items()
        ],
        is_open=is_open or show is not Show.ALL,
    )


def shared_of(written: Sequence[WrittenReflection], starred: Collection[UUID]) -> Shared:
    """Shared reflections by family name, those that are starred apart."""
    all_of = [_shared(own, own.reflection.enrollment_id in starred) for own in written]
    return Shared(
        [own for own in all_of if own.is_starred], [own for own in all_of if not own.is_starred]
    )


def _is(person: ReadyPerson, kind: Show) -> bool:
    if kind is Show.SIGNED:
        return person.attested
    if kind is Show.BEGUN:
        return person.has_begun and not person.attested
    return not person.has_begun if kind is Show.NOT_BEGUN else True


def _shared(written: WrittenReflection, is_starred: bool) -> SharedReflection:
    lines = [line.strip() for line in written.reflection.text.splitlines()]
    paragraphs = [line for line in lines if line]
    key, name = written.reflection.enrollment_id, written.person.display_name
    return SharedReflection(key, name, paragraphs, is_starred)


_FILTERS = {
    Show.ALL: pgettext("of people", "All"),
    Show.NOT_BEGUN: _("Not begun"),
    Show.BEGUN: pgettext("of pre-work", "Begun"),
    Show.SIGNED: pgettext("of pre-work", "Signed"),
}
