"""The one email that somebody gets about all their certificates, before anything is issued."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.certificates.issuing.candidates.rules import Candidate
from app.cohorts.context import CohortContext
from app.language.reasons import Reason
from app.messages.ahead import LetterAhead
from app.site.manage.cohorts.page import path_of
from app.web.parts import Option


@dataclass(frozen=True)
class LetterPage:
    """One email as it will be, and of whom else there is one to be seen."""

    cohort: str
    path: str
    back: str
    """Where it is issued."""
    name: str
    recipient: str
    subject: str
    language: str | None
    """What it is written in, as in the attribute `lang`."""
    text: str
    why_not: Reason | None
    """Why they get none."""
    place: str
    people: Sequence[Option]
    """Everybody to whom something can be issued."""
    without: int
    """How many of these have no address, and get none."""


def letter_page(
    here: CohortContext,
    ready: Sequence[Candidate],
    chosen: Candidate,
    ahead: LetterAhead,
    *,
    without: int,
) -> LetterPage:
    """The email to one of those to whom something can be issued."""
    people = [Option(str(own.enrollment_id), own.name) for own in ready]
    place, back = str(chosen.enrollment_id), f"{path_of(here)}/certificates/issue"
    return page_of_letter(here, chosen.name, place, people, ahead, back=back, without=without)


def page_of_letter(
    here: CohortContext,
    name: str,
    place: str,
    people: Sequence[Option],
    ahead: LetterAhead,
    *,
    back: str,
    without: int,
) -> LetterPage:
    """One email. `place`: whose; `back`: where it is issued; `without`: how many get none."""
    letter = ahead.letter
    return LetterPage(
        cohort=here.cohort.title,
        path=path_of(here),
        back=back,
        name=name,
        recipient=letter.recipient if letter else "",
        subject=letter.subject if letter else "",
        language=letter.language.code if letter and letter.language else None,
        text=letter.text.strip() if letter else "",
        why_not=ahead.why_not,
        place=place,
        people=people,
        without=without,
    )
