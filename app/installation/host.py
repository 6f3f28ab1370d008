"""What the machine and the settings say, as this process sees them."""

import ctypes.util
import re
import shutil
import stat
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import make_url

from app.core.presence import is_present
from app.installation.backups import queries as backups
from app.installation.backups.queries import BackupSeen
from app.installation.machine.keys import key_seen, signing_key
from app.installation.machine.rules import Key, KeySeen
from app.language.reasons import Reason
from app.printing.faces import cjk_face
from app.settings import PROJECT_ROOT, Settings

LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
STATIC = PROJECT_ROOT / "app" / "static"
CERTIFICATES = PROJECT_ROOT / "certificates" / "fonts"
FONTS = (
    *("Inter-Italic.ttf", "Inter-Regular.ttf", "Inter-SemiBold.ttf"),
    *("NotoSerif-Regular.ttf", "NotoSerif-SemiBold.ttf"),
    *("NotoNaskhArabic-Regular.ttf", "NotoSerifDevanagari-Regular.ttf"),
    *("NotoSerifHebrew-Regular.ttf", "NotoSerifThai-Regular.ttf"),
    *("SourceSerif4-Regular.ttf", "SourceSerif4-Semibold.ttf", "SourceSerif4-SemiboldIt.ttf"),
    "SourceSerif4Subhead-Regular.ttf",
)


@dataclass(frozen=True)
class Tried:
    """What was tried out, which takes seconds: only where somebody waits for it."""

    mail: Reason | None
    """What the mail server refused."""
    printing: str
    """What a specimen ran into."""
    zoom: Reason | None = None
    """Why Zoom does not know this installation."""
    stamps: Reason | None = None
    """Why the time stamping authority gave no stamp."""


@dataclass(frozen=True)
class HostSeen:
    """What does not stand in the database."""

    demo: bool
    https: bool
    mail_leaves: bool
    """Whether a mail server is set."""
    worker_runs: bool
    signing_key: Key
    key_seen: KeySeen | None
    """Whose the key is that signs."""
    missing_libraries: tuple[str, ...]
    missing_fonts: tuple[str, ...]
    open_to_others: tuple[str, ...]
    free: int
    """Bytes, where the data is."""
    database_size: int
    """Bytes of a database that is a file."""
    dumps: bool
    """Whether a backup needs PostgreSQL's programs."""
    dump_version: int | None
    """The major version of those that are there."""
    backup: BackupSeen | None
    backup_folder: str
    reads_zoom: bool = False
    """Whether Zoom is asked for its lists."""
    told_by_zoom: bool = False
    """Whether Zoom tells who comes and goes."""
    tried: Tried | None = None
    has_stamps: bool = False
    """Whether signatures get a time stamp."""
    has_east_asian: bool = True
    """Whether the machine has the face for Chinese, Japanese and Korean."""

    @property
    def has_zoom(self) -> bool:
        """Whether anything comes from Zoom."""
        return self.reads_zoom or self.told_by_zoom


def seen(settings: Settings, now: datetime, tried: Tried | None = None) -> HostSeen:
    """Look at the settings and the machine once."""
    file = _database_file(settings)
    return HostSeen(
        demo=settings.demo,
        https=settings.secure,
        mail_leaves=settings.smtp_url is not None,
        worker_runs=is_present(settings.data_dir),
        signing_key=signing_key(settings, now),
        key_seen=key_seen(settings),
        missing_libraries=missing_libraries(),
        missing_fonts=missing_fonts(),
        open_to_others=_open_to_others(
            filter(None, (file, file and file.parent, settings.backups))
        ),
        free=shutil.disk_usage(_nearest(file or settings.data_dir)).free,
        database_size=file.stat().st_size if file and file.exists() else 0,
        dumps=file is None,
        dump_version=None if file else dump_version(),
        backup=backups.newest(settings.backups),
        backup_folder=str(settings.backups),
        reads_zoom=settings.reads_zoom,
        told_by_zoom=settings.zoom_webhook_secret is not None,
        tried=tried,
        has_stamps=bool(settings.tsa_url),
        has_east_asian=cjk_face() is not None,
    )


@cache
def missing_libraries() -> tuple[str, ...]:
    """Those that WeasyPrint loads; WeasyPrint itself stays in its own processes."""
    return tuple(name for name in LIBRARIES if ctypes.util.find_library(name) is None)


def missing_fonts() -> tuple[str, ...]:
    """Files of ours that certificates and pages are set in."""
    of_pages = re.findall(r"url\(fonts/([^)]+)\)", (STATIC / "app.css").read_text())
    wanted = dict.fromkeys(FONTS, CERTIFICATES) | dict.fromkeys(of_pages, STATIC / "fonts")
    return tuple(name for name, folder in wanted.items() if not (folder / name).is_file())


@cache
def dump_version() -> int | None:
    """The major version of pg_dump."""
    if (program := shutil.which("pg_dump")) is None:
        return None
    said = subprocess.run(  # noqa: S603 - a program of the machine, with one option
        [program, "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else None


def _database_file(settings: Settings) -> Path | None:
    url = make_url(settings.database)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(url.database or "").absolute() if is_file else None


def _open_to_others(paths: Iterable[Path]) -> tuple[str, ...]:
    shared = stat.S_IRWXG | stat.S_IRWXO
    return tuple(str(path) for path in paths if path.exists() and path.stat().st_mode & shared)


def _nearest(path: Path) -> Path:
    """The path, or the folder above it that is there."""
    return next(place for place in (path, *path.absolute().parents) if place.exists())
