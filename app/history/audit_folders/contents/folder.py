"""All of a folder but its cover, and the manifest over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.history.audit_folders.contents.approvals.sheets import approval_sheets
from app.history.audit_folders.contents.attendance import attendance_sheets, originals
from app.history.audit_folders.contents.certificates import certificate_sheets, papers
from app.history.audit_folders.contents.credit import credit_sheets
from app.history.audit_folders.contents.evaluation import evaluation_sheets
from app.history.audit_folders.contents.history import history_sheet
from app.history.audit_folders.contents.integrity.sheets import integrity_sheets
from app.history.audit_folders.contents.people import people_sheets
from app.history.audit_folders.contents.readable.history import history_text
from app.history.audit_folders.contents.readable.policy import policy_text
from app.history.audit_folders.contents.readable.proposals import proposals_text
from app.history.audit_folders.contents.readable.texts import Written
from app.history.audit_folders.contents.records import CohortRead, Sheet, StoredFile

COVER, SUMS = "cover.pdf", "SHA256SUMS"
NAMES = "utf-8"


@dataclass(frozen=True)
class Contents:
    """What a folder holds besides its cover."""

    sheets: Sequence[Sheet]
    texts: Sequence[Written]
    """What tables keep for programs, in words."""
    meetings: Sequence[StoredFile]
    """The files of attendance."""
    papers: Sequence[StoredFile]
    """The certificates."""

    def files(self) -> dict[str, bytes]:
        """Each file by its path, tables first."""
        found = {sheet.path: sheet.content for sheet in self.sheets}
        texts = [own.file for own in self.texts]
        return found | {own.path: own.content for own in (*texts, *self.meetings, *self.papers)}


def contents_of(read: CohortRead) -> Contents:
    """The tables, what of them is there in words, the files of attendance and the certificates.

    Whoever adds a record that is audited adds its table here.

    Raises:
        RefusedError: What is stored of a certificate is not what was issued.
    """
    sheets = [
        *people_sheets(read),
        *attendance_sheets(read),
        *credit_sheets(read),
        *approval_sheets(read),
        *integrity_sheets(read),
        *evaluation_sheets(read),
        *certificate_sheets(read),
        history_sheet(read),
    ]
    texts = [policy_text(read), proposals_text(read), history_text(read)]
    return Contents(sheets, texts, originals(read), papers(read))


def with_manifest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files with the hashes of all of them at the end, as `sha256sum -c` reads them."""
    sums = "".join(f"{sha256(held).hexdigest()}  {path}\n" for path, held in files.items())
    return {**files, SUMS: sums.encode(NAMES)}
