"""What one tells the people of one's cohorts, with how they see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.context import LearnerInCohort
from app.people.introductions.enums import Part
from app.people.introductions.rules import LONGEST, NOTHING, Told
from app.people.queries import Profile
from app.site.parts.introductions import Seen, seen_of
from app.web.forms import FormState
from app.web.parts import Link


@dataclass(frozen=True)
class IntroductionPage:
    """The form, and the card that others would see."""

    form: FormState
    name: str
    institution: str
    address: str
    preview: Seen
    is_preview: bool
    """Whether it shows what is typed and not saved."""
    stored: bool
    """Whether there is anything to remove."""
    done: str | None
    cohorts: Sequence[Link]
    """Whose people see it now."""

    @property
    def longest(self) -> dict[str, int]:
        """Signs in each text, by field."""
        return {part.value: most for part, most in LONGEST.items()}


def introduction_page(
    own: Profile,
    stored: Told,
    places: Sequence[LearnerInCohort],
    *,
    form: FormState | None = None,
    typed: Told | None = None,
    done: str | None = None,
) -> IntroductionPage:
    """`form`: what was typed; `typed`: the same, where it can be taken as it is."""
    return IntroductionPage(
        form=form or _form_of(stored),
        name=own.person.display_name,
        institution=own.institution.name,
        address=own.address,
        preview=seen_of(typed or stored, own.address),
        is_preview=typed is not None,
        stored=stored != NOTHING,
        done=done,
        cohorts=[Link(place.cohort.title, f"{place.path}/people") for place in places],
    )


def _form_of(told: Told) -> FormState:
    chosen = {f"show_{part.value}": "yes" for part in told.shown}
    texts = {part.value: str(getattr(told, part)) for part in Part if part is not Part.ADDRESS}
    return FormState(texts | chosen | ({"after_end": "yes"} if told.after_end else {}))
