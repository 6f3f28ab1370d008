"""What people write in a thread, and how they read it."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from app.language import _
from app.learning.threads.rules import LONGEST
from app.web.forms import LINES, Form


class PostForm(Form):
    """A question or an answer."""

    asked_for: ClassVar = {"text": _("Write something before you post it.")}

    text: Annotated[str, LINES, Field(min_length=1, max_length=LONGEST)]


class MuteForm(Form):
    """Whether mail about this thread is wanted."""

    muted: bool = False


class ReadForm(Form):
    """Up to when the page showed the thread."""

    until: AwareDatetime | None = None

    def moment(self, now: datetime) -> datetime:
        """The moment, or now where the form does not say."""
        return self.until or now
