"""With a key that must not sign, neither the site nor the worker starts."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.core.clock import utc_now
from app.core.errors import RefusedError
from app.installation.machine.keys import require_usable_key, signing_key
from app.installation.machine.rules import Key
from app.settings import Settings
from tests.certificates.signing_keys import certificate_for, pem, signed_with_sha1
from tests.commands import SECRETS, in_a_process, run
from tests.databases import EmptyDatabase

P256 = ec.generate_private_key(ec.SECP256R1())
P224 = ec.generate_private_key(ec.SECP224R1())
RSA_2048 = rsa.generate_private_key(65537, 2048)
RSA_1024 = rsa.generate_private_key(65537, 1024)
YEAR = timedelta(days=365)
NOW = utc_now()
TODAY = certificate_for(P256, made=NOW)
OF_2048 = certificate_for(RSA_2048, made=NOW)
WITH_SHA1 = signed_with_sha1(OF_2048, RSA_2048)
ALONE = P256.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
REFUSED = {
    "weak RSA": (pem(RSA_1024, certificate_for(RSA_1024, made=NOW)), "RSA key needs 2048 bits"),
    "weak EC": (pem(P224, certificate_for(P224, made=NOW)), "an EC key 256"),
    "SHA-1": (pem(RSA_2048, WITH_SHA1), "no certificate may be signed with SHA-1"),
    "expired": (pem(P256, certificate_for(P256, made=NOW - 2 * YEAR)), "has expired. Renew it."),
    "not yet": (pem(P256, certificate_for(P256, made=NOW + YEAR)), "is not valid yet"),
    "no certificate": (ALONE, "without a key and its certificate"),
    "no key": (b"any", "without a key and its certificate"),
}
"""What a file of a key holds, and what the start says of it."""


@pytest.fixture
def key_at(tmp_path: Path) -> Path:
    file = tmp_path / "key.pem"
    file.touch(mode=0o600)
    return file


@pytest.fixture
def empty(empty_database: EmptyDatabase, tmp_path: Path) -> Iterator[str]:
    with empty_database("start", tmp_path) as url:
        yield url


def started(command: str, key: Path, url: str = "sqlite://") -> str:
    done = run(command, SIGNING_KEY=str(key), DATABASE_URL=url, **SECRETS)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("command", ["serve", "work"])
@pytest.mark.parametrize("what", REFUSED)
def test_start_refuses_a_key_that_must_not_sign(what: str, command: str, key_at: Path) -> None:
    content, said = REFUSED[what]
    key_at.write_bytes(content)
    assert said in started(command, key_at)


@pytest.mark.parametrize("command", ["serve", "work"])
def test_start_refuses_a_key_that_others_can_use_or_nobody(command: str, key_at: Path) -> None:
    key_at.write_bytes(pem(P256, TODAY))
    for mode in (0o604, 0o602):
        key_at.chmod(mode)
        assert "chmod o= FILE" in started(command, key_at)
    assert "cannot be read here" in started(command, key_at.with_name("none"))


def test_start_says_it_in_a_process_of_its_own(key_at: Path) -> None:
    key_at.write_bytes(b"any")
    done = in_a_process("serve", SIGNING_KEY=str(key_at), **SECRETS)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("SIGNING_KEY names a file without a key")


def test_good_key_or_none_is_no_reason_to_refuse(key_at: Path, empty: str) -> None:
    key_at.write_bytes(pem(P256, TODAY))
    assert "Run: python -m app migrate" in started("serve", key_at, empty)
    done = run("serve", DATABASE_URL=empty, **SECRETS)
    assert "Run: python -m app migrate" in done.stderr


def test_what_a_root_says_of_itself_does_not_count(key_at: Path) -> None:
    """It is trusted because it is known, whatever it was signed with."""
    own = certificate_for(P256, RSA_2048, made=NOW)
    key_at.write_bytes(pem(P256, own, WITH_SHA1))
    settings = Settings(demo=True, signing_key=key_at)
    assert signing_key(settings, NOW) is Key.CONFIGURED
    require_usable_key(settings, NOW)


def test_demo_starts_with_any(key_at: Path) -> None:
    key_at.write_bytes(b"any")
    require_usable_key(Settings(demo=True, signing_key=key_at), NOW)
    real = Settings(base_url="https://x.example", secret_key="s" * 40, signing_key=key_at)  # type: ignore[arg-type]
    with pytest.raises(RefusedError):
        require_usable_key(real, NOW)
