"""What a copy holds, read row by row: how many rows, whether the history and certificates hold.

It is told rows as a copy has them, by name and as text, so it is the same for every database.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from app.core.audit import GENESIS, INSTALLATION, line_hash
from app.installation.backups.manifest import Held
from app.installation.backups.rules import without_left_out

Row = Mapping[str, Any]


class Examination:
    """Adds up what it is told, in any order of tables and rows."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._chains = Chains()
        self._revision = ""
        self.problems: list[str] = []
        self._issued: dict[UUID, Row] = {}
        self._files: dict[UUID, str] = {}
        self._readers = {
            "alembic_version": self._read_revision,
            "audit_line": self._chains.add,
            "certificate": self._read_certificate,
            "certificate_file": self._read_file,
        }

    def reads(self, table: str) -> bool:
        """Whether a table's rows are wanted, and not only how many there are."""
        return table in self._readers

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Read the rows of a table."""
        for row in rows:
            self.counts[table] += 1
            self._readers[table](row)

    def result(self) -> Held:
        """What was found, once all was told."""
        return Held(
            revision=self._revision,
            rows=without_left_out(self.counts),
            lines=self._chains.lines,
            head=self._chains.head,
            certificates=len(self._issued),
            problems=(*self._chains.problems(), *self.problems, *self._changed()),
        )

    def _read_revision(self, row: Row) -> None:
        self._revision = row["version_num"]

    def _read_certificate(self, row: Row) -> None:
        self._issued[UUID(row["id"])] = row
        if hashlib.sha256(row["snapshot"].encode()).hexdigest() != row["snapshot_sha256"]:
            self.problems.append(f"The facts of certificate {row['number']} were changed.")

    def _read_file(self, row: Row) -> None:
        pdf = row["pdf"]
        content = pdf if isinstance(pdf, bytes) else bytes.fromhex(pdf.removeprefix("\\x"))
        self._files[UUID(row["certificate_id"])] = hashlib.sha256(content).hexdigest()

    def _changed(self) -> list[str]:
        return [
            f"The file of certificate {row['number']} is not the one that was issued."
            for id_, row in self._issued.items()
            if self._files.get(id_) != row["pdf_sha256"]
        ]


class Chains:
    """The history, line by line, in whatever order.

    Each line names the hash of the one before it in its chain.
    """

    def __init__(self) -> None:
        self.lines = 0
        self._heads: defaultdict[str, str] = defaultdict(lambda: GENESIS)
        self._followed = 0
        self._changed: list[int] = []
        self._waiting: dict[tuple[str, str], str] = {}
        """Hashes of lines whose former one has not come yet, by chain and its hash."""

    def add(self, row: Row) -> None:
        """One line more."""
        self.lines += 1
        line = _line(row)
        if line.hash != line_hash(line):
            self._changed.append(int(line.id))
        self._waiting[line.chain, line.previous_hash] = line.hash
        while (end := (line.chain, self._heads[line.chain])) in self._waiting:
            self._heads[line.chain] = self._waiting.pop(end)
            self._followed += 1

    @property
    def head(self) -> str:
        """The hash at which the only chain ends; of several, a hash of where all of them do."""
        ends = {INSTALLATION: GENESIS, **self._heads}
        if len(ends) == 1:
            return ends[INSTALLATION]
        return hashlib.sha256(json.dumps(ends, sort_keys=True).encode()).hexdigest()

    def problems(self) -> list[str]:
        """That lines were changed, or that some are missing between others."""
        if self._changed:
            return [f"Line {min(self._changed)} of the history does not hold."]
        whole = self._followed == self.lines
        return [] if whole else ["Lines of the history are missing or stand twice."]


def _line(row: Row) -> SimpleNamespace:
    at = datetime.fromisoformat(row["at"])
    ids = {name: UUID(row[name]) if row[name] else None for name in ("actor_id", "on_behalf_of")}
    facts = json.loads(row["facts"])
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    chain = row.get("chain", INSTALLATION)  # older copies have no other
    return SimpleNamespace(**{**row, **ids, "facts": facts, "at": at, "chain": chain})
