"""A coordinator lets leaders read what somebody wrote, and takes that back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.errors import require
from app.outcomes.quotes import queries, rules
from app.outcomes.quotes.models import QuoteWithdrawal, ReleasedQuote
from app.surveys.models import Survey


def release(
    session: Session,
    survey: Survey,
    question: str,
    text: str,
    *,
    written: str | None,
    by: UUID,
    now: datetime,
) -> ReleasedQuote:
    """Let leaders read a text. `written`: all that somebody wrote to the question.

    The history names the survey and the question, and has none of the words.

    Raises:
        RefusedError: Nobody wrote that, or more was changed than left out.
    """
    queries.lock(session, survey)
    standing = queries.quotes_of(session, [survey.id])
    released = [quote.source for quote in standing if quote.question == question]
    require(rules.why_not_release(text, written, released))
    source = rules.source_of(written or "")
    quote = ReleasedQuote(
        survey_id=survey.id,
        question=question,
        source=source,
        edition=queries.editions(session, survey.id, question, source) + 1,
        text=rules.shortened(text),
        at=now,
        by=by,
    )
    session.add(quote)
    session.flush()
    _record(session, "survey.quote-released", survey, quote, by=by, now=now)
    return quote


def withdraw(
    session: Session, survey: Survey, quote: ReleasedQuote, *, by: UUID, now: datetime
) -> None:
    """Let leaders read it no more; a report that was made stays as it is.

    Raises:
        RefusedError: It was taken back before.
    """
    queries.lock(session, survey)
    require(rules.WITHDRAWN if queries.is_withdrawn(session, quote.id) else None)
    session.add(QuoteWithdrawal(quote_id=quote.id, at=now, by=by))
    _record(session, "survey.quote-withdrawn", survey, quote, by=by, now=now)
    session.flush()


def _record(
    session: Session, act: str, survey: Survey, quote: ReleasedQuote, *, by: UUID, now: datetime
) -> None:
    facts = {"survey": survey.key, "question": quote.question, "quote": str(quote.id)}
    audit.record(session, act, "survey", survey.id, by=by, now=now, facts=facts)
