"""What was chosen on the page of leaders, made of a form and of the people that it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.cohorts.drafts.rules import SessionChoice
from app.language import Text, _
from app.site.manage.cohorts.setup.leaders.forms import LeadersForm
from app.site.parts.leaders import NOT_KNOWN, addresses_in, people_at, person_chosen
from app.site.parts.links import NOT_AN_ADDRESS, is_web_address

FORM_OUTDATED = _("The sessions changed since you opened this page. Look again, and save.")


def all_addresses(form: LeadersForm) -> set[str]:
    """Every address in a form."""
    return set(addresses_in(" ".join((form.addresses, *form.guest))))


@dataclass
class Chosen:
    """Facilitators, sessions, and what is wrong, by field."""

    facilitators: list[UUID]
    choices: list[SessionChoice]
    errors: dict[str, Text] = field(default_factory=dict)


def chosen_of(
    form: LeadersForm,
    sessions: Sequence[UUID],
    known: frozenset[UUID],
    by_address: Mapping[str, UUID],
    by: UUID,
) -> Chosen:
    """What was chosen. `known`: who can be chosen; `by_address`: people with these addresses."""
    found = Chosen([], [])
    added = people_at(form.addresses, "addresses", by_address, found.errors)
    people = dict.fromkeys([*form.facilitator, *added])
    found.facilitators = [person_id for person_id in people if person_id != by]
    if not known.issuperset(form.facilitator):
        found.errors["facilitator"] = NOT_KNOWN
    if by in added:
        found.errors["addresses"] = _("Somebody else has to make you a facilitator.")
    if list(form.session) != list(sessions):
        found.errors["form"] = FORM_OUTDATED
        return found
    for number, session_id in enumerate(sessions):
        found.choices.append(
            _session(form, number, session_id, known | set(added), by_address, found.errors)
        )
    return found


def _session(
    form: LeadersForm,
    number: int,
    session_id: UUID,
    known: frozenset[UUID],
    by_address: Mapping[str, UUID],
    errors: dict[str, Text],
) -> SessionChoice:
    guests = people_at(_at(form.guest, number), f"guest-{number}", by_address, errors)
    parts = dict.fromkeys(guests, "guest")
    own = _at(form.lead, number)
    chosen = (
        ("co_lead", f"co_lead-{number}", _at(form.co_lead, number)),
        ("lead", f"lead-{number}" if own else "lead_all", own or form.lead_all),
    )
    for part, name, value in chosen:
        person_id = person_chosen(value, name, known, errors)
        if person_id is not None:
            parts[person_id] = part
    link = _at(form.link, number) or form.link_all
    if link and not is_web_address(link):
        errors[f"link-{number}"] = NOT_AN_ADDRESS
    return SessionChoice(session_id, parts, link)


def _at(values: Sequence[str], number: int) -> str:
    return values[number].strip() if number < len(values) else ""
