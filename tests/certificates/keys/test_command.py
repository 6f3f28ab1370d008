"""Changing the key by command, as an operator of a real installation does it."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)

from app.core.clock import utc_now
from app.core.db import Database
from tests.certificates.signing_keys import certificate_for, pem
from tests.commands import SECRETS, run

TODAY = utc_now()


def key_in(file: Path, passphrase: bytes | None = None) -> Path:
    private = ec.generate_private_key(ec.SECP256R1())
    certificate = certificate_for(private, name=file.stem, made=TODAY)
    if passphrase is None:
        file.write_bytes(pem(private, certificate))
    else:
        locked = BestAvailableEncryption(passphrase)
        file.write_bytes(
            pkcs12.serialize_key_and_certificates(b"k", private, certificate, None, locked)
        )
    file.chmod(0o600)
    return file


@pytest.fixture
def environment(real_database: Database, tmp_path: Path) -> dict[str, str]:
    first = key_in(tmp_path / "first.pem")
    return {
        **SECRETS,
        "DATABASE_URL": real_database.url,
        "DATA_DIR": str(tmp_path),
        "SIGNING_KEY": str(first),
    }


def test_another_key_follows_with_its_passphrase(
    environment: dict[str, str], tmp_path: Path
) -> None:
    second = key_in(tmp_path / "second.p12", b"correct horse")
    locked = {**environment, "NEW_SIGNING_KEY_PASSPHRASE": "correct horse"}
    done = run("keys", "rotate", str(second), **locked)
    assert done.returncode == 0, done.stderr
    assert f"Now set SIGNING_KEY={second}" in done.stdout
    set_now = {"SIGNING_KEY": str(second), "SIGNING_KEY_PASSPHRASE": "correct horse"}
    listed = run("keys", "list", **{**environment, **set_now}).stdout.splitlines()
    assert {line.split()[-1]: line.split()[0] for line in listed} == {
        "second": "signs",
        "first": "former",
    }
    assert run("audit", "verify", **{**environment, **set_now}).returncode == 0


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("first.pem", "This is the key that signs already."),
        ("nowhere.pem", "SIGNING_KEY names a file that cannot be read here."),
        ("open.pem", "Everybody on this machine can use the file of SIGNING_KEY."),
    ],
)
def test_a_key_that_could_not_sign_is_refused(
    environment: dict[str, str], tmp_path: Path, file: str, why: str
) -> None:
    key_in(tmp_path / "open.pem").chmod(0o644)
    done = run("keys", "rotate", str(tmp_path / file), **environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert why in done.stderr


def test_outside_the_demo_a_file_is_named(environment: dict[str, str]) -> None:
    done = run("keys", "rotate", **environment)
    assert done.returncode == 1
    assert "Name the file of the new key" in done.stderr


def test_a_key_from_before_is_made_known_by_its_certificate(
    environment: dict[str, str], tmp_path: Path
) -> None:
    old = tmp_path / "old.crt"
    certificate = certificate_for(ec.generate_private_key(ec.SECP256R1()), name="old", made=TODAY)
    old.write_bytes(certificate.public_bytes(Encoding.PEM))
    assert "is known now" in run("keys", "add", str(old), **environment).stdout
    assert "was known before" in run("keys", "add", str(old), **environment).stdout
    listed = run("keys", "list", **environment).stdout
    assert listed.startswith("former")
    assert "The key that is set has not signed yet" in listed
    old.write_text("nothing")
    done = run("keys", "add", str(old), **environment)
    assert (done.returncode, done.stderr) == (1, f"{old} holds no certificate in PEM.\n")


def test_a_key_that_nobody_knows_is_not_marked(environment: dict[str, str]) -> None:
    done = run("keys", "compromised", "ab12", "--reason", "Lost.", **environment)
    assert done.returncode == 1
    assert "No key has a fingerprint that begins with ab12." in done.stderr
