"""What accreditors said of providers: versions, of which none ever changes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.credit.accreditations.enums import Accreditor


class Accreditation(SQLModel, table=True):
    """One version of what a provider may say of an accreditor. The newest one holds."""

    __table_args__ = (
        UniqueConstraint("provider_id", "accreditor", "accreditor_name", "version"),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="order"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    provider_id: UUID = Field(foreign_key="provider.id", index=True)
    accreditor: Accreditor = Field(sa_type=EnumText(Accreditor))
    accreditor_name: str = ""
    """Of a state society, or of one that is not listed."""
    version: int
    statement: str
    """How direct providership is said."""
    joint_statement: str = ""
    """How joint providership is, with `{partners}` for their names; empty: there is none."""
    valid_from: date
    valid_until: date | None = None
    """The last day; None where none was said."""
    entered_at: datetime
    by: UUID
