"""People and where they belong, what they may do, and how they are signed in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, event
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.language.names import full_name, list_name
from app.language.words import normalize_for_search
from app.people.enums import Profession, Scope
from app.policy.table import Role


class Institution(SQLModel, table=True):
    """A partner institution."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    short_name: str
    zone: str
    """IANA time zone; never inferred from a state."""
    region: str = ""
    """State or country, as people write it."""
    left_at: datetime | None = None
    """Since when it takes no part any more."""
    merged_into_id: UUID | None = Field(default=None, foreign_key="institution.id", index=True)
    """The one that it turned out to be; facts from before go on naming this row."""


class InstitutionDomain(SQLModel, table=True):
    """A mail domain whose addresses are given by an institution, and by no other."""

    __tablename__ = "institution_domain"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    institution_id: UUID = Field(foreign_key="institution.id", index=True)
    domain: str = Field(unique=True)
    """In small letters and ASCII, as in an address."""


class InstitutionSpelling(SQLModel, table=True):
    """Another name under which files call an institution."""

    __tablename__ = "institution_spelling"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    institution_id: UUID = Field(foreign_key="institution.id", index=True)
    spelling: str = Field(unique=True)
    """As it is compared (`institutions.rules.normalized`)."""
    written: str
    """As somebody wrote it."""


class InstitutionBreak(SQLModel, table=True):
    """Days on which an institution does not teach, such as a spring break; both ends included."""

    __tablename__ = "institution_break"
    __table_args__ = (CheckConstraint("first <= last", name="order"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    institution_id: UUID = Field(foreign_key="institution.id", index=True)
    first: date
    last: date
    name: str


class Person(SQLModel, table=True):
    """Somebody who uses Waypost, with the name as it stands on a certificate."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    given_name: str
    family_name: str
    certificate_name: str
    degrees: str = ""
    entered_name: str | None = None
    """The name on certificates as it was when they were added; what they write since is compared
    with it before one is issued."""
    entered_degrees: str | None = None
    """The degrees that a coordinator or a file gave them; empty where only they said so."""
    profession: Profession = Field(sa_type=EnumText(Profession))
    profession_verified_at: datetime | None = None
    institution_id: UUID = Field(foreign_key="institution.id", index=True)
    department: str = ""
    rank: str = ""
    track: str = ""
    zone: str
    language: str | None = None
    """What they chose to read in, by code; None: what their browser asks for."""
    created_at: datetime
    disabled_at: datetime | None = None
    merged_into_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    """Whose record goes on for this one: the same person was here twice. It signs in nowhere."""
    search_name: str = Field(default="", index=True)
    """Family and given name without letter case and accents, as `_keep_search_name` writes it."""

    @property
    def display_name(self) -> str:
        """`Dana Okafor, MD`, in the language that is being written in."""
        return full_name(self.given_name, self.family_name, self.degrees)

    @property
    def sort_name(self) -> str:
        """`Okafor, Dana`, in the language that is being written in."""
        return list_name(self.given_name, self.family_name)


@event.listens_for(Person, "before_insert")
def _keep_entered(_mapper: Any, _connection: Any, person: Person) -> None:
    """Whoever adds somebody stands for the name, unless they say otherwise."""
    if person.entered_name is None:
        person.entered_name = person.certificate_name
    if person.entered_degrees is None:
        person.entered_degrees = person.degrees


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _keep_search_name(_mapper: Any, _connection: Any, person: Person) -> None:
    """Whoever writes a name writes this with it: a list of thousands is sorted and found by it."""
    person.search_name = normalize_for_search(f"{person.family_name} {person.given_name}")


class EmailAddress(SQLModel, table=True):
    """An address of a person, stored lower-case; imports match on all of them.

    Sign-in does on the primary one and on those that are verified.
    """

    __tablename__ = "email_address"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    address: str = Field(unique=True)
    is_primary: bool = True
    verified_at: datetime | None = None


class AddressLink(SQLModel, table=True):
    """A link that was mailed to an address: who opens it shows that they read what is sent there.

    Until then the address is nobody's: it is not stored as theirs, and keeps nobody else out.
    """

    __tablename__ = "address_link"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    address: str
    token_hash: str = Field(unique=True)
    asked_by: UUID
    created_at: datetime
    expires_at: datetime
    consumed_at: datetime | None = None


class RoleGrant(SQLModel, table=True):
    """A role given to a person over a scope, by whom, from when, until when."""

    __tablename__ = "role_grant"
    __table_args__ = (Index(None, "person_id", "role"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    role: Role = Field(sa_type=EnumText(Role))
    scope: Scope = Field(sa_type=EnumText(Scope))
    scope_id: UUID | None = None
    """The program, cohort or institution; empty for the installation."""
    granted_by: UUID | None = None
    granted_at: datetime
    until: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: UUID | None = None
    revoked_reason: str = ""


class WebSession(SQLModel, table=True):
    """One browser signed in as one person; the cookie's token is stored as a hash only."""

    __tablename__ = "web_session"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    user_agent: str = ""
    seen_at: datetime
    """When it was last used, to some minutes; written past the acts of people, and no record."""
    proven_at: datetime | None = None
    """When its person last proved in it to have their phone, or a recovery code."""
    is_demo: bool = False
    """Begun by a click in the demo, where nobody has a phone to prove."""


class SignInToken(SQLModel, table=True):
    """A one-time link and code that were mailed; one of them works once, briefly.

    Both work only in the browser that asked.
    """

    __tablename__ = "sign_in_token"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True)
    browser_hash: str
    next_path: str
    created_at: datetime
    expires_at: datetime
    consumed_at: datetime | None = None
    address_id: UUID | None = None
    """The address it was mailed to, which is verified by using it."""
    code_hash: str | None = None
    """The mailed code under the secret of the browser: a hundred million codes are guessed fast."""
    wrong_codes: int = 0


class Newcomer(SQLModel, table=True):
    """Who somebody says they are, until a mailed link shows that the address is theirs.

    Only then there is a person. The link works once, briefly, in the browser that asked.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    address: str
    given_name: str
    family_name: str
    degrees: str = ""
    profession: Profession = Field(sa_type=EnumText(Profession))
    institution_id: UUID = Field(foreign_key="institution.id", index=True)
    language: str | None = None
    token_hash: str = Field(unique=True)
    browser_hash: str
    next_path: str
    created_at: datetime
    expires_at: datetime
    consumed_at: datetime | None = None


class ParkedForm(SQLModel, table=True):
    """What somebody sent when their session had ended, until they have signed in again.

    Sealed with a secret that only the browser holds, and given back to nobody else.
    """

    __tablename__ = "parked_form"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True)
    sealed: bytes
    created_at: datetime
    expires_at: datetime
    sent_at: datetime | None = None
    """When it was sent again; it is kept, since nobody knows here what became of that."""
