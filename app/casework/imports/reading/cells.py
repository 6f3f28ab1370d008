"""What a row of a table says, by what its columns hold. Pure."""

from app.casework.imports.enums import Held
from app.casework.imports.reading.headers import Columns
from app.cohorts.intake.columns import compared
from app.cohorts.intake.workbooks import Row

_YES = frozenset({"yes", "y", "true", "1", "x", "si", "ja", "oui", "sim", "tak"})
_NO = frozenset({"no", "n", "false", "0", "nein", "non", "nao", "nie"})
_HOSTS = ("organi", "host", "anfitri", "veranstalter")
LONGEST_NAME = 200


class Cells:
    """What a row says, by what its columns hold."""

    def __init__(self, row: Row, columns: Columns) -> None:
        self.line = row.line
        self._by = dict(zip(columns, row.cells, strict=False))

    def __getitem__(self, held: Held) -> str:
        return self._by.get(held, "")

    @property
    def name(self) -> str:
        """As it is written, or given and family name."""
        parts = (self[Held.GIVEN], self[Held.FAMILY])
        return " ".join((self[Held.NAME] or " ".join(parts)).split())[:LONGEST_NAME]

    @property
    def address(self) -> str:
        """An address, or a sign-in name that is one."""
        found = (self[held].lower() for held in (Held.EMAIL, Held.ACCOUNT))
        return next((text for text in found if "@" in text and len(text) <= LONGEST_NAME), "")

    @property
    def is_host(self) -> bool:
        """Whether the meeting was theirs."""
        return compared(self[Held.ROLE]).startswith(_HOSTS)

    @property
    def is_in_lobby(self) -> bool:
        """Whether it is about time in the waiting room."""
        return self[Held.LOBBY].strip().lower() in _YES

    @property
    def is_assumed(self) -> bool:
        """Whether one of its times was not told."""
        return self[Held.ASSUMED].strip().lower() in _YES

    @property
    def is_of_nobody_there(self) -> bool:
        """Whether it says that they did not attend."""
        return compared(self[Held.ATTENDED]) in _NO
