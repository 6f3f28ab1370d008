"""Who a person is: roles, addresses, and what is known of them."""

from dataclasses import dataclass
from datetime import datetime

from app.language import Text, _, dotted, pgettext
from app.language.moments import local, long_date
from app.people.models import EmailAddress
from app.site.manage.people.record import Record
from app.site.parts.addresses import address_state, trouble_words
from app.site.parts.people import PROFESSIONS, ROLES
from app.web.parts import Fact


@dataclass(frozen=True)
class RoleLine:
    """A role that they hold or held."""

    role: Text
    over: Text


@dataclass(frozen=True)
class AddressLine:
    """One of their addresses."""

    address: str
    state: Text
    trouble: Text
    """What is the matter with it, if something is."""


def roles_of(record: Record, now: datetime) -> list[RoleLine]:
    """Those that they hold or held."""
    lines = []
    for held in record.roles:
        grant, over = held.grant, held.over or _("The whole installation")
        ended = grant.revoked_at or (grant.until if grant.until and grant.until <= now else None)
        if ended is not None:
            since = long_date(ended, record.reader.zone)
            over = dotted((over, _("ended {day}", day=since)))
        elif grant.until is not None:
            over = dotted((over, _("until {day}", day=long_date(grant.until, record.reader.zone))))
        lines.append(RoleLine(ROLES[grant.role], over))
    return lines


def addresses_of(record: Record) -> list[AddressLine]:
    """All, with what is the matter with each."""
    return [_address(record, address) for address in record.addresses]


def _address(record: Record, address: EmailAddress) -> AddressLine:
    zone = record.reader.zone
    trouble = trouble_words(record.troubles.get(address.id), zone)
    return AddressLine(address.address, address_state(address, zone), trouble)


def facts_of(record: Record) -> list[Fact]:
    """What they are called, and what they are."""
    person = record.person
    return [
        Fact(_("Name on certificates"), person.certificate_name),
        Fact(_("Profession"), _profession(record)),
        Fact(_("Institution"), record.who.institution.name),
        Fact(_("In Waypost since"), long_date(person.created_at, record.reader.zone)),
    ]


def _profession(record: Record) -> Text:
    """With since when it is known to be theirs: only then it counts for credit."""
    since, what = record.person.profession_verified_at, PROFESSIONS[record.person.profession]
    if since is None:
        return dotted((what, pgettext("of a profession", "not verified")))
    day = local(since, record.reader.zone)
    return dotted((what, pgettext("of a profession", "verified {day:date}", day=day)))
