"""Whether the machine and the settings are as an installation needs them; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.installation.rules import PATIENCE, Finding, HealthState, age_of
from app.language.reasons import Reason, ReasonKind, reason

MEGABYTE = 1_000_000
LITTLE_ROOM = 500 * MEGABYTE
FEWEST_BITS = {"RSA": 2048, "EC": 256}
"""What NIST SP 800-131A still accepts for signatures."""
BEGINNING = 16
BROKEN_HASHES = frozenset({"md5", "sha1"})

SETTINGS = reason("health.settings", "Settings")
SETTINGS_FIT = reason("health.settings_fit", "BASE_URL is https.")
SETTINGS_OF_DEMO = reason("health.settings_of_demo", "In the demo everything has a value.")
ONLY_HERE = reason(
    "health.only_here",
    "BASE_URL is of this machine, so links in letters open nowhere else: put a proxy with TLS "
    "before Waypost, and set the https address that people type.",
)
SIGNING_KEY = reason("health.signing_key", "Signing key")
KEY_READABLE = reason("health.key_readable", "SIGNING_KEY names a file that can be read.")
KEY_SIGNS = ReasonKind(
    "health.key_signs",
    "{name} signs, with a certificate that is valid until {until:date} and whose fingerprint "
    "begins with {beginning}.",
)
KEY_UNREADABLE = reason(
    "health.key_unreadable", "SIGNING_KEY names a file that cannot be read here."
)
KEY_UNUSABLE = reason(
    "health.key_unusable",
    "SIGNING_KEY names a file without a key and its certificate, or SIGNING_KEY_PASSPHRASE does "
    "not open it.",
)
KEY_EXPIRED = reason("health.key_expired", "The certificate of SIGNING_KEY has expired. Renew it.")
KEY_NOT_YET = reason(
    "health.key_not_yet", "The certificate of SIGNING_KEY is not valid yet: look at the clock."
)
KEY_EXPIRING = ReasonKind(
    "health.key_expiring",
    "The certificate of SIGNING_KEY expires in {age}, on {until:date}. Make another key, and let "
    "it follow: python -m app keys rotate FILE",
)
KEY_COMPROMISED = ReasonKind(
    "health.key_compromised",
    "Somebody else may have the key of SIGNING_KEY since {since:date}, so nothing is signed with "
    "it. Make another key, and let it follow: python -m app keys rotate FILE",
)
KEY_OPEN = reason(
    "health.key_open",
    "Everybody on this machine can use the file of SIGNING_KEY. Take that away: chmod o= FILE",
)
KEY_WEAK = reason(
    "health.key_weak",
    "SIGNING_KEY can be broken: an RSA key needs 2048 bits, an EC key 256, and no certificate may "
    "be signed with SHA-1. Make another key, or ask for another certificate.",
)
DEMO_KEY = reason(
    "health.demo_key", "The demo’s own key signs; it says nothing about who issued a certificate."
)
DEMO_KEY_SIGNS = ReasonKind(
    "health.demo_key_signs",
    "The demo’s own key signs until {until:date} (its fingerprint begins with {beginning}); it "
    "says nothing about who issued a certificate.",
)
NO_KEY = reason("health.no_key", "Certificates cannot be signed until SIGNING_KEY names a key.")
STAMPS = reason("health.stamps", "Time stamps")
NO_STAMPS = reason(
    "health.no_stamps",
    "Signatures get no time stamp. With one they can be trusted also after a key was lost: set "
    "TSA_URL and TSA_CERTIFICATES.",
)
STAMPS_SET = reason("health.stamps_set", "Each signature gets a time stamp of TSA_URL.")
STAMPED = reason("health.stamped", "The time stamping authority gave a stamp.")
PRINTING = reason("health.printing", "Printing")
CAN_PRINT = reason("health.can_print", "The libraries and fonts of certificates are there.")
HAS_PRINTED = reason("health.has_printed", "A specimen of each certificate was printed.")
NO_LIBRARIES = ReasonKind(
    "health.no_libraries",
    "No certificate can be printed without {libraries:and}. Install what is missing (Debian: "
    "libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0).",
)
NO_FONTS = ReasonKind(
    "health.no_fonts",
    "These fonts are missing: {fonts:list}. Install Waypost again, or put them back.",
)
NO_EAST_ASIAN = reason(
    "health.no_east_asian",
    "Names in Chinese, Japanese or Korean letters cannot be printed, and are refused when they are "
    "saved: the font Noto Serif CJK is missing (Debian: fonts-noto-cjk).",
)
NOT_PRINTED = ReasonKind("health.not_printed", "A specimen could not be printed: {problem}")
FILES = reason("health.files", "Files")
FILES_CLOSED = reason("health.files_closed", "Only the owner can read the data.")
FILES_OPEN = ReasonKind(
    "health.files_open",
    "Others on this machine can read {paths:and}. Take that away: chmod go= PATH",
)
CLOCK = reason("health.clock", "Clock")
CLOCK_FITS = reason("health.clock_fits", "The clock goes on from the newest line of the history.")
CLOCK_BEHIND = ReasonKind(
    "health.clock_behind",
    "The newest line of the history is {age} ahead of this clock: set the clock of the server.",
)
ROLE = reason("health.role", "Role in the database")
ROLE_OWNS_NOTHING = reason(
    "health.role_owns_nothing", "Whoever has the application cannot change a record."
)
ROLE_OWNS = reason(
    "health.role_owns",
    "The application owns its tables, so whoever has it could change records. Set "
    "OWNER_DATABASE_URL, and a role of its own in DATABASE_URL; then run: python -m app migrate",
)
DISK = reason("health.disk", "Disk")
ROOM = ReasonKind("health.room", "{free} MB are free where the data is.")
NO_ROOM = ReasonKind(
    "health.no_room", "Only {free} MB are free where the data is. Make room, or nothing is saved."
)


class Key(StrEnum):
    """The key that signs certificates, as this process sees it."""

    CONFIGURED = "configured"
    OPEN = "open"
    """Everybody on the machine can read or change it."""
    WEAK = "weak"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    UNUSABLE = "unusable"
    UNREADABLE = "unreadable"
    MISSING = "missing"


@dataclass(frozen=True)
class KeySeen:
    """Whose the key is that signs, as its certificate says."""

    name: str
    fingerprint: str
    until: datetime
    """When its certificate expires."""

    @property
    def beginning(self) -> str:
        """Of its fingerprint: enough to tell it from others."""
        return self.fingerprint[:BEGINNING]


KEY_STATES = {
    Key.OPEN: (HealthState.BAD, KEY_OPEN),
    Key.WEAK: (HealthState.BAD, KEY_WEAK),
    Key.EXPIRED: (HealthState.BAD, KEY_EXPIRED),
    Key.NOT_YET: (HealthState.BAD, KEY_NOT_YET),
    Key.UNUSABLE: (HealthState.BAD, KEY_UNUSABLE),
    Key.UNREADABLE: (HealthState.BAD, KEY_UNREADABLE),
}


def on_settings(*, https: bool, demo: bool) -> Finding:
    """Whether people can come; what is not safe to start with is refused at the start."""
    if demo:
        return Finding(SETTINGS, HealthState.DEMO, SETTINGS_OF_DEMO)
    if https:
        return Finding(SETTINGS, HealthState.GOOD, SETTINGS_FIT)
    return Finding(SETTINGS, HealthState.WARN, ONLY_HERE)


def on_signing(
    key: Key,
    *,
    demo: bool,
    now: datetime,
    seen: KeySeen | None = None,
    compromised_since: datetime | None = None,
) -> Finding:
    """Whether certificates can be signed, by whom, and until when.

    `compromised_since`: when somebody else may have come by the key.
    """
    if key in KEY_STATES:
        return Finding(SIGNING_KEY, *KEY_STATES[key])
    if compromised_since is not None:
        return Finding(SIGNING_KEY, HealthState.BAD, KEY_COMPROMISED(since=compromised_since))
    if key is Key.MISSING:
        return _without_own_key(seen, demo=demo)
    assert seen is not None  # else it could not be read
    if key is Key.EXPIRING:
        expiring = KEY_EXPIRING(age=age_of(seen.until - now), until=seen.until)
        return Finding(SIGNING_KEY, HealthState.WARN, expiring)
    signs = KEY_SIGNS(name=seen.name, until=seen.until, beginning=seen.beginning)
    return Finding(SIGNING_KEY, HealthState.GOOD, signs)


def _without_own_key(seen: KeySeen | None, *, demo: bool) -> Finding:
    if not demo:
        return Finding(SIGNING_KEY, HealthState.BAD, NO_KEY)
    if seen is None:
        return Finding(SIGNING_KEY, HealthState.DEMO, DEMO_KEY)
    signs = DEMO_KEY_SIGNS(until=seen.until, beginning=seen.beginning)
    return Finding(SIGNING_KEY, HealthState.DEMO, signs)


def on_stamps(*, has_stamps: bool, tried: bool, trouble: Reason | None) -> Finding:
    """Whether signatures get a time stamp. `trouble`: why there was none, if it was `tried`."""
    if trouble is not None:
        return Finding(STAMPS, HealthState.BAD, trouble)
    if not has_stamps:
        return Finding(STAMPS, HealthState.GOOD, NO_STAMPS)
    return Finding(STAMPS, HealthState.GOOD, STAMPED if tried else STAMPS_SET)


def why_not_start(key: Key, *, demo: bool) -> Reason | None:
    """Why nothing is served with this key; without any, all but certificates works."""
    if demo or key not in KEY_STATES:
        return None
    return KEY_STATES[key][1]


def is_weak(kind: str, bits: int, hashes: Iterable[str]) -> bool:
    """Whether somebody could make signatures of their own.

    `kind`: "RSA" or "EC". `hashes`: those that its certificates are signed with.
    """
    return bits < FEWEST_BITS[kind] or not BROKEN_HASHES.isdisjoint(hashes)


def on_printing(
    libraries: Sequence[str],
    fonts: Sequence[str],
    problem: str | None = None,
    *,
    east_asian: bool = True,
) -> Finding:
    """Whether certificates can be printed, by what is missing.

    `problem`: what a specimen ran into, empty if it was printed, None if none was tried.
    `east_asian`: whether there is a face for Chinese, Japanese and Korean.
    """
    if libraries:
        return Finding(PRINTING, HealthState.BAD, NO_LIBRARIES(libraries=tuple(libraries)))
    if fonts:
        return Finding(PRINTING, HealthState.BAD, NO_FONTS(fonts=tuple(fonts)))
    if problem:
        return Finding(PRINTING, HealthState.BAD, NOT_PRINTED(problem=problem))
    if not east_asian:
        return Finding(PRINTING, HealthState.WARN, NO_EAST_ASIAN)
    return Finding(PRINTING, HealthState.GOOD, CAN_PRINT if problem is None else HAS_PRINTED)


def on_files(open_to_others: Sequence[str], *, demo: bool) -> Finding:
    """Whether others on the machine can read the data; in the demo it is invented."""
    if not open_to_others:
        return Finding(FILES, HealthState.GOOD, FILES_CLOSED)
    state = HealthState.DEMO if demo else HealthState.WARN
    return Finding(FILES, state, FILES_OPEN(paths=tuple(open_to_others)))


def on_disk(free: int, database: int) -> Finding:
    """Whether there is room to go on and for a backup, which needs the database three times."""
    if free < LITTLE_ROOM or free < 3 * database:
        return Finding(DISK, HealthState.BAD, NO_ROOM(free=free // MEGABYTE))
    return Finding(DISK, HealthState.GOOD, ROOM(free=free // MEGABYTE))


def on_clock(newest_at: datetime | None, now: datetime) -> Finding:
    """Whether the clock went back. `newest_at`: of the newest line of the history."""
    ahead = newest_at - now if newest_at else timedelta()
    if ahead > PATIENCE:
        return Finding(CLOCK, HealthState.BAD, CLOCK_BEHIND(age=age_of(ahead)))
    return Finding(CLOCK, HealthState.GOOD, CLOCK_FITS)


def on_role(*, owns: bool, demo: bool) -> Finding:
    """Whether the application's own role could change records."""
    if not owns:
        return Finding(ROLE, HealthState.GOOD, ROLE_OWNS_NOTHING)
    return Finding(ROLE, HealthState.DEMO if demo else HealthState.WARN, ROLE_OWNS)
