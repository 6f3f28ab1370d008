"""The files of a cohort's certificates together: all of them, or those of one institution."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from app.certificates.files.queries import IssuedFile
from app.certificates.queries import CertificateInCohort
from app.certificates.rules import NOT_AS_ISSUED
from app.certificates.snapshot import from_json
from app.certificates.teaching.queries import Teacher
from app.cohorts.context import CohortContext
from app.core.errors import ConflictError
from app.language import Text, _, ngettext
from app.language.moments import local
from app.language.words import normalize_for_search
from app.people.models import Institution
from app.site.manage.cohorts.page import path_of
from app.site.parts.counts import people_words
from app.site.parts.file_names import certificate_file
from app.web.archives import Member

SUMS = "SHA256SUMS"
_NO_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Bundle:
    """Certificates that go out as one file."""

    of: Text
    institution: UUID | None
    """None: of all."""
    numbers: frozenset[str]
    """Those of the certificates."""
    people: int
    href: str
    file_name: str

    @property
    def words(self) -> Text:
        """`4 certificates for 2 people`."""
        return ngettext(
            "{count} certificate for {people}",
            "{count} certificates for {people}",
            count=len(self.numbers),
            people=people_words(self.people),
        )


@dataclass(frozen=True)
class FilesPage:
    """All certificates that hold, and those of each institution."""

    cohort: str
    path: str
    whole: Bundle | None
    """None: there is none."""
    parts: Sequence[Bundle]
    teaching: Bundle | None
    """Those of teaching, apart: they are of no institution's learners."""

    def of(self, institution: UUID | None) -> Bundle | None:
        """What there is of an institution, or of all; None: nothing."""
        if institution is None:
            return self.whole
        return next((own for own in self.parts if own.institution == institution), None)


def files_page(
    here: CohortContext, issued: Iterable[CertificateInCohort], teachers: Iterable[Teacher]
) -> FilesPage:
    """What can be downloaded; `issued`: everything that was to learners, by family name."""
    valid = [own for own in issued if own.holds]
    by_institution: defaultdict[UUID, list[CertificateInCohort]] = defaultdict(list)
    for own in valid:
        by_institution[own.institution.id].append(own)
    parts = [_bundle(here, theirs, theirs[0].institution) for theirs in by_institution.values()]
    return FilesPage(
        here.cohort.title,
        path_of(here),
        _bundle(here, valid, None) if valid else None,
        sorted(parts, key=lambda bundle: str(bundle.of).casefold()),
        _of_teaching(here, teachers),
    )


def _of_teaching(here: CohortContext, teachers: Iterable[Teacher]) -> Bundle | None:
    issued = (each for own in teachers for each in own.issued)
    numbers = frozenset(each.certificate.number for each in issued if each.status.holds)
    if not numbers:
        return None
    path = f"{path_of(here)}/certificates/files?format=zip&teaching=true"
    file = _plain(f"{here.cohort.slug}-certificates-of-teaching")
    title = _("Certificates of teaching")
    return Bundle(title, None, numbers, len(numbers), path, f"{file}.zip")


def _bundle(
    here: CohortContext,
    certificates: Sequence[CertificateInCohort],
    institution: Institution | None,
) -> Bundle:
    path, file = (
        f"{path_of(here)}/certificates/files?format=zip",
        f"{here.cohort.slug}-certificates",
    )
    if institution is not None:
        path, file = f"{path}&institution={institution.id}", f"{file}-{institution.short_name}"
    return Bundle(
        institution.name if institution else _("All institutions"),
        institution.id if institution else None,
        frozenset(own.certificate.number for own in certificates),
        len({own.person.id for own in certificates}),
        path,
        f"{_plain(file)}.zip",
    )


def _plain(words: str) -> str:
    """In ASCII, for the name of a file."""
    return _NO_WORD.sub("-", normalize_for_search(words)).strip("-")


def members(files: Iterable[IssuedFile], zone: str) -> Iterator[Member]:
    """Each file by whose it is, and at the end the hashes of all, as `sha256sum -c` reads them.

    Raises:
        ConflictError: What is stored of one is not what was issued.
    """
    sums, newest = [], None
    for file in files:
        if file.pdf is None or sha256(file.pdf).hexdigest() != file.pdf_sha256:
            raise ConflictError(NOT_AS_ISSUED(number=file.number))
        name = certificate_file(from_json(file.snapshot)).own
        moment = local(file.issued_at, zone)
        newest = max(newest or moment, moment)
        sums.append(f"{file.pdf_sha256}  {name}\n")
        yield Member(name, file.pdf, moment)
    if newest is not None:
        yield Member(SUMS, "".join(sums).encode(), newest)
