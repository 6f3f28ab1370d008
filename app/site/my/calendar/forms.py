"""What is sent about one's own calendar."""

from datetime import datetime

from app.web.forms import Form


class AddressForm(Form):
    """The address to put another one in place of."""

    seen: datetime | None = None
    """When the address on the page was made; None where there was none."""


class InvitationsForm(Form):
    """Whether invitations are wanted."""

    wanted: bool
