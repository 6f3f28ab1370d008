"""Readings as learners find them in a list: what each is, why it was chosen, where it leads."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from app.language import Text, _, dotted, pgettext
from app.packs.schema import ModuleData, Reading


class Tick(NamedTuple):
    """What can be ticked, and where that is sent."""

    done: bool
    action: str


_ACCESS: Mapping[str, Text] = {
    "free": pgettext("of an article", "free to read"),
    "library": pgettext("of an article", "needs library access"),
}


class ReadingRow(NamedTuple):
    """One reading with its tick."""

    reading: Reading
    tick: Tick

    @property
    def href(self) -> str | None:
        """Where it is published."""
        doi = self.reading.doi
        return f"https://doi.org/{doi}" if doi else self.reading.url

    @property
    def source(self) -> str:
        """`Acad Med 88(9):1308-1314, 2013`."""
        return f"{self.reading.source}, {self.reading.year}"

    @property
    def about(self) -> str:
        """`Journal article · free to read · required`."""
        need = _("required") if self.reading.required else _("optional")
        access = _ACCESS.get(self.reading.access or "")
        return dotted((self.reading.type, *([access] if access else []), need))


def reading_rows(
    module: ModuleData, ticked: Collection[str], path: str, query: str = ""
) -> list[ReadingRow]:
    """The readings of a unit, each with its tick. `path`: of the unit."""
    return [
        ReadingRow(reading, Tick(reading.key in ticked, f"{path}/readings/{reading.key}{query}"))
        for reading in module.readings
    ]
