"""That what is stored of a certificate was found altered, and that it was found whole again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class CertificateAlteration(SQLModel, table=True):
    """Its file, or what it says, was found to be other than the line of its issue tells."""

    __tablename__ = "certificate_alteration"
    __table_args__ = (UniqueConstraint("certificate_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    certificate_id: UUID = Field(foreign_key="certificate.id")
    edition: int
    """One more than were mended before, so that one at most holds at a time."""
    at: datetime


class CertificateMending(SQLModel, table=True):
    """What was found altered was found to be as it was issued again."""

    __tablename__ = "certificate_mending"

    alteration_id: UUID = Field(foreign_key="certificate_alteration.id", primary_key=True)
    at: datetime
