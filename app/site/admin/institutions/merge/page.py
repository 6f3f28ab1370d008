"""What moves when an institution becomes a part of another one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.people.institutions.queries import LeadGrant
from app.people.models import Institution
from app.site.admin.institutions.page import path_of
from app.web.forms import FormState
from app.web.parts import Option


@dataclass(frozen=True)
class MergePage:
    """Choosing, or what would happen."""

    source: Institution
    target: Institution | None
    path: str
    back: str
    choices: Sequence[Option]
    people: int
    moves: Sequence[Text]
    stays: Sequence[Text]
    why_not: Reason | None
    """Why these two cannot be merged at all."""
    refused: Reason | None
    """Why what was just asked for did not happen."""
    form: FormState


def merge_page(
    source: Institution,
    target: Institution | None,
    *,
    choices: Sequence[Institution],
    people: int,
    domains: Sequence[str],
    leads: Sequence[LeadGrant],
    reader: UUID,
    why_not: Reason | None,
    refused: Reason | None,
    state: FormState | None,
) -> MergePage:
    """The choice of the other one; with one chosen, everything that follows."""
    path = path_of(source)
    return MergePage(
        source=source,
        target=target,
        path=f"{path}/merge",
        back=path,
        choices=[Option(str(i.id), i.name) for i in choices if i.id != source.id],
        people=people,
        moves=_moves(source, target, people, domains, leads, reader) if target else (),
        stays=_stays(source, target) if target else (),
        why_not=why_not,
        refused=refused,
        form=state or FormState(),
    )


def _moves(
    source: Institution,
    target: Institution,
    people: int,
    domains: Sequence[str],
    leads: Sequence[LeadGrant],
    reader: UUID,
) -> list[Text]:
    """One sentence for each thing that moves."""
    return [
        *_people_and_names(source, target, people),
        *(_domains(source, target, domains) if domains else ()),
        *_leads(target, leads, reader),
    ]


def _people_and_names(source: Institution, target: Institution, people: int) -> list[Text]:
    return [
        ngettext(
            "{count} person will belong to {target}.",
            "{count} people will belong to {target}.",
            count=people,
            target=target.name,
        ),
        _(
            "Files that call it {source} will mean {target}.",
            source=source.name,
            target=target.name,
        ),
    ]


def _domains(source: Institution, target: Institution, domains: Sequence[str]) -> list[Text]:
    return [
        _(
            "Mail domains of {source} will be those of {target}: {domains:list}.",
            source=source.name,
            target=target.name,
            domains=tuple(domains),
        )
    ]


def _leads(target: Institution, leads: Sequence[LeadGrant], reader: UUID) -> Iterator[Text]:
    others = tuple(lead.person.display_name for lead in leads if lead.person.id != reader)
    if others:
        yield ngettext(
            "{names:and} will lead {target}, and see all of its people.",
            "{names:and} will lead {target}, and see all of its people.",
            count=len(others),
            names=others,
            target=target.name,
        )
    if len(others) < len(leads):
        yield _("Your own role as its lead will end: nobody can give a role to themselves.")


def _stays(source: Institution, target: Institution) -> list[Text]:
    return [
        _(
            "Past enrollments still name {source}, and are counted under {target}.",
            source=source.name,
            target=target.name,
        ),
        _("Certificates that were issued keep every byte."),
        _("This cannot be undone: two institutions that became one cannot be told apart again."),
    ]
