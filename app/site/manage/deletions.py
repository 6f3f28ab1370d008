"""Rows of a coordinator's queue: records that are going to be deleted."""

from collections.abc import Iterable, Iterator

from app.history.retention.rules import Retained
from app.language import _, pgettext
from app.site.parts.waiting import QueueItem


def deletions(announced: Iterable[Retained]) -> Iterator[QueueItem]:
    """Each until its day: whoever coordinates the cohort can keep a copy or hold the records."""
    for own in announced:
        kept = own.kept
        assert own.goes_from is not None
        yield QueueItem(
            subject=f"deletion:{kept.cohort_id}:{own.goes_from}",
            title=_("Records of {cohort} are going to be deleted", cohort=kept.title),
            note=_("on {day:date} at the earliest", day=own.goes_from),
            href=f"/admin/retention/{kept.slug}#deletion",
            status=pgettext("of records", "To be deleted"),
            icon="file-text",
            tone="warm",
        )
