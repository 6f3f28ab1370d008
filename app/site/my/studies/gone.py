"""What became of somebody's answers as they withdrew: what is gone since when, and what stays."""

from app.installation.backups.rules import COPIES, MONTHS
from app.language import Text, _, ngettext
from app.language.moments import date_time
from app.studies.consent.rules import Stand
from app.studies.enums import ConsentState, KeptData
from app.surveys.enums import IdentityMode

STAYS_ELSEWHERE = (
    _(
        "These stay: what was reported, analyzed or handed on before, in which nobody can take you "
        "out of the sums; and what a mentee of yours answered, since that is theirs."
    ),
    _(
        "These go by themselves: backups, as newer ones replace them. Of each of the last {months} "
        "months the newest is kept, and the last {copies} that were made before an update. They "
        "serve only to restore what was lost.",
        months=MONTHS,
        copies=COPIES,
    ),
    _(
        "That you agreed and withdrew is kept, with the words that you agreed to, as proof of what "
        "you chose."
    ),
)
"""Of answers that were deleted."""


def removed(stand: Stand, mode: IdentityMode, zone: str) -> list[Text]:
    """In sentences; none for who has not withdrawn. `zone`: the reader's."""
    if stand.state is not ConsentState.WITHDRAWN or stand.at is None:
        return []
    if mode.is_anonymous:
        return [
            _(
                "Answers that you gave before stay: they are anonymous, so nobody can find them "
                "among the others."
            )
        ]
    if stand.data is not KeptData.REMOVE:
        return [_("Answers that you gave before stay in the study, as you chose.")]
    return [_deleted(stand.removed, date_time(stand.at, zone)), *STAYS_ELSEWHERE]


def _deleted(count: int | None, when: Text) -> Text:
    if count is None:
        return _("Your answers were deleted on {when}, as you chose.", when=when)
    if not count:
        return _("There were no answers of yours to delete on {when}.", when=when)
    return ngettext(
        "Your answers to {count} survey were deleted on {when}, as you chose.",
        "Your answers to {count} surveys were deleted on {when}, as you chose.",
        count=count,
        when=when,
    )
