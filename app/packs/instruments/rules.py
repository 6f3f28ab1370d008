"""Whether an instrument can be asked at all, and of whom; pure."""

from app.language.reasons import Reason, ReasonKind
from app.packs.instruments.schema import AnsweredBy, InstrumentData

NO_WORDING = ReasonKind(
    "instrument.no_wording",
    "{count} question has no wording yet. It can be used in a survey when a site that has the "
    "license has pasted the wording of it.",
    "{count} questions have no wording yet. It can be used in a survey when a site that has the "
    "license has pasted the wording of all of them.",
)
FOR_MENTEES = ReasonKind(
    "instrument.for_mentees",
    "“{title}” is written for mentees, who answer it about their mentor. Learners cannot be asked "
    "it.",
)
FOR_LEARNERS = ReasonKind(
    "instrument.for_learners",
    "“{title}” is written for learners, who answer it about themselves. Mentees cannot be asked "
    "it.",
)
ABOUT_A_SESSION = ReasonKind(
    "instrument.about_a_session",
    "“{title}” is about a live session. A wave asks all people of a study, also those who have "
    "none: put it to the cohort instead.",
)


def why_not_ask(instrument: InstrumentData) -> Reason | None:
    """Why an instrument cannot be used in a survey."""
    missing = len(instrument.without_wording)
    return NO_WORDING(count=missing) if missing else None


def why_not_ask_of(instrument: InstrumentData, respondent: AnsweredBy) -> Reason | None:
    """Why somebody cannot be asked an instrument: its words are for others alone."""
    if instrument.answered_by in {None, respondent}:
        return None
    kind = FOR_MENTEES if instrument.answered_by == "mentee" else FOR_LEARNERS
    return kind(title=instrument.title)


def why_not_in_wave(instrument: InstrumentData, respondent: AnsweredBy) -> Reason | None:
    """Why a wave of a study cannot ask somebody an instrument."""
    if instrument.about_session:
        return ABOUT_A_SESSION(title=instrument.title)
    return why_not_ask_of(instrument, respondent)
