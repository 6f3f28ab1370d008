"""What the tests of certificates print, and the programs they look at it with."""

import subprocess
from pathlib import Path
from typing import Any

from app.certificates.printing.templates import TemplatePack
from app.certificates.snapshot import CertificateSnapshot
from app.certificates.specimens import specimen

PACK = TemplatePack()


def snapshot(
    kind: str = "cme_credit", pack: TemplatePack = PACK, /, **changes: Any
) -> CertificateSnapshot:
    """An ordinary certificate of a kind, with some facts changed."""
    return specimen(kind, pack, **changes)


def run(*command: str | Path) -> str:
    """What a program prints; it must be installed and must not fail."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
    return done.stdout
