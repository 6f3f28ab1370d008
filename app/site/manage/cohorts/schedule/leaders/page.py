"""Who leads a session, and changing that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cohorts.changes.queries import ScheduledUnit
from app.cohorts.changes.rules import why_not_lead
from app.cohorts.drafts.queries import FacilitatorRow, PartRow
from app.language import Text, _
from app.language.reasons import Reason
from app.site.manage.cohorts.schedule.checks import Frame, eyebrow_of, frame_of
from app.site.manage.cohorts.schedule.leaders.forms import LeadersForm
from app.site.manage.cohorts.schedule.loaders import Schedule
from app.site.parts.leaders import can_lead, people_at, person_chosen, person_option
from app.web.forms import FormInvalidError, FormState
from app.web.parts import Option


@dataclass(frozen=True)
class LeadersPage:
    """Who leads a session, and who could."""

    frame: Frame
    eyebrow: Text
    action: str
    seen: int
    when: Text
    people: Sequence[Option]
    follows: Sequence[Text]
    why_not: Reason | None
    form: FormState


def leaders_page(
    schedule: Schedule,
    unit: ScheduledUnit,
    rows: Sequence[FacilitatorRow],
    form: FormState,
    now: datetime,
) -> LeadersPage:
    """Who leads it as it is, or as it was typed. `rows`: the facilitators of the program."""
    assert unit.starts_at is not None
    parts = schedule.parts_of(unit)
    return LeadersPage(
        frame=frame_of(schedule),
        eyebrow=eyebrow_of(schedule, unit),
        action=f"{schedule.path}/{unit.position}/leaders",
        seen=unit.sequence,
        when=_("It is planned for {starts}.", starts=schedule.told(unit.starts_at)),
        people=[person_option(person) for person in can_lead(rows, schedule.parts).values()],
        follows=[
            _(
                "People who are added, or get another part, are told by mail, with a link to "
                "the session. Facilitators find it under Teach, too."
            ),
            _("People who are taken out no longer see it, unless they facilitate the cohort."),
            _("What they recorded stays."),
            _("Learners read on its page who leads it; they are not told by mail."),
        ],
        why_not=schedule.why_not_change or why_not_lead(unit.planned, now),
        form=FormState(_stored(parts) | dict(form.values), form.errors),
    )


def _stored(parts: Sequence[PartRow]) -> dict[str, str]:
    def first(part: str) -> str:
        return next((str(row.person.id) for row in parts if row.part == part), "")

    guests = ", ".join(row.address for row in parts if row.part == "guest")
    return {"lead": first("lead"), "co_lead": first("co_lead"), "guest": guests}


def chosen_of(
    form: LeadersForm, known: Mapping[UUID, object], by_address: Mapping[str, UUID]
) -> dict[UUID, str]:
    """The parts that were chosen. `known`: who can be; `by_address`: people with these addresses.

    Raises `FormInvalidError` for somebody who is not known.
    """
    errors: dict[str, Text] = {}
    parts = dict.fromkeys(people_at(form.guest, "guest", by_address, errors), "guest")
    for part, value in (("co_lead", form.co_lead), ("lead", form.lead)):
        person_id = person_chosen(value, part, known, errors)
        if person_id is not None:
            parts[person_id] = part
    if errors:
        raise FormInvalidError(errors, {})
    return parts
