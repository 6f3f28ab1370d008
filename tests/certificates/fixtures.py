"""One renderer, one key and one pool of printing processes for all tests of certificates."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from app.certificates.badges.printing import BadgeMaker, BadgeOrder, SignedBadge
from app.certificates.printing.keys import demo_key_file
from app.certificates.printing.pool import CertificatePool
from app.certificates.printing.render import CertificateRenderer
from app.certificates.printing.signing import CertificateSigner
from app.certificates.snapshot import to_json
from app.certificates.transcripts.printing import SECONDS, TranscriptOrder, TranscriptPrinter
from app.printing.pool import ReaderPool
from tests.certificates.samples import PACK, snapshot


@pytest.fixture(scope="session")
def renderer() -> CertificateRenderer:
    return CertificateRenderer(PACK)


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_key_file(tmp_path_factory.mktemp("key"), datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture(scope="session")
def signer(key_file: Path) -> CertificateSigner:
    return CertificateSigner(key_file)


@pytest.fixture(scope="session")
def pool(key_file: Path) -> Iterator[CertificatePool]:
    with CertificatePool(key_file) as pool:
        yield pool


@pytest.fixture(scope="session")
def transcript_pool(key_file: Path) -> Iterator[ReaderPool[TranscriptOrder, bytes]]:
    """It starts when first needed."""
    with ReaderPool(partial(TranscriptPrinter, key_file, None, None), patience=SECONDS) as pool:
        yield pool


@pytest.fixture(scope="session")
def badge_pool(key_file: Path) -> Iterator[ReaderPool[BadgeOrder, SignedBadge]]:
    """It starts when first needed."""
    with ReaderPool(partial(BadgeMaker, key_file, None), patience=SECONDS) as pool:
        yield pool


@pytest.fixture(scope="session")
def signed(pool: CertificatePool) -> bytes:
    """An ordinary certificate of credit, printed and signed by the whole pipeline."""
    return pool.produce(to_json(snapshot()))
