"""A sealed list, what would tell of it, and looking for that in whatever a file is packed in."""

import gzip
import io
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.sealing import unseal
from app.studies.models import Project
from app.studies.trials import actions
from app.studies.trials.actions import _key
from app.studies.trials.candidates.queries import candidates
from app.studies.trials.lists.rules import ArmList, from_text
from app.studies.trials.models import Trial
from app.studies.trials.rules import why_not_ready
from tests.cast import NOW, Cast
from tests.studies.trials.trials_of import make_ready, make_trial, places


@dataclass(frozen=True)
class Sealed:
    """A trial of which some places are drawn, and what its list says."""

    project: Project
    trial: Trial
    list_: ArmList
    plain: str
    """The text of the list."""

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/manage/outcomes/{self.project.key}/trial"

    @cached_property
    def hidden(self) -> list[bytes]:
        """What nobody may find."""
        return [*canaries(self.list_)]

    def is_told_by(self, content: bytes) -> bool:
        """Whether anything of a file tells what comes next, however it is packed."""
        return any(each in part for part in parts_of(content) for each in self.hidden)

    def finds(self, content: bytes, wanted: bytes) -> bool:
        """Whether something else is found, in the same way."""
        return any(wanted in part for part in parts_of(content))

    def waiting(self, session: Session) -> UUID:
        """The place of somebody whose turn it is."""
        found = candidates(session, self.project, self.trial)
        return next(
            own.enrollment_id
            for own in found
            if why_not_ready(own.ready) is None and not own.ready.drawn
        )

    @property
    def told(self) -> str:
        """What may be read: that something was looked through shows in finding it."""
        assert self.trial.list_hash is not None
        return self.trial.list_hash


def sealed(session: Session, cast: Cast, secret: str) -> Sealed:
    project, trial = make_trial(session, cast, seal=False)
    actions.seal_list(session, project, trial, secret=secret, by=cast.id("cora"), now=NOW)
    people = places(session, cast, 20)
    make_ready(session, project, people)
    for place in people[:10]:
        by = cast.id("cora")
        actions.draw(session, project, trial, place.id, secret=secret, by=by, now=NOW)
    session.commit()
    return opened_for_tests(project, trial, secret)


def opened_for_tests(project: Project, trial: Trial, secret: str) -> Sealed:
    """What a sealed list says, which only a test may read before it is opened."""
    assert trial.sealed is not None
    plain = unseal(_key(secret, trial.id), trial.sealed)
    assert plain is not None
    list_ = from_text(plain)
    assert list_ is not None
    return Sealed(project, trial, list_, plain)


def canaries(list_: ArmList) -> Iterator[bytes]:
    """The seed in whichever way it could be written, and whole strata.

    From the seed the whole list follows, so whatever told a place would tell it or a stratum.
    """
    yield list_.seed
    for seed in (list_.seed.hex(), list_.seed.hex().upper(), repr(list_.seed)[2:-1]):
        yield seed.encode()
    titles = list_.plan.arms
    for blocks in list_.blocks:
        arms = [arm for block in blocks for arm in block]
        for words in ([f"{arm}" for arm in arms], [titles[arm - 1] for arm in arms]):
            yield from (joined.join(words).encode() for joined in ("", " ", ", ", ",", "\n"))
        yield "\n".join(" ".join(map(str, block)) for block in blocks).encode()


def parts_of(content: bytes) -> Iterator[bytes]:
    """A file, and all that is in it: of zips, spreadsheets, backups and PDFs."""
    yield content
    if content[:5] == b"%PDF-":
        yield from _pages(content)
    for part in _packed(content):
        yield from parts_of(part)


def _packed(content: bytes) -> Iterator[bytes]:
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as made:
            yield from (made.read(name) for name in made.namelist())
    elif content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content)
    elif content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            files = (packed.extractfile(member) for member in packed)
            yield from (file.read() for file in files if file is not None)
    elif content[:5] == b"PGDMP":
        yield _dumped(content)


def _dumped(content: bytes) -> bytes:
    """What a dump of PostgreSQL says, which it packs by itself."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        restored = ["pg_restore", "--data-only", "--file=-", file.name]
        return subprocess.run(restored, capture_output=True, check=True).stdout


def _pages(content: bytes) -> Iterator[bytes]:
    """The certificates of most tests are no whole files; of these there are the bytes alone."""
    with suppress(PyPdfError):
        for page in PdfReader(io.BytesIO(content)).pages:
            yield page.extract_text().encode()


def unfrozen(session: Session) -> None:
    """As whoever owns the database can do, and nobody else."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER trial_no_update"))
    else:
        session.execute(text("ALTER TABLE trial DISABLE TRIGGER trial_no_update"))
