"""Certificates that no longer are as the records say, and what follows if some are issued anew."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.certificates.corrections.comparing import Compared, Wish, why_not_among_many
from app.certificates.corrections.rules import FLAGS_FIRST
from app.certificates.orders import Slot, WantedCertificate
from app.certificates.rules import BEING_ISSUED
from app.cohorts.context import CohortContext
from app.language import Text, ngettext
from app.language.reasons import Reason
from app.site.manage.cohorts.certificates.issue.line import KINDS
from app.site.manage.cohorts.page import path_of
from app.site.parts.counts import people_words
from app.site.parts.differences import Change, changes_of
from app.site.parts.people import person_path
from app.site.parts.wishes import value_of
from app.web.forms import FormState
from app.web.parts import Link
from app.web.shell import Whom


@dataclass(frozen=True)
class AstrayLine:
    """One certificate that no longer is as the records say."""

    name: str
    """As it stands on the paper."""
    person_id: UUID
    person_path: str
    certificate: Link
    kind: Text
    changes: Sequence[Change]
    why_not: Reason | None
    """Why it is not issued anew together with others."""
    flags: Reason | None
    """How many changes of what it rests on wait for review."""
    value: str
    """What the checkbox sends."""
    chosen: bool
    renames: bool


@dataclass(frozen=True)
class AstrayPage:
    """All of a cohort that no longer are as the records say."""

    cohort: str
    path: str
    language: str
    """That of the program, and so of what stands on certificates."""
    lines: Sequence[AstrayLine]
    live: int
    """How many were compared."""
    why_not: Reason | None
    """Why nothing at all can be issued anew here."""
    note: Reason | None
    """Why what was asked for was not begun."""
    oneself: Whom | None

    @property
    def can_choose(self) -> bool:
        """Whether there is something to choose."""
        return self.why_not is None and any(line.why_not is None for line in self.lines)

    @property
    def errors(self) -> list[tuple[str, Reason]]:
        """What was refused, with where it was asked for."""
        return [("astray", self.note)] if self.note else []


@dataclass(frozen=True)
class CheckPage:
    """What follows if the chosen ones are issued anew."""

    cohort: str
    path: str
    language: str
    lines: Sequence[AstrayLine]
    people: int
    unreached: int
    """How many of the people have no address here."""
    form: FormState = field(default_factory=FormState)
    hides_name: bool = True

    @property
    def summary(self) -> Text:
        """`3 certificates for 2 people will be issued anew`."""
        return ngettext(
            "{count} certificate for {people} will be issued anew",
            "{count} certificates for {people} will be issued anew",
            count=len(self.lines),
            people=people_words(self.people),
        )

    @property
    def renames(self) -> bool:
        """Whether some of them would be in another name."""
        return any(line.renames for line in self.lines)


def astray_lines(
    found: Sequence[Compared],
    under_way: Mapping[Slot, UUID],
    *,
    by: UUID,
    chosen: Collection[str] = (),
) -> list[AstrayLine]:
    """Those that no longer are as the records say. `chosen`: the numbers that were ticked."""
    return [_line(own, under_way, by, chosen) for own in found if own.is_astray]


def _line(
    own: Compared,
    under_way: Mapping[Slot, UUID],
    by: UUID,
    chosen: Collection[str],
) -> AstrayLine:
    filed = own.filed
    running = WantedCertificate(filed.place_id, filed.kind).slot in under_way
    why_not = BEING_ISSUED if running else why_not_among_many(own, by=by)
    flags = FLAGS_FIRST(count=filed.flags) if filed.flags else None
    return AstrayLine(
        name=filed.snapshot.full_name,
        person_id=filed.person_id,
        person_path=person_path(filed.person_id),
        certificate=Link(own.number, f"/manage/certificates/{own.number}"),
        kind=KINDS[filed.kind],
        changes=changes_of(own.differences),
        why_not=why_not,
        flags=None if flags == why_not else flags,
        value=value_of(own),
        chosen=own.number in chosen,
        renames=own.renames,
    )


def astray_page(
    here: CohortContext,
    lines: Sequence[AstrayLine],
    live: int,
    *,
    why_not: Reason | None = None,
    note: Reason | None = None,
    oneself: Whom | None = None,
) -> AstrayPage:
    """The list of them."""
    title, language = here.cohort.title, here.program.language
    return AstrayPage(title, path_of(here), language, lines, live, why_not, note, oneself)


def check_page(
    here: CohortContext,
    lines: Sequence[AstrayLine],
    wishes: Sequence[Wish],
    addressed: Collection[UUID],
    form: FormState,
    *,
    hides_name: bool,
) -> CheckPage:
    """What follows for those that are chosen. `addressed`: the people who have an address."""
    numbers = {wish.number for wish in wishes}
    chosen = [line for line in lines if line.certificate.text in numbers]
    people = {line.person_id for line in chosen}
    unreached = len(people.difference(addressed))
    title, language = here.cohort.title, here.program.language
    return CheckPage(
        title, path_of(here), language, chosen, len(people), unreached, form, hides_name
    )
