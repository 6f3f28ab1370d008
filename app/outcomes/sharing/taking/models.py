"""Files of records that were sent to be taken in."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class RecordsFile(SQLModel, table=True):
    """One file for one project: its bytes until it is decided about, and what became of it.

    Which answers came by it, `survey_invitation.records_file_id` says.
    """

    __tablename__ = "records_file"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id", index=True)
    sha256: str
    """Of its bytes."""
    file_name: str
    content: bytes
    """Empty once it is taken in."""
    by: UUID
    sent_at: datetime
    applied_at: datetime | None = None
    """When its answers were taken in: the moment that they have here."""
    sheets: int = 0
    """How many it brought in; once it was taken back, how many went."""
    analyses: int = 0
    """How many analyses of the project there were then: later ones may rest on its answers."""
    undone_at: datetime | None = None
