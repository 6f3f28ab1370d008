"""What the rows may say, as values that rules can know without the database."""

from enum import StrEnum


class RecordAction(StrEnum):
    """What a row of a file asks for, in the words of the template."""

    ADD = "Add"  # not shown: the words of PARS
    DELETE = "Delete"  # not shown: the words of PARS


class FileMark(StrEnum):
    """What became of a file, as somebody said."""

    WAITING = "waiting"
    UPLOADED = "uploaded"
    REFUSED = "refused"


class RowState(StrEnum):
    """How what is reported of somebody stands to what is so."""

    LACKING = "lacking"
    """Not reported, and something is missing for it."""
    TO_ADD = "to_add"
    """Not reported, and all is there."""
    REPORTED = "reported"
    TO_CORRECT = "to_correct"
    """Reported, and something of it has changed since: a Delete and an Add."""
    TO_DELETE = "to_delete"
    """Reported, and it may not stand there any more."""
