"""Screens that several handlers answer with."""

from collections.abc import Mapping

from starlette.responses import Response

from app.language.reasons import Reason
from app.packs.instruments.schema import InstrumentData
from app.site.parts.questions import NOTHING, Given
from app.site.surveys.page import (
    StartPage,
    as_fields,
    group_page,
    head_of,
    instrument_of,
    over_page,
    whole_page,
)
from app.site.visits import Visit
from app.surveys import rules
from app.surveys.answering.queries import own as own_answers
from app.surveys.answering.rules import Answers, first_open
from app.surveys.invitations.queries import Invited
from app.web.pages import render


def path_of(token: str) -> str:
    """The address of a survey."""
    return f"/surveys/{token}"


def answers_so_far(visit: Visit, own: Invited) -> Answers:
    """What is kept of somebody's answers already."""
    row = own_answers(visit.db, own.survey, own.survey_invitation)
    return row.answers if row is not None else {}


def over(visit: Visit, own: Invited, why: Reason) -> Response:
    """That it is done, or why it cannot be answered."""
    told = None if why == rules.DONE else why
    page = over_page(own, told, signed_in=visit.viewer is not None)
    return render(visit.request, "surveys/over.html", page)


def start(visit: Visit, own: Invited, token: str) -> Response:
    """The first screen."""
    path = path_of(token)
    if own.survey.mode.is_anonymous:
        return render(visit.request, "surveys/whole.html", whole_page(own, path))
    answers = answers_so_far(visit, own)
    asks_then = own.survey.asks_then
    open_ = first_open(instrument_of(own), answers, asks_then=asks_then)
    last = len(instrument_of(own).groups)
    goes_on = (last if open_ is None else open_ + 1) if answers else None
    return render(visit.request, "surveys/start.html", StartPage(head_of(own, path), goes_on))


def group(visit: Visit, own: Invited, token: str, number: int) -> Response:
    """One screen with what is kept of it."""
    fields = as_fields(instrument_of(own), answers_so_far(visit, own))
    return typed_group(visit, own, token, number, Given(fields))


def typed_group(visit: Visit, own: Invited, token: str, number: int, given: Given) -> Response:
    """One screen with what was typed."""
    page = group_page(own, path_of(token), number, given)
    status = 422 if given.errors else 200
    return render(visit.request, "surveys/group.html", page, status=status)


def typed_whole(visit: Visit, own: Invited, token: str, given: Given = NOTHING) -> Response:
    """All screens with what was typed."""
    page = whole_page(own, path_of(token), given)
    return render(visit.request, "surveys/whole.html", page, status=422)


def given_of(data: InstrumentData, answers: Answers, errors: Mapping[str, Reason]) -> Given:
    """Answers that are kept, and what is wrong with them."""
    return Given(as_fields(data, answers), dict(errors))
