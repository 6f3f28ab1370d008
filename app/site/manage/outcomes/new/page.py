"""The form of a new study."""

from dataclasses import dataclass

from app.site.parts.study_form import StudyFields


@dataclass(frozen=True)
class NewStudyPage:
    """The form, for one program."""

    program: str
    key: str
    fields: StudyFields
