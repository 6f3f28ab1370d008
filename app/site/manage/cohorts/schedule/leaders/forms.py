"""Who leads a session, as a coordinator sends it."""

from typing import Annotated

from pydantic import Field

from app.site.manage.cohorts.schedule.forms import ReasonForm


class LeadersForm(ReasonForm):
    """Who leads and who leads with them, by id; guests by address."""

    lead: str = ""
    co_lead: str = ""
    guest: Annotated[str, Field(max_length=2000)] = ""
