"""What is to be known beside the finding of who is on track."""

from app.credit.track.rules import Found
from app.language import Text, ngettext


def besides(found: Found) -> list[Text]:
    """What is to be known beside the finding, a sentence each."""
    return [*_others(found), *_behind(found), *_lost(found), *_unmarked(found)]


def _others(found: Found) -> list[Text]:
    spare = sum(number > 0 for number in found.can_miss)
    if not found.goes_on or not found.no_session_left or not spare:
        return []
    told = ngettext(
        "{count} other can still miss 1 or more.",
        "{count} others can still miss 1 or more.",
        count=spare,
    )
    return [told]


def _behind(found: Found) -> list[Text]:
    if not found.behind:
        return []
    if found.no_session_left:
        return [
            ngettext(
                "{count} other has modules to catch up.",
                "{count} others have modules to catch up.",
                count=found.behind,
            )
        ]
    told = ngettext(
        "{count} has modules to catch up.",
        "{count} have modules to catch up.",
        count=found.behind,
    )
    return [told]


def _lost(found: Found) -> list[Text]:
    if not found.out_of_reach:
        return []
    told = ngettext(
        "{count} can no longer complete.",
        "{count} can no longer complete.",
        count=found.out_of_reach,
    )
    return [told]


def _unmarked(found: Found) -> list[Text]:
    """What the finding takes for granted."""
    if not found.unmarked:
        return []
    told = ngettext(
        "Of {count} person attendance is not all recorded: until it is, they count as present.",
        "Of {count} people attendance is not all recorded: until it is, they count as present.",
        count=found.unmarked,
    )
    return [told]
