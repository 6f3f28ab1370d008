"""What is sent to announce that records go, and to call that off."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from app.cohorts.rules import WHY
from app.language import _
from app.web.forms import Form, GivenReason


class AnnouncementForm(Form):
    """Of which cohort, since when, and why; whether that can be is for the rule to say."""

    asked_for: ClassVar = {
        "cohort_title": _("Enter the cohort’s title."),
        "goes_from": _("Enter a day."),
        "why": WHY,
    }

    cohort_title: Annotated[str, Field(max_length=500)]
    goes_from: date
    why: GivenReason


class CallOffForm(Form):
    """Why nothing is deleted after all."""

    asked_for: ClassVar = {"why": WHY}

    why: GivenReason
