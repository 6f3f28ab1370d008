"""What is said of long work, by its kind."""

from collections.abc import Callable
from dataclasses import dataclass

from app.core.jobs import JobProgress
from app.history.audit_folders.rules import MAKE as AUDIT
from app.language import Text, _, ngettext
from app.messages.announcements.rules import JOB as SENDING
from app.outcomes.leadership.wanted import JOB as REPORTING
from app.outcomes.projects.analyses.rules import COMPUTE
from app.outcomes.sharing.files.rules import MAKE


@dataclass(frozen=True)
class JobWords:
    """The sentences of one kind of work."""

    done: Callable[[JobProgress], Text]
    """How far it is."""
    verdict: Callable[[JobProgress], Text]
    """What became of it."""
    promise: Text
    """What is so while it runs."""
    warns: Text
    """What stopping does not undo."""
    back_to: Text
    not_done: Text
    """What stands over what failed."""


def words_of(kind: str) -> JobWords:
    """The sentences for a kind of job."""
    return _WORDS.get(kind, _ISSUING)


def _people_done(progress: JobProgress) -> Text:
    return ngettext(
        "{done} of {count} person done",
        "{done} of {count} people done",
        count=progress.total,
        done=progress.done,
    )


def _letters_done(progress: JobProgress) -> Text:
    return ngettext(
        "{done} of {count} letter delivered",
        "{done} of {count} letters delivered",
        count=progress.total,
        done=progress.done,
    )


def _reports_done(progress: JobProgress) -> Text:
    return _("The report is made") if progress.done else _("The report is being made")


def _analysis_done(progress: JobProgress) -> Text:
    return _("The analysis is made") if progress.done else _("The analysis is being made")


def _file_done(progress: JobProgress) -> Text:
    return _("The file is made") if progress.done else _("The file is being made")


def _folder_done(progress: JobProgress) -> Text:
    return _("The folder is made") if progress.done else _("The folder is being made")


def verdict(progress: JobProgress) -> Text:
    """What became of a job: `All 27 people have theirs.`, `25 of 27 people have theirs; …`."""
    if progress.failed:
        return ngettext(
            "{done} of {total} people have theirs; {count} failed.",
            "{done} of {total} people have theirs; {count} failed.",
            count=progress.failed,
            done=progress.done,
            total=progress.total,
        )
    if not progress.total:
        return _("There was nothing to do.")
    return ngettext(
        "All is signed, for {count} person.",
        "All is signed, for {count} people.",
        count=progress.total,
    )


def verdict_of_mail(progress: JobProgress) -> Text:
    """What became of a message: all letters were delivered, or so many were not."""
    if progress.failed:
        return ngettext(
            "{done} of {total} letters are delivered; {count} is not.",
            "{done} of {total} letters are delivered; {count} are not.",
            count=progress.failed,
            done=progress.done,
            total=progress.total,
        )
    return ngettext(
        "{count} letter is delivered.", "All {count} letters are delivered.", count=progress.total
    )


def verdict_of_report(progress: JobProgress) -> Text:
    """What became of a report."""
    if progress.failed:
        return _("The report could not be made.")
    return _("The report is made. It is stored, and stays as it is.")


def verdict_of_analysis(progress: JobProgress) -> Text:
    """What became of an analysis."""
    if progress.failed:
        return _("The analysis could not be made.")
    return _("The analysis is made. It is stored, and stays as it is.")


def verdict_of_file(progress: JobProgress) -> Text:
    """What became of a file of answers."""
    if progress.failed:
        return _("The file could not be made.")
    return _("The file is made. It is kept for three days.")


def verdict_of_folder(progress: JobProgress) -> Text:
    """What became of an audit folder."""
    if progress.failed:
        return _("The folder could not be made.")
    return _("The folder is made. It is kept for thirty days.")


_ISSUING = JobWords(
    _people_done,
    verdict,
    promise=_(
        "You can leave this page. Each person gets one email when theirs are signed. Nothing is "
        "issued twice."
    ),
    warns=_("What is issued stays issued. The others can be issued later."),
    back_to=_("See the certificates"),
    not_done=_("What failed"),
)
_WORDS = {
    SENDING: JobWords(
        _letters_done,
        verdict_of_mail,
        promise=_("You can leave this page. Each person gets one letter, and nobody gets two."),
        warns=_("What has left cannot be taken back. The others can be sent after all, later."),
        back_to=_("See the message"),
        not_done=_("What was not delivered"),
    ),
    REPORTING: JobWords(
        _reports_done,
        verdict_of_report,
        promise=_("You can leave this page. It takes a few seconds."),
        warns=_("A report that is stopped can be made later."),
        back_to=_("See the report"),
        not_done=_("What failed"),
    ),
    COMPUTE: JobWords(
        _analysis_done,
        verdict_of_analysis,
        promise=_("You can leave this page. It takes a few seconds."),
        warns=_("An analysis that is stopped can be made later."),
        back_to=_("See the analysis"),
        not_done=_("What failed"),
    ),
    AUDIT: JobWords(
        _folder_done,
        verdict_of_folder,
        promise=_("You can leave this page. It takes a few seconds."),
        warns=_("A folder that is stopped can be made later."),
        back_to=_("See the folder"),
        not_done=_("What failed"),
    ),
    MAKE: JobWords(
        _file_done,
        verdict_of_file,
        promise=_("You can leave this page. It takes a few seconds."),
        warns=_("A file that is stopped can be made later."),
        back_to=_("See the file"),
        not_done=_("What failed"),
    ),
}
