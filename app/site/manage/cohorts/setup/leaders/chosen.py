"""What was chosen on the page of leaders, made of a form and of the people that it names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from app.cohorts.drafts.rules import SessionChoice
from app.language import Text, _
from app.site.manage.cohorts.setup.leaders.forms import LeadersForm

SEPARATORS = re.compile(r"[\s,;]+")
NOT_KNOWN = _("Choose somebody from the list.")
NOT_AN_ADDRESS = _("Enter a whole address that begins with https://")
FORM_OUTDATED = _("The sessions changed since you opened this page. Look again, and save.")


def addresses_in(text: str) -> list[str]:
    """Each address in what was typed, in small letters."""
    return [part.lower() for part in SEPARATORS.split(text) if part]


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
    added = _people(form.addresses, "addresses", by_address, found.errors)
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
    guests = _people(_at(form.guest, number), f"guest-{number}", by_address, errors)
    parts = dict.fromkeys(guests, "guest")
    own = _at(form.lead, number)
    chosen = (
        ("co_lead", f"co_lead-{number}", _at(form.co_lead, number)),
        ("lead", f"lead-{number}" if own else "lead_all", own or form.lead_all),
    )
    for part, name, value in chosen:
        person_id = _uuid(value)
        if value and person_id not in known:
            errors[name] = NOT_KNOWN
        elif person_id is not None:
            parts[person_id] = part
    link = _at(form.link, number) or form.link_all
    if link and (urlsplit(link).scheme not in {"https", "http"} or not urlsplit(link).netloc):
        errors[f"link-{number}"] = NOT_AN_ADDRESS
    return SessionChoice(session_id, parts, link)


def _people(
    text: str, name: str, by_address: Mapping[str, UUID], errors: dict[str, Text]
) -> list[UUID]:
    addresses = addresses_in(text)
    unknown = [address for address in addresses if address not in by_address]
    if unknown:
        errors[name] = _("Nobody here has this address: {addresses:and}.", addresses=tuple(unknown))
    return [by_address[address] for address in addresses if address in by_address]


def _at(values: Sequence[str], number: int) -> str:
    return values[number].strip() if number < len(values) else ""


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
