"""How answers that were given in REDCap come back, step by step; told in files and on pages."""

from collections.abc import Iterator

from app.language import LazyText, _
from app.surveys.enums import IdentityMode

_EXPORT = _(
    "In REDCap: “Data Exports, Reports, and Stats”, “All data (all records and fields)”, “Export "
    "Data”. Choose “CSV / Microsoft Excel (raw data)”, not the one with labels. Another report "
    "does, too, if it has the raw data of whole forms."
)
_OPTIONS = _(
    "Leave every option for de-identification off: a hashed record ID, or shifted dates, lead back "
    "to nobody. Keep the records’ names as they went out, and the columns as REDCap calls them."
)
_UPLOAD = _(
    "In Waypost: open the study, “Take its data out”, “Check a file from REDCap”, and send the "
    "file. It has 4 MB and 20,000 rows at most. If a spreadsheet program has saved it again, as "
    "CSV or XLSX, it can be read as well."
)
_CHECKED = _(
    "What is checked: every column, record, event, form and choice has to belong to this study. If "
    "anything does not fit, you see its line and column, and nothing of the file can be taken in."
)
_TAKEN = _(
    "What comes in, once you press “Take in”: forms that REDCap calls complete (2), of people who "
    "take part and allow both that answers are passed on and that waves are put together, where "
    "they have not answered here. The moment of taking in is their time here."
)
_STAYS = _(
    "Answers that are here already are never changed. You see how many are the same and which "
    "differ, and what somebody has begun here stays theirs to finish. Sending the same file twice "
    "takes nothing in twice."
)
_BACK = _(
    "To take it back: “Check a file from REDCap”, “Files that were taken in”, the file, “Take them "
    "back”. The answers that came by it are deleted, and no others. That can be done until the "
    "study is analyzed with them, or an arm is drawn for somebody whose baseline is among them."
)
_NOWHERE = _(
    "They do not: the answers of this study are anonymous, so the names in a file were made by "
    "chance and lead to nobody here. A file can be checked against the study, and nothing of it "
    "can be taken in."
)


def ways_back(mode: IdentityMode) -> Iterator[LazyText]:
    """From REDCap's export to what can be undone; of anonymous studies, why there is no way."""
    if mode.is_anonymous:
        yield _NOWHERE
        return
    yield from (_EXPORT, _OPTIONS, _UPLOAD, _CHECKED, _TAKEN, _STAYS, _BACK)
