"""How an institution is called, which mail domains it has, and which two become one; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from app.language.reasons import Reason, ReasonKind, reason
from app.language.words import normalize_for_search

if TYPE_CHECKING:
    from app.people.models import Institution

NAME_TAKEN = ReasonKind("institution.name_taken", "{institution} already has the name {name}.")
DOMAIN_TAKEN = ReasonKind("institution.domain_taken", "{domain} already belongs to {institution}.")
DOMAIN_KNOWN = reason(
    "institution.domain_known", "One of these mail domains already belongs to another institution."
)
DOMAIN_UNREADABLE = ReasonKind(
    "institution.domain_unreadable",
    "{domain} is not a mail domain. Write what follows the @, such as example.edu.",
)
DOMAIN_OF_ANYBODY = ReasonKind(
    "institution.domain_of_anybody", "Anybody can have an address at {domain}. Leave it out."
)
SAME = reason("institution.same", "An institution is not merged into itself. Choose another one.")
MERGED = ReasonKind("institution.merged", "{institution} was already merged into another one.")
TARGET_LEFT = ReasonKind(
    "institution.target_left",
    "{institution} has left. Take it back before others are merged into it.",
)
LEFT = ReasonKind("institution.left", "{institution} has already left.")
TAKES_PART = ReasonKind("institution.takes_part", "{institution} already takes part.")
CHANGED_MEANWHILE = ReasonKind(
    "institution.changed_meanwhile",
    "{institution} has {count} person now. Look at the numbers again before you merge.",
    "{institution} has {count} people now. Look at the numbers again before you merge.",
)

OF_ANYBODY = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com"),
        *("icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com"),
    }
)
_BREAK = re.compile(
    r"(?P<first>[0-9-]{10})(?:\s*(?:to|until|through|-|–)\s*(?P<last>[0-9-]{10}))?[\s:,;]+(?P<name>.+)"
)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, order=True)
class Break:
    """Days on which an institution does not teach, both ends included."""

    first: date
    last: date
    name: str

    def __str__(self) -> str:
        """As it is written, and read again by `break_in`."""
        return f"{self.first} to {self.last}: {self.name}"  # not shown


@dataclass(frozen=True)
class SiteBreak:
    """A break, and whose; both ends included."""

    first: date
    last: date
    name: str
    institution: str
    """Its short name."""


@dataclass(frozen=True)
class InstitutionFacts:
    """What is written down of an institution."""

    name: str
    short_name: str
    zone: str
    """IANA time zone."""
    region: str = ""
    domains: tuple[str, ...] = ()
    """As `mail_domain` returns them."""
    spellings: tuple[str, ...] = ()
    """Other names under which files call it."""
    breaks: tuple[Break, ...] = ()
    """In order."""


@dataclass(frozen=True)
class Known:
    """Every name and mail domain that some institution has, to be asked without the database."""

    titles: Mapping[UUID, str]
    names: Mapping[str, Collection[UUID]]
    """As they are compared."""
    domains: Mapping[str, UUID]

    def named(self, text: str) -> UUID | None:
        """The one institution that a text names in any spelling; None: none, or several."""
        found = self.names.get(normalized(text), ())
        return next(iter(found)) if len(found) == 1 else None


def normalized(name: str) -> str:
    """A name as names are compared: no case, accents, signs, and no article before it."""
    plain = re.sub("['\u2019]", "", normalize_for_search(name)).replace("&", " and ")
    words = re.findall(r"\w+", plain)
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def mail_domain(text: str) -> str | None:
    """A domain as it stands in addresses, of whatever was typed; None: it is none."""
    typed = text.strip().rpartition("@")[2].rstrip(".").lower()
    try:
        domain = typed.encode("idna").decode()
    except UnicodeError:
        return None
    labels = domain.split(".")
    is_domain = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    return domain if is_domain and not labels[-1].isdigit() and len(domain) <= 253 else None


def break_in(line: str) -> Break | None:
    """A break as somebody wrote it in one line; None: it cannot be read.

    `2027-03-15 to 2027-03-19: Spring break`; a single day needs no second one.
    """
    found = _BREAK.fullmatch(line.strip())
    if found is None:
        return None
    try:
        first = date.fromisoformat(found["first"])
        last = date.fromisoformat(found["last"] or found["first"])
    except ValueError:
        return None
    return Break(first, last, found["name"].strip()) if first <= last else None


def why_no_domain(text: str) -> Reason | None:
    """Why an institution cannot have this mail domain, whoever else there is."""
    domain = mail_domain(text)
    if domain is None:
        return DOMAIN_UNREADABLE(domain=text.strip())
    return DOMAIN_OF_ANYBODY(domain=domain) if domain in OF_ANYBODY else None


def taken(facts: InstitutionFacts, known: Known, own: UUID | None = None) -> dict[str, Reason]:
    """What of these facts belongs to another institution, by the name of the field."""
    found: dict[str, Reason] = {}
    given = {"name": [facts.name], "short_name": [facts.short_name], "spellings": facts.spellings}
    for field, names in given.items():
        for name in names:
            others = [id_ for id_ in known.names.get(normalized(name), ()) if id_ != own]
            if others:
                found.setdefault(field, NAME_TAKEN(institution=known.titles[others[0]], name=name))
    for domain in facts.domains:
        owner = known.domains.get(domain, own)
        if owner is not None and owner != own:
            reason = DOMAIN_TAKEN(domain=domain, institution=known.titles[owner])
            found.setdefault("domains", reason)
    return found


def why_not_leave(institution: Institution) -> Reason | None:
    """Why an institution cannot be marked as left."""
    if institution.merged_into_id is not None:
        return MERGED(institution=institution.name)
    return LEFT(institution=institution.name) if institution.left_at else None


def why_not_return(institution: Institution) -> Reason | None:
    """Why an institution cannot be taken back."""
    if institution.merged_into_id is not None:
        return MERGED(institution=institution.name)
    return None if institution.left_at else TAKES_PART(institution=institution.name)


def why_not_merge(source: Institution, target: Institution) -> Reason | None:
    """Why the first cannot become a part of the second."""
    if source.id == target.id:
        return SAME
    for institution in (source, target):
        if institution.merged_into_id is not None:
            return MERGED(institution=institution.name)
    return TARGET_LEFT(institution=target.name) if target.left_at else None
