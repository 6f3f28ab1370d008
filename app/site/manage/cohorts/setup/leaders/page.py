"""Step 2: who facilitates, who leads which session, and how people join it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cohorts.drafts.calendar.rules import PlannedUnit
from app.cohorts.drafts.queries import FacilitatorRow, PartRow
from app.language import Text, _
from app.language.moments import local
from app.people.enums import Scope
from app.site.manage.cohorts.setup.frame import Frame, frame_of
from app.site.manage.cohorts.setup.loaders import Draft
from app.site.parts.leaders import can_lead, person_option
from app.web.forms import FormState
from app.web.parts import Option

Typed = Mapping[str, Sequence[str]]
"""What was just sent, by field."""


@dataclass(frozen=True)
class SessionFields:
    """One session with what is chosen for it, and what is wrong."""

    id: str
    label: str
    about: Text
    lead: str
    co_lead: str
    guest: str
    link: str


@dataclass(frozen=True)
class LeadersPage:
    """Facilitators and sessions of a draft."""

    frame: Frame
    form: FormState
    facilitators: Sequence[Option]
    chosen: Sequence[str]
    everywhere: tuple[str, ...]
    """Who facilitates it by a role over the program or the installation."""
    people: Sequence[Option]
    sessions: Sequence[SessionFields]
    link_all: str
    gives_roles: bool
    """Whether their reader may make somebody new a facilitator."""


def leaders_page(
    draft: Draft,
    rows: Sequence[FacilitatorRow],
    form: FormState,
    now: datetime,
    *,
    by: UUID,
    typed: Typed | None = None,
    gives_roles: bool = False,
) -> LeadersPage:
    """What is stored, or what was just typed."""
    cohort_id = draft.here.cohort.id
    people = {str(id_): person for id_, person in can_lead(rows, draft.parts).items()}
    over_all = {str(row.person.id) for row in rows if row.scope is not Scope.COHORT}
    over_this = [str(row.person.id) for row in rows if row.scope_id == cohort_id]
    can_be = [id_ for id_ in people if id_ not in over_all and id_ != str(by)]
    links = Counter(unit.link for unit in draft.sessions if unit.link)
    link_all = links.most_common(1)[0][0] if links else ""
    return LeadersPage(
        frame=frame_of(draft, "leaders", now),
        form=form,
        facilitators=[person_option(people[id_]) for id_ in can_be],
        chosen=list(typed.get("facilitator", ())) if typed else over_this,
        everywhere=tuple(people[id_].display_name for id_ in people if id_ in over_all),
        people=[person_option(person) for person in people.values()],
        sessions=[
            _session(draft, unit, number, link_all, typed)
            for number, unit in enumerate(draft.sessions)
        ],
        link_all=form.value("link_all", link_all),
        gives_roles=gives_roles,
    )


def _session(
    draft: Draft, unit: PlannedUnit, number: int, link_all: str, typed: Typed | None
) -> SessionFields:
    assert unit.starts_at is not None
    values = _stored(draft, unit, link_all)
    if typed is not None:
        values = {name: _at(typed.get(name, ()), number) for name in values}
    return SessionFields(
        id=str(unit.session_id),
        label=draft.here.label(unit.position),
        about=_(
            "{starts:day}: {title}",
            starts=local(unit.starts_at, draft.here.cohort.zone),
            title=unit.title,
        ),
        **values,
    )


def _stored(draft: Draft, unit: PlannedUnit, link_all: str) -> dict[str, str]:
    """What is chosen for a session so far, by field."""
    parts = [part for part in draft.parts if part.session_id == unit.session_id]
    return {
        "lead": _ids(parts, "lead"),
        "co_lead": _ids(parts, "co_lead"),
        "guest": ", ".join(part.address for part in parts if part.part == "guest"),
        "link": "" if unit.link == link_all else unit.link,
    }


def _ids(parts: Sequence[PartRow], part: str) -> str:
    return next((str(row.person.id) for row in parts if row.part == part), "")


def _at(values: Sequence[str], number: int) -> str:
    return values[number] if number < len(values) else ""
