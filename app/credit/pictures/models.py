"""Pictures on certificates, each stored once, and which version of an activity shows which."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import Bytes
from app.core.ids import new_id


class CertificateImage(SQLModel, table=True):
    """A picture as it is printed; certificates name it by its hash. Never changed.

    It goes only with the last draft that showed it: while a version of an activity does, or what
    somebody asked to approve, the database lets nobody delete it, so that each certificate can be
    issued anew for ever.
    """

    __tablename__ = "certificate_image"
    __table_args__ = (UniqueConstraint("sha256"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    sha256: str
    """Of its bytes."""
    width: int
    """Pixels."""
    height: int
    content: bytes = Field(sa_column=Column(Bytes, nullable=False))
    """PNG, drawn anew by us."""
    stored_at: datetime
    by: UUID | None = None


class ActivityImage(SQLModel, table=True):
    """A version of an activity shows a picture: as a signature, a logo, or both."""

    __tablename__ = "activity_image"

    activity_id: UUID = Field(foreign_key="activity.id", primary_key=True)
    image_id: UUID = Field(foreign_key="certificate_image.id", primary_key=True, index=True)


class ProposalImage(SQLModel, table=True):
    """What an officer is asked to approve shows a picture, before any version does."""

    __tablename__ = "proposal_image"

    proposal_id: UUID = Field(foreign_key="activity_proposal.id", primary_key=True)
    image_id: UUID = Field(foreign_key="certificate_image.id", primary_key=True, index=True)
