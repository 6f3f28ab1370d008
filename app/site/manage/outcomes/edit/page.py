"""The form of a study that is there."""

from dataclasses import dataclass

from app.site.parts.study_form import StudyFields
from app.studies.models import Project
from app.web.forms import FormState


@dataclass(frozen=True)
class EditStudyPage:
    """The form as the study stands, or as it was typed."""

    title: str
    path: str
    fields: StudyFields
    saved: bool | None


def form_of(project: Project) -> FormState:
    """The form as a study stands."""
    return FormState(
        {
            "title": project.title,
            "determination": project.determination.value,
            "number": project.determination_number,
            "mode": project.mode.value,
            "consent": "asked" if project.asks_consent else "objected",
            "anchor": project.anchor.value,
        }
    )
