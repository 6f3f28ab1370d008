"""What is sent to begin."""

from app.web.forms import Form


class BeginForm(Form):
    """Nothing but where to go in the end."""

    next: str = "/my/security"
