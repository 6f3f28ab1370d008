"""Naming a mentee: what they are asked, and that nobody learns what they say."""

from dataclasses import dataclass

from app.language import Text, _
from app.language.moments import day
from app.language.reasons import Reason
from app.site.my.studies.page import PATH
from app.studies.consent.rules import Stand
from app.studies.enums import ConsentScope
from app.studies.queries import Studied
from app.studies.raters.models import Rater
from app.studies.raters.rules import NOT_ALLOWED, NOT_YET
from app.web.forms import FormState


@dataclass(frozen=True)
class MenteePage:
    """The form, and who is named now."""

    title: str
    path: str
    named: str | None
    """Who was named; the same whatever they said."""
    asked: Text | None
    why_not: Reason | None
    form: FormState
    done: bool


def mentee_page(
    place: Studied,
    stand: Stand,
    current: Rater | None,
    form: FormState,
    *,
    has_text: bool,
    zone: str,
    done: bool = False,
) -> MenteePage:
    """`current`: whom they named last. `has_text`: whether there is one that mentees read."""
    why = None if stand.allows(ConsentScope.MENTEE) else NOT_ALLOWED
    asked = _("Asked on {day}", day=day(current.named_at, zone)) if current else None
    return MenteePage(
        title=place.project.title,
        path=f"{PATH}/{place.project.key}",
        named=current.name if current else None,
        asked=asked,
        why_not=why or (None if has_text else NOT_YET),
        form=form,
        done=done,
    )
