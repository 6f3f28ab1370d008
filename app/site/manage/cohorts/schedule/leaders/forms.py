"""Who leads a session, as a coordinator sends it."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.site.manage.cohorts.schedule.forms import WHY, ReasonForm


class LeadersForm(ReasonForm):
    """Who leads and who leads with them, by id; guests by address."""

    names: ClassVar = {**WHY, "guest": _("Guests for this session, by email address")}

    lead: str = ""
    co_lead: str = ""
    guest: Annotated[str, Field(max_length=2000)] = ""
