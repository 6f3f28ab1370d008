"""Badges that were made, what each says of its achievement, and that one was withdrawn."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Column, Field, SQLModel

from app.core.db import Bytes
from app.core.ids import new_id


class BadgeAchievement(SQLModel, table=True):
    """What badges of the same activity and kind say in common; of nobody. It is never changed."""

    __tablename__ = "badge_achievement"

    key: str = Field(primary_key=True)
    """By what it says, so that the same is kept once."""
    issuer_key: str = Field(index=True)
    issuer: str
    """The provider by whom it is issued, as its certificates say it."""
    document: str
    """JSON, as it stands in the badges."""
    picture: bytes = Field(sa_column=Column(Bytes, nullable=False))
    """PNG, with nothing baked into it."""
    made_at: datetime


class Badge(SQLModel, table=True):
    """A badge was made of a certificate; the row stays when its holder withdraws it."""

    __tablename__ = "badge"
    __table_args__ = (UniqueConstraint("certificate_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    """Random: its public address tells nothing of the certificate."""
    certificate_id: UUID = Field(foreign_key="certificate.id")
    edition: int
    """One more than were withdrawn before, so that one at most is there at a time."""
    achievement_key: str = Field(foreign_key="badge_achievement.key", index=True)
    sha256: str = Field(unique=True)
    """Of its file."""
    fingerprint: str
    """Of the key that signed it."""
    made_at: datetime


class BadgeFile(SQLModel, table=True):
    """The signed statement, the same bytes for every download; gone once it is withdrawn."""

    __tablename__ = "badge_file"

    badge_id: UUID = Field(foreign_key="badge.id", primary_key=True)
    jws: str


class BadgeWithdrawal(SQLModel, table=True):
    """A badge counts no more, since its holder took it back or made another one."""

    __tablename__ = "badge_withdrawal"

    badge_id: UUID = Field(foreign_key="badge.id", primary_key=True)
    at: datetime
