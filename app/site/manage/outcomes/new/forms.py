"""What a coordinator sends to make a study."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.site.parts.study_form import StudyForm


class NewStudyForm(StudyForm):
    """Of which program it is, besides what it is."""

    asked_for: ClassVar = {**StudyForm.asked_for, "program": _("Choose a program.")}

    program: Annotated[str, Field(min_length=1, max_length=200)]
