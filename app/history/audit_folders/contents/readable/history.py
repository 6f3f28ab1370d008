"""The facts of the acts in the history, line by line."""

from collections.abc import Iterator

from app.history.audit_folders.contents.readable.texts import Written, flat, told_at
from app.history.audit_folders.contents.records import CohortRead
from app.history.audit_folders.contents.rules import tells_facts, tells_why
from app.history.queries import HistoryLine
from app.language import _


def history_text(read: CohortRead) -> Written:
    """As `history.csv` has it for programs: of the acts whose facts a folder tells."""
    return Written(
        "history.txt",
        _("The facts of these acts, line by line"),
        [line for own in read.lines if tells_facts(own.line.act) for line in _act(read, own)],
    )


def _act(read: CohortRead, own: HistoryLine) -> Iterator[str]:
    line = own.line
    who = own.by.display_name if own.by else ""
    about = own.about.sort_name if own.about else ""
    known = (told_at(read, line.at), line.act, who, about)
    yield "; ".join(word for word in known if word)
    if line.reason and tells_why(line.act):
        yield f"  {line.reason}"
    yield from (f"  {fact}" for fact in flat(line.facts))
    yield ""
