"""The one email that somebody gets about their certificate of teaching, before it is issued."""

from collections.abc import Sequence

from app.certificates.teaching.ahead import Ahead
from app.certificates.teaching.queries import Teacher
from app.cohorts.context import CohortContext
from app.messages.ahead import LetterAhead
from app.site.manage.cohorts.certificates.issue.letter import LetterPage, page_of_letter
from app.site.manage.cohorts.certificates.teaching.line import teaching_path
from app.web.parts import Option


def teaching_letter(
    here: CohortContext,
    ready: Sequence[tuple[Teacher, Ahead]],
    chosen: Ahead,
    letter: LetterAhead,
) -> LetterPage:
    """The email to one of those who can get a certificate of teaching."""
    people = [Option(str(own.person_id), own.name) for _teacher, own in ready]
    without = sum(teacher.address is None for teacher, _own in ready)
    place, back = str(chosen.person_id), teaching_path(here)
    return page_of_letter(here, chosen.name, place, people, letter, back=back, without=without)
