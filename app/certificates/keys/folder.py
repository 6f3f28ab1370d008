"""The public halves of all keys in a folder, by which files are checked where no database is."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from app.certificates.keys.public import PublicKey
from app.certificates.keys.rules import KnownKey

INDEX = "keys.json"
STAMPS = "time-stamps.crt"


def contents(keys: Iterable[KnownKey], authorities: bytes | None = None) -> dict[str, bytes]:
    """The files by name: one for each key, and one that says since when a key counts no more.

    `authorities`: the certificates (PEM) that time stamps lead to, which come along.
    """
    told, files = [], {}
    for key in keys:
        files[f"{key.fingerprint}.pem"] = key.certificate.encode()
        since = key.compromised_since.isoformat() if key.compromised_since else None
        told.append({"fingerprint": key.fingerprint, "compromised_since": since})
    files[INDEX] = (json.dumps(told, indent=2) + "\n").encode()
    return files | ({STAMPS: authorities} if authorities else {})


def export(keys: Iterable[KnownKey], folder: Path, authorities: Path | None = None) -> list[Path]:
    """Write these files; `authorities`: where the certificates of time stamps are."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STAMPS).unlink(missing_ok=True)
    files = contents(keys, authorities.read_bytes() if authorities else None)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def read(folder: Path) -> list[KnownKey]:
    """The keys of such a folder. Raises `OSError` or `ValueError` for one that is none."""
    told = {own["fingerprint"]: own["compromised_since"] for own in _index(folder)}
    found = []
    for file in sorted(folder.glob("*.pem")):
        public = PublicKey.of_pem(file.read_bytes())
        since = told.get(public.fingerprint)
        found.append(known(public, datetime.fromisoformat(since) if since else None))
    return found


def authorities_in(folder: Path) -> PublicKey | None:
    """The certificates that time stamps lead to. Raises as `read` does."""
    file = folder / STAMPS
    return PublicKey.of_pem(file.read_bytes()) if file.exists() else None


def known(public: PublicKey, since: datetime | None = None) -> KnownKey:
    """What a certificate alone says of its key."""
    return KnownKey(
        fingerprint=public.fingerprint,
        subject=public.subject,
        certificate=public.pem,
        valid_from=public.valid_from,
        valid_until=public.valid_until,
        learned_at=public.valid_from,
        compromised_since=since,
    )


def _index(folder: Path) -> list[dict[str, str | None]]:
    file = folder / INDEX
    told: list[dict[str, str | None]] = json.loads(file.read_text()) if file.exists() else []
    return told
