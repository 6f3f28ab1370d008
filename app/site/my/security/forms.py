"""What is sent about one's own sessions."""

from uuid import UUID

from app.web.forms import Form


class SessionForm(Form):
    """The browser in which to sign out."""

    session: UUID
