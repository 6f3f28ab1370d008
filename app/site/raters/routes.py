"""A mentee takes part or not, by the link of a letter: no account, no sign-in.

Whoever has the link may. A GET changes nothing, since mail scanners follow links. What is wrong
with a link is never told: a changed one is answered like one that never was.
"""

from datetime import timedelta

from starlette.responses import Response

from app.core.errors import ConflictError, NotFoundError, RefusedError
from app.language.reasons import Reason
from app.site.parts.studies import text_for_reader
from app.site.raters.forms import RaterForm
from app.site.raters.page import rater_page
from app.site.visits import ReadVisit, Visit, WriteVisit, public, router
from app.studies.consent.queries import newest_texts
from app.studies.consent.rules import OTHER_TEXT
from app.studies.enums import RaterStep, Respondent
from app.studies.models import ConsentText
from app.studies.raters import actions, rules
from app.studies.raters.queries import RaterCase, case_of
from app.studies.raters.tokens import read_token
from app.studies.waves.planned.queries import is_still_asked
from app.web.forms import FormInvalidError, Submitted, parse
from app.web.limits import RateLimit, client_address
from app.web.pages import render, see_other

routes = router()
ANSWERS = RateLimit(20, timedelta(minutes=10), "raters.answered")


@routes.get("/raters/{token}")
@public
def show_rater(visit: ReadVisit, token: str) -> Response:
    """What it is about, and two buttons; afterwards what was said."""
    case = _case(visit, token)
    return _page(visit, token, case)


@routes.post("/raters/{token}")
@public
def answer_as_rater(visit: WriteVisit, token: str, submitted: Submitted) -> Response:
    """Say yes or no, or that it is enough."""
    ANSWERS.hit(client_address(visit.request), visit.now)
    case = _case(visit, token)
    try:
        form = parse(RaterForm, submitted)
        text = _text(visit, case)
        if form.step is RaterStep.AGREED and (text is None or text.id != form.text):
            raise RefusedError(OTHER_TEXT)
        is_over = not is_still_asked(visit.db, case, visit.now)
        text_id = text.id if text else None
        actions.answer(visit.db, case, form.step, text_id, is_over=is_over, now=visit.now)
    except FormInvalidError:
        return _page(visit, token, case, refused=rules.CHOOSE, status=422)
    except (RefusedError, ConflictError) as refused:
        return _page(visit, token, case, refused=refused.reason, status=422)
    return see_other(f"/raters/{token}")


def _case(visit: Visit, token: str) -> RaterCase:
    secret = visit.request.app.state.settings.secret_key.get_secret_value()
    rater_id = read_token(secret, token)
    case = case_of(visit.db, rater_id) if rater_id else None
    if case is None:
        raise NotFoundError
    return case


def _text(visit: Visit, case: RaterCase) -> ConsentText | None:
    texts = newest_texts(visit.db, [case.project.id], Respondent.MENTEE)
    return text_for_reader(texts[case.project.id])


def _page(
    visit: Visit,
    token: str,
    case: RaterCase,
    *,
    refused: Reason | None = None,
    status: int = 200,
) -> Response:
    page = rater_page(
        token,
        case,
        _text(visit, case),
        is_asked=is_still_asked(visit.db, case, visit.now),
        refused=refused,
    )
    return render(visit.request, "raters/rater.html", page, status=status)
