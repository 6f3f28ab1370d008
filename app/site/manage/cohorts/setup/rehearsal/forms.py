"""What a coordinator sends from the rehearsal."""

from app.site.parts.days import Day
from app.web.forms import Form


class PublicationForm(Form):
    """That it is to be seen; and whether it gives no credit, though an earlier one did."""

    without_credit: bool = False


class SkipForm(Form):
    """A day to leave out."""

    day: Day
