"""Answering a survey with the link of a letter: whoever has it answers, nobody signs in.

What is read from a form here goes to the survey alone. Of who sent it there is the invitation that
the address stands for, and of an anonymous one only that they have answered.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.core.errors import RefusedError
from app.language.reasons import Reason
from app.site.surveys import responses
from app.site.surveys.forms import Typed, read_answers, read_way
from app.site.surveys.loaders import load_held, load_invited, secret_of
from app.site.surveys.page import instrument_of
from app.site.visits import ReadVisit, Visit, WriteVisit, public, router
from app.studies.consent.queries import stand_of
from app.studies.consent.rules import why_not_answer_more
from app.studies.raters.queries import case_of
from app.studies.raters.rules import NO_LONGER, is_asked
from app.surveys import actions, rules
from app.surveys.answering.rules import NEEDED, Answers, asked, first_open, merged, unanswered
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.invitations.queries import Invited
from app.web.forms import Submitted
from app.web.pages import see_other

routes = router()


@routes.get("/surveys/{token}")
@public
def show_survey(
    visit: ReadVisit, token: str, group: Annotated[int | None, Query(ge=1, le=60)] = None
) -> Response:
    """What it is and who sees what; `group`: one screen of its questions."""
    own = load_invited(visit, token)
    if why := _why_not(visit, own):
        return responses.over(visit, own, why)
    if group is None or own.survey.mode.is_anonymous:
        return responses.start(visit, own, token)
    last = len(instrument_of(own).groups)
    return responses.group(visit, own, token, min(group, last))


@routes.post("/surveys/{token}")
@public
def answer(visit: WriteVisit, token: str, submitted: Submitted) -> Response:
    """Keep a screen and go on, or send all."""
    own = load_held(visit, token)
    if why := _why_not(visit, own):
        return responses.over(visit, own, why)
    if own.survey.mode.is_anonymous:
        typed = _typed(own, submitted, None)
        if typed.errors:
            return responses.typed_whole(visit, own, token, typed.given)
        return _send(visit, own, token, typed.answers, typed.code)
    return _go(visit, own, token, submitted)


@routes.post("/surveys/{token}/draft")
@public
def keep(visit: WriteVisit, token: str, submitted: Submitted) -> Response:
    """Keep what was answered on a screen so far; what cannot be kept waits for its mending."""
    own = load_held(visit, token)
    if why := _why_not(visit, own) or rules.why_not_save(own.survey):
        raise RefusedError(why)
    typed = _typed(own, submitted, _group(own, read_way(submitted).group))
    _save(visit, own, submitted, typed)
    return Response(status_code=204)


def _go(visit: Visit, own: Invited, token: str, submitted: Submitted) -> Response:
    way = read_way(submitted)
    number = _group(own, way.group)
    typed = _typed(own, submitted, number)
    answers = _save(visit, own, submitted, typed)
    in_the_way = {
        name: why for name, why in typed.errors.items() if way.go != "back" or why != NEEDED
    }
    if in_the_way:
        return responses.typed_group(visit, own, token, number, typed.given)
    if way.go == "send":
        return _send_kept(visit, own, token, answers)
    to = max(1, number - 1) if way.go == "back" else _group(own, number + 1)
    return see_other(f"{responses.path_of(token)}?group={to}")


def _send_kept(visit: Visit, own: Invited, token: str, answers: Answers) -> Response:
    """Send what was kept, unless a screen before lacks an answer: then that one is shown."""
    data, asks_then = instrument_of(own), own.survey.asks_then
    open_ = first_open(data, answers, asks_then=asks_then)
    if open_ is None:
        return _send(visit, own, token, answers, None)
    lacking = unanswered(asked(data, asks_then=asks_then, group=open_), answers)
    errors = {question.name: NEEDED for question in lacking}
    given = responses.given_of(data, answers, errors)
    return responses.typed_group(visit, own, token, open_ + 1, given)


def _send(visit: Visit, own: Invited, token: str, answers: Answers, code: str | None) -> Response:
    """Whoever sent the same from another window at this moment is thanked as well."""
    visit.attempt(
        lambda: actions.send(
            visit.db,
            own.survey_invitation,
            answers,
            code=code,
            secret=secret_of(visit),
            now=visit.now,
        )
    )
    return see_other(responses.path_of(token))


def _save(visit: Visit, own: Invited, submitted: Submitted, typed: Typed) -> Answers:
    questions = asked(
        instrument_of(own),
        asks_then=own.survey.asks_then,
        group=_group(own, read_way(submitted).group) - 1,
    )
    answers = merged(responses.answers_so_far(visit, own), questions, typed.answers)
    visit.attempt(lambda: actions.save(visit.db, own.survey_invitation, answers, visit.now))
    return answers


def _typed(own: Invited, submitted: Submitted, group: int | None) -> Typed:
    data = instrument_of(own)
    place = group - 1 if group is not None else None
    questions = asked(data, asks_then=own.survey.asks_then, group=place)
    with_code = own.survey.mode is IdentityMode.LINKED
    return read_answers(data, questions, submitted, with_code=with_code)


def _group(own: Invited, number: int) -> int:
    return min(number, len(instrument_of(own).groups))


def _why_not(visit: Visit, own: Invited) -> Reason | None:
    why = rules.why_not_answer(own.survey, own.survey_invitation, visit.now)
    place, rater = own.survey_invitation.enrollment_id, own.survey_invitation.rater_id
    if why is None and rater is not None:
        return _why_not_as_mentee(visit, rater)
    if why is not None or own.status is None or place is None:
        return why
    if own.survey.purpose is Purpose.WAVE:
        return why_not_answer_more(stand_of(visit.db, own.survey.scope_id, place))
    if own.is_for_place is False:
        return rules.NO_SESSION_THEIRS
    return rules.why_not_there(own.survey.purpose, own.status, own.archived_at)


def _why_not_as_mentee(visit: Visit, rater_id: UUID) -> Reason | None:
    """Why a mentee answers no more: they said so, or whoever named them no longer allows it."""
    case = case_of(visit.db, rater_id)
    if case is None or not case.stand.has_agreed:
        return NO_LONGER
    mentor = stand_of(visit.db, case.project.id, case.enrollment.id)
    return None if is_asked(mentor, is_current=case.stand.is_current) else NO_LONGER
