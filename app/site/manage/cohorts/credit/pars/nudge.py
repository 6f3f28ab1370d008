"""The message that asks whether credit may be reported."""

from collections.abc import Sequence
from uuid import UUID

from app.language import _
from app.language.reasons import reason
from app.messages.announcements.rules import Written
from app.site.parts.writing import CHOSEN

NOBODY_TO_ASK = reason("pars.nobody_to_ask", "Nobody is left who has not said it.")
_SUBJECT = _("May your credit be reported to PARS?")
_GREETING = _("Hello {given_name},", given_name="{given_name}")
_ASKS = _(
    "May we report the credit that you claimed in {cohort} to PARS, the reporting system of our "
    "accreditor? It is your choice, and your credit is the same without.",
    cohort="{cohort}",
)
_WAY = _(
    "If you want it, open the page of your claim and choose “See what it needs” under “Reporting "
    "to PARS”. Please do not send your license or your birthday by mail."
)


def proposed(chosen: Sequence[UUID], language: str) -> Written:
    """The draft, in the language of who writes it; its placeholders are filled in when it goes."""
    paragraphs = (_GREETING, _ASKS, _WAY, "{link}", "{coordinator}")
    return Written(
        audience=CHOSEN,
        chosen=tuple(chosen),
        quiet_days=0,
        language=language,
        subject=str(_SUBJECT),
        text="\n\n".join(map(str, paragraphs)),
    )
