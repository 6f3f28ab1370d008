"""Who is acting: a signed-in person with the roles they hold right now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.language.names import full_name
from app.people.enums import Scope
from app.people.models import Person, RoleGrant, WebSession
from app.people.queries import grant_holds
from app.people.second_factor.models import SecondFactor
from app.people.second_factor.rules import Missing, Proof, missing
from app.people.web_sessions.rules import has_idled
from app.policy.table import Role


@dataclass(frozen=True)
class Grant:
    """A role that holds now."""

    role: Role
    scope: Scope
    scope_id: UUID | None


@dataclass(frozen=True)
class Actor:
    """The person behind a request. Roles are read on every request: a change acts at once."""

    person_id: UUID
    web_session_id: UUID
    given_name: str
    family_name: str
    degrees: str
    certificate_name: str
    initials: str
    zone: str
    language: str | None
    institution_id: UUID
    grants: tuple[Grant, ...]
    proof: Proof
    seen_at: datetime
    """When this session was last used, as far as that is kept."""

    @property
    def missing(self) -> Missing | None:
        """What this session has to do before it is shown anything of this person's."""
        return missing(self.proof, is_staff=bool(self.grants))

    @property
    def display_name(self) -> str:
        """`Dana Okafor, MD`, in the language that is being written in."""
        return full_name(self.given_name, self.family_name, self.degrees)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held anywhere."""
        return frozenset(grant.role for grant in self.grants)


_OWN_GRANT = and_(col(RoleGrant.person_id) == col(Person.id), grant_holds(bindparam("now")))
_SIGNED_IN: Select[WebSession, Person, RoleGrant, datetime | None] = (
    select(WebSession, Person, RoleGrant, col(SecondFactor.confirmed_at))
    .join(Person, col(Person.id) == col(WebSession.person_id))
    .outerjoin(RoleGrant, _OWN_GRANT)
    .outerjoin(SecondFactor, col(SecondFactor.person_id) == col(Person.id))
    .where(
        col(WebSession.token_hash) == bindparam("token_hash"),
        col(WebSession.ended_at).is_(None),
        col(WebSession.expires_at) > bindparam("now"),
        col(Person.disabled_at).is_(None),
    )
)


def find_actor(session: Session, token_hash: str, now: datetime) -> Actor | None:
    """The person a cookie's token belongs to, in one statement; None if it no longer counts."""
    rows = session.execute(_SIGNED_IN, {"token_hash": token_hash, "now": now}).all()
    if not rows:
        return None
    grants: list[RoleGrant | None] = [row.RoleGrant for row in rows]
    held = tuple(Grant(grant.role, grant.scope, grant.scope_id) for grant in grants if grant)
    web_session: WebSession = rows[0].WebSession
    if has_idled(web_session.seen_at, now, is_staff=bool(held)):
        return None
    has_factor = rows[0].confirmed_at is not None
    return _actor(rows[0].Person, web_session, held, has_factor=has_factor)


def _actor(
    person: Person, web_session: WebSession, grants: tuple[Grant, ...], *, has_factor: bool
) -> Actor:
    return Actor(
        person_id=person.id,
        web_session_id=web_session.id,
        given_name=person.given_name,
        family_name=person.family_name,
        degrees=person.degrees,
        certificate_name=person.certificate_name,
        initials=(person.given_name[:1] + person.family_name[:1]).upper(),
        zone=person.zone,
        language=person.language,
        institution_id=person.institution_id,
        grants=grants,
        proof=Proof(has_factor, web_session.proven_at, web_session.is_demo),
        seen_at=web_session.seen_at,
    )
