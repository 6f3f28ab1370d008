"""What a mentee reads before they say yes or no."""

from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup

from app.language import Text
from app.language.reasons import Reason
from app.packs.text.markdown import render
from app.site.parts.studies import MODES
from app.studies.enums import RaterStep
from app.studies.models import ConsentText
from app.studies.raters.queries import RaterCase


@dataclass(frozen=True)
class RaterPage:
    """The study, who named them, and what can be said now."""

    path: str
    title: str
    mentor: str
    text: Markup | None
    text_id: UUID | None
    language: str
    who_sees: Text
    step: RaterStep | None
    can_agree: bool
    refused: Reason | None = None


def rater_page(
    token: str,
    case: RaterCase,
    text: ConsentText | None,
    *,
    is_asked: bool,
    refused: Reason | None = None,
) -> RaterPage:
    """`is_asked`: whether they are named still, by who still allows it."""
    return RaterPage(
        path=f"/raters/{token}",
        title=case.project.title,
        mentor=case.mentor.display_name,
        text=Markup(render(text.text, prefix="text")) if text else None,  # noqa: S704 - sanitized
        text_id=text.id if text else None,
        language=text.language if text else "",
        who_sees=MODES[case.project.mode][1],
        step=case.stand.step,
        can_agree=is_asked and text is not None and case.stand.step is None,
        refused=refused,
    )
