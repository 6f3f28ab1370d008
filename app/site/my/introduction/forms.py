"""What somebody sends of themselves, and what of it others may see."""

from typing import Annotated, Literal

from pydantic import Field

from app.people.introductions.enums import Part
from app.people.introductions.rules import LONGEST, Told
from app.web.forms import LINES, Form

Words = Annotated[str, LINES]


class IntroductionForm(Form):
    """The texts, a choice for each, and one for the time after a cohort. Nothing is preselected."""

    interests: Annotated[Words, Field(max_length=LONGEST[Part.INTERESTS])] = ""
    offers: Annotated[Words, Field(max_length=LONGEST[Part.OFFERS])] = ""
    contact: Annotated[Words, Field(max_length=LONGEST[Part.CONTACT])] = ""
    show_interests: bool = False
    show_offers: bool = False
    show_contact: bool = False
    show_address: bool = False
    after_end: bool = False
    do: Literal["save", "preview"] = "save"

    @property
    def told(self) -> Told:
        """What it says."""
        chosen = {part for part in Part if getattr(self, f"show_{part.value}")}
        return Told(
            interests=_lines(self.interests),
            offers=_lines(self.offers),
            contact=_lines(self.contact),
            shown=frozenset(chosen),
            after_end=self.after_end,
        )


def _lines(text: str) -> str:
    """With the line breaks of every system made alike."""
    return "\n".join(text.splitlines())
