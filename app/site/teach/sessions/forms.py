"""What facilitators send from a session's room: a star, a note."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.casework.rooms.rules import LONGEST_NOTE
from app.web.forms import LINES, Form


class StarForm(Form):
    """Whose shared reflection is to be used in the session, or not any more."""

    enrollment: UUID
    starred: bool


class NoteForm(Form):
    """A note, and which edition of it the page showed."""

    text: Annotated[str, LINES, Field(max_length=LONGEST_NOTE)] = ""
    seen: Annotated[int, Field(ge=0, le=1_000_000)] = 0
