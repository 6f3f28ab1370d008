"""Facts of addresses to which mail does not get."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlmodel import Column, Field, SQLModel, Uuid

from app.core.db import EnumText
from app.core.ids import new_id
from app.people.addresses.trouble.enums import Trouble


class AddressTrouble(SQLModel, table=True):
    """What was found of an address; the newest one counts. They go with the address."""

    __tablename__ = "address_trouble"
    __table_args__ = (Index(None, "address_id", "at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    address_id: UUID = Field(
        sa_column=Column(Uuid(), ForeignKey("email_address.id", ondelete="CASCADE"), nullable=False)
    )
    kind: Trouble = Field(sa_type=EnumText(Trouble))
    at: datetime
    code: str = ""
    """What the server answered (550), or the status of a report (5.1.1): nothing personal."""
    message_id: UUID | None = Field(default=None, index=True)
    """The mail that met it."""
    by: UUID | None = None
    """Who says that it works again; empty where nobody had to."""
