"""Whether a cohort has threads."""

from app.web.forms import Form


class SwitchForm(Form):
    """On or off; a form that says neither is off."""

    on: bool = False
