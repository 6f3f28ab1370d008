"""Whether joining by the link checks people in."""

from app.web.forms import Form


class LinkForm(Form):
    """On or off; a form that says neither is off."""

    on: bool = False
