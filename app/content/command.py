"""What `python -m app content check` and `content load` do; the command line prints the lines."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.content.actions import LoadResult, load_pack
from app.content.enums import Origin
from app.packs.files import find_packs
from app.packs.pack import Pack, PackReading, WordLint, read_pack
from app.packs.problems import Problem, in_order
from app.packs.schema import MODELS, json_schema


@dataclass(frozen=True)
class Report:
    """What was read under a root, what is wrong with it, and what was loaded."""

    root: Path
    readings: tuple[PackReading, ...]
    loads: tuple[tuple[Pack, LoadResult], ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Errors and warnings by file and line."""
        return in_order(problem for reading in self.readings for problem in reading.problems)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs without an error."""
        return tuple(reading.pack for reading in self.readings if reading.pack)

    @property
    def ok(self) -> bool:
        """Whether everything can be loaded; a warning does not stand in the way."""
        return bool(self.readings) and len(self.packs) == len(self.readings)

    @property
    def exit_code(self) -> int:
        """0 when all is well, else 1."""
        return 0 if self.ok else 1

    def lines(self) -> list[str]:
        """All of it as text, the sum in the last line."""
        if not self.readings:
            return [f"No packs found: {self.root} has no folders modules/<program>."]  # not shown
        loaded = [line for pack, load in self.loads for line in _load_lines(pack, load)]
        return [*map(str, self.problems), *loaded, self._sum()]

    def _sum(self) -> str:
        warnings = sum(problem.is_warning for problem in self.problems)
        files = sum(reading.files for reading in self.readings)
        counts = (_count(len(self.problems) - warnings, "error"), _count(warnings, "warning"))
        where = f"{_count(files, 'file')} in {_count(len(self.readings), 'pack')}"
        return f"{where}: {counts[0]}, {counts[1]}."


def check(root: Path, *, word_lint: WordLint | None = None) -> Report:
    """Read every pack under a root. `word_lint` says what is wrong with a text's wording."""
    readings = (read_pack(folder, word_lint=word_lint) for folder in find_packs(root))
    return Report(root, tuple(readings))


def load(session: Session, report: Report, *, now: datetime, replace: bool = False) -> Report:
    """Load every pack that was checked; with an error in any of them, none.

    `replace`: let the files replace what was imported.
    """
    if not report.ok:
        return report
    loads = [
        (pack, load_pack(session, pack, now=now, origin=Origin.FILES, replace=replace))
        for pack in report.packs
    ]
    return Report(report.root, report.readings, tuple(loads))


def write_schemas(folder: Path) -> list[Path]:
    """Write a JSON Schema for each kind of file, for editors; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind in MODELS:
        file = folder / f"{kind}.schema.json"
        text = json.dumps(json_schema(kind), indent=2, ensure_ascii=False, sort_keys=True)
        file.write_text(f"{text}\n", encoding="utf-8")
        files.append(file)
    return files


def _load_lines(pack: Pack, load: LoadResult) -> list[str]:
    if load.kept is not None:
        day = load.kept.loaded_at.date()
        return [
            f"{pack.program}: kept as it was imported on {day}. "  # not shown
            "To load the files instead: content load --replace"
        ]
    key = pack.program
    lines = [f"{key}: new version of {' '.join(name)}" for name in load.new]  # not shown
    as_before = "is what it was before"  # not shown
    lines += [f"{key}: {' '.join(name)} {as_before}" for name in load.restored]
    lines += [f"{key}: {' '.join(name)} is gone" for name in load.removed]  # not shown
    return [*lines, f"{pack.program}: {len(load.new)} new, {len(load.unchanged)} unchanged"]


def _count(number: int, noun: str) -> str:
    """For operators, who read English."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
