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
    """None where nothing is asked of them any more."""
    text_id: UUID | None
    language: str
    who_sees: Text
    step: RaterStep | None
    is_asked: bool
    can_agree: bool
    can_stop: bool
    """Whether their address is there still, which they can let be deleted."""
    refused: Reason | None = None


def rater_page(
    token: str,
    case: RaterCase,
    text: ConsentText | None,
    *,
    is_asked: bool,
    refused: Reason | None = None,
) -> RaterPage:
    """`is_asked`: whether something can be asked of them still, by who still allows it."""
    shown, step = text if is_asked else None, case.stand.step
    return RaterPage(
        path=f"/raters/{token}",
        title=case.project.title,
        mentor=case.mentor.display_name,
        text=Markup(render(shown.text, prefix="text")) if shown else None,  # noqa: S704 - sanitized
        text_id=text.id if text else None,
        language=text.language if text else "",
        who_sees=MODES[case.project.mode][1],
        step=step,
        is_asked=is_asked,
        can_agree=shown is not None and step is None,
        can_stop=step is RaterStep.AGREED and case.stand.rater.address is not None,
        refused=refused,
    )
