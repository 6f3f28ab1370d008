"""What a coordinator sends from the rehearsal."""

from app.site.parts.days import Day
from app.web.forms import Form


class SkipForm(Form):
    """A day to leave out."""

    day: Day
