"""A zip as it was sent, read and checked."""

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from app.credit.phrase import lint_credit_phrase
from app.packs.archive import unpack
from app.packs.pack import PackReading, read_pack


@lru_cache(maxsize=2)
def read_zip(packed: bytes) -> PackReading:
    """Unpack a zip into a folder that is gone afterwards, and check all of it.

    The last two are kept: what a check page has just read is not read again by the import, which
    makes all other writers wait.

    Raises:
        ArchiveRefusedError: It is no zip of a pack.
    """
    with TemporaryDirectory(prefix="waypost-") as folder:
        return read_pack(unpack(packed, Path(folder)), word_lint=lint_credit_phrase)


def program_of_zip(packed: bytes) -> str:
    """The key of the program whose pack a zip holds; raises as `read_zip` does."""
    with TemporaryDirectory(prefix="waypost-") as folder:
        return unpack(packed, Path(folder)).program
