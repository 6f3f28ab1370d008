"""People and where they belong, what they may do, and how they are signed in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.language.names import full_name, list_name
from app.people.enums import Profession, Scope
from app.policy.table import Role


class Institution(SQLModel, table=True):
    """A partner institution."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    short_name: str
    zone: str
    """IANA time zone; never inferred from a state."""


class Person(SQLModel, table=True):
    """Somebody who uses Waypost, with the name as it stands on a certificate."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    given_name: str
    family_name: str
    certificate_name: str
    degrees: str = ""
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

    @property
    def display_name(self) -> str:
        """`Dana Okafor, MD`, in the language that is being written in."""
        return full_name(self.given_name, self.family_name, self.degrees)

    @property
    def sort_name(self) -> str:
        """`Okafor, Dana`, in the language that is being written in."""
        return list_name(self.given_name, self.family_name)


class EmailAddress(SQLModel, table=True):
    """An address of a person, stored lower-case; sign-in and imports match on all of them."""

    __tablename__ = "email_address"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    address: str = Field(unique=True)
    is_primary: bool = True
    verified_at: datetime | None = None


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


class SignInToken(SQLModel, table=True):
    """A one-time link that was mailed; it works once, briefly, in the browser that asked."""

    __tablename__ = "sign_in_token"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True)
    browser_hash: str
    next_path: str
    created_at: datetime
    expires_at: datetime
    consumed_at: datetime | None = None
