"""Each finding about the machine over its facts, with what mends it."""

from datetime import UTC, datetime, timedelta

import pytest

from app.installation.machine import rules
from app.installation.machine.rules import Key
from app.installation.rules import PATIENCE, HealthState

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
GB = 1_000_000_000
SEEN = rules.KeySeen("Example University", "ab" * 32, NOW + timedelta(days=9))


@pytest.mark.parametrize(
    ("https", "demo", "state"),
    [
        (True, False, HealthState.GOOD),
        (False, False, HealthState.WARN),
        (False, True, HealthState.DEMO),
    ],
)
def test_settings(https: bool, demo: bool, state: HealthState) -> None:
    finding = rules.on_settings(https=https, demo=demo)
    assert finding.state is state
    assert ("proxy with TLS" in str(finding.text)) is (state is HealthState.WARN)


@pytest.mark.parametrize(
    ("key", "demo", "state"),
    [
        (Key.CONFIGURED, False, HealthState.GOOD),
        (Key.CONFIGURED, True, HealthState.GOOD),
        (Key.OPEN, False, HealthState.BAD),
        (Key.WEAK, False, HealthState.BAD),
        (Key.EXPIRING, False, HealthState.WARN),
        (Key.EXPIRED, False, HealthState.BAD),
        (Key.NOT_YET, False, HealthState.BAD),
        (Key.UNUSABLE, False, HealthState.BAD),
        (Key.UNREADABLE, False, HealthState.BAD),
        (Key.UNREADABLE, True, HealthState.BAD),
        (Key.MISSING, False, HealthState.BAD),
        (Key.MISSING, True, HealthState.DEMO),
    ],
)
def test_signing_key(key: Key, demo: bool, state: HealthState) -> None:
    assert rules.on_signing(key, demo=demo, now=NOW, seen=SEEN).state is state


@pytest.mark.parametrize("key", Key)
def test_only_a_key_that_must_not_sign_stops_the_start(key: Key) -> None:
    usable = {Key.CONFIGURED, Key.EXPIRING, Key.MISSING}
    assert (rules.why_not_start(key, demo=False) is None) is (key in usable)
    assert rules.why_not_start(key, demo=True) is None


@pytest.mark.parametrize(
    ("kind", "bits", "hashes", "weak"),
    [
        ("RSA", 2048, ["sha256"], False),
        ("RSA", 2047, ["sha256"], True),
        ("EC", 256, ["sha384", "sha256"], False),
        ("EC", 224, ["sha256"], True),
        ("EC", 256, ["sha256", "sha1"], True),
        ("RSA", 4096, [], False),
    ],
)
def test_weak_keys(kind: str, bits: int, hashes: list[str], weak: bool) -> None:
    assert rules.is_weak(kind, bits, hashes) is weak


def test_a_key_that_expires_soon_says_when_and_how_another_follows() -> None:
    finding = rules.on_signing(Key.EXPIRING, demo=False, now=NOW, seen=SEEN)
    assert str(finding.text) == (
        "The certificate of SIGNING_KEY expires in 9 days, on November 27, 2026. Make another key, "
        "and let it follow: python -m app keys rotate FILE"
    )


def test_the_key_that_signs_is_named_with_its_end() -> None:
    finding = rules.on_signing(Key.CONFIGURED, demo=False, now=NOW, seen=SEEN)
    assert str(finding.text) == (
        "Example University signs, with a certificate that is valid until November 27, 2026 and "
        "whose fingerprint begins with abababababababab."
    )
    demo = rules.on_signing(Key.MISSING, demo=True, now=NOW, seen=SEEN)
    assert "The demo’s own key signs until November 27, 2026" in str(demo.text)


@pytest.mark.parametrize("key", [Key.CONFIGURED, Key.EXPIRING, Key.MISSING])
def test_a_key_that_somebody_else_may_have_is_broken(key: Key) -> None:
    finding = rules.on_signing(key, demo=True, now=NOW, seen=SEEN, compromised_since=NOW)
    assert finding.state is HealthState.BAD
    assert "python -m app keys rotate FILE" in str(finding.text)


def test_printing_says_what_to_install() -> None:
    missing = rules.on_printing(["pango-1.0", "harfbuzz-subset"], [])
    assert missing.state is HealthState.BAD
    assert "without pango-1.0 and harfbuzz-subset." in str(missing.text)
    assert "libharfbuzz-subset0" in str(missing.text)
    fonts = rules.on_printing([], ["Inter-Regular.ttf"])
    assert fonts.state is HealthState.BAD
    assert "Inter-Regular.ttf" in str(fonts.text)


def test_printing_tells_whether_it_was_tried() -> None:
    assert rules.on_printing([], []).text == rules.CAN_PRINT
    assert rules.on_printing([], [], "").text == rules.HAS_PRINTED
    refused = rules.on_printing([], [], "There is no specimen of x.")
    assert refused.state is HealthState.BAD
    assert str(refused.text).endswith("There is no specimen of x.")


def test_files_that_others_can_read_are_named() -> None:
    assert rules.on_files([], demo=False).state is HealthState.GOOD
    assert rules.on_files(["/data/x.db"], demo=True).state is HealthState.DEMO
    finding = rules.on_files(["/data", "/data/x.db"], demo=False)
    assert finding.state is HealthState.WARN
    assert "can read /data and /data/x.db. Take that away: chmod go= PATH" in str(finding.text)


@pytest.mark.parametrize(
    ("free", "database", "state"),
    [
        (5 * GB, GB, HealthState.GOOD),
        (rules.LITTLE_ROOM, 0, HealthState.GOOD),
        (rules.LITTLE_ROOM - 1, 0, HealthState.BAD),
        (5 * GB, 2 * GB, HealthState.BAD),
    ],
)
def test_room_is_for_a_backup_too(free: int, database: int, state: HealthState) -> None:
    assert rules.on_disk(free, database).state is state


def test_a_clock_that_went_back_is_told_by_the_history() -> None:
    assert rules.on_clock(None, NOW).state is HealthState.GOOD
    assert rules.on_clock(NOW + PATIENCE, NOW).state is HealthState.GOOD
    behind = rules.on_clock(NOW + timedelta(hours=3), NOW)
    assert behind.state is HealthState.BAD
    assert str(behind.text).startswith("The newest line of the history is 3 hours ahead")


def test_an_application_that_owns_its_tables_is_told_how_not_to() -> None:
    assert rules.on_role(owns=False, demo=False).state is HealthState.GOOD
    assert rules.on_role(owns=True, demo=True).state is HealthState.DEMO
    finding = rules.on_role(owns=True, demo=False)
    assert finding.state is HealthState.WARN
    assert "Set OWNER_DATABASE_URL" in str(finding.text)
