"""The studies that wait for somebody, on the page that says what is next."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.language import Text, _, ngettext
from app.language.moments import date_time
from app.studies.own.queries import StudyAsking
from app.web.parts import Link


@dataclass(frozen=True)
class SurveysToDo:
    """A study with open surveys."""

    title: str
    href: str
    note: Text


@dataclass(frozen=True)
class StudyLinks:
    """Where surveys are open, and where they have not said yet whether they take part."""

    surveys: Sequence[SurveysToDo] = ()
    to_answer: Sequence[Link] = ()


def study_links(studies: Sequence[StudyAsking], zone: str) -> StudyLinks:
    """Each leads to its own page."""
    return StudyLinks(
        [
            SurveysToDo(own.title, f"/my/studies/{own.key}#surveys", open_surveys(own, zone))
            for own in studies
            if own.surveys
        ],
        [Link(own.title, f"/my/studies/{own.key}") for own in studies if not own.surveys],
    )


def open_surveys(own: StudyAsking, zone: str) -> Text:
    """How many surveys of a study are open for somebody, and until when."""
    if own.closes_at is None:
        return _("Open now")
    return ngettext(
        "{count} survey is open for you until {closes}.",
        "{count} surveys are open for you. The first one closes {closes}.",
        count=own.surveys,
        closes=date_time(own.closes_at, zone),
    )
