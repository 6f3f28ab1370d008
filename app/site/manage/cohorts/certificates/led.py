"""What the page of a cohort's certificates says of those of teaching."""

from collections.abc import Collection
from dataclasses import dataclass

from app.certificates.teaching.queries import Teacher
from app.cohorts.context import CohortContext
from app.language import Text, _, ngettext
from app.site.manage.cohorts.certificates.teaching.line import teaching_path
from app.site.parts.counts import people_words


@dataclass(frozen=True)
class TeachingCard:
    """Who led sessions, in numbers, and where their certificates are."""

    path: str
    led: Text
    held: Text


def teaching_card(here: CohortContext, teachers: Collection[Teacher]) -> TeachingCard:
    """`teachers`: everybody who led a session, or was certified to."""
    led = sum(bool(own.led) for own in teachers)
    held = sum(any(each.status.holds for each in own.issued) for own in teachers)
    return TeachingCard(
        teaching_path(here),
        _("Sessions that were held were led by {people}.", people=people_words(led))
        if led
        else _("Nobody is named as leading a session that was held."),
        ngettext(
            "{count} of them holds a certificate of teaching.",
            "{count} of them hold a certificate of teaching.",
            count=held,
        )
        if held
        else _("None of them has a certificate of teaching yet.")
        if led
        else "",
    )
