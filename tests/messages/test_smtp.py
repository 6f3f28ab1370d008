"""Reading SMTP_URL, and never giving a password away."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.messages.smtp import EXPLAINED, MailServer, MailServerError
from tests.messages.server import Behavior, FakeMailServer


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and certificate for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36_500))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def mail_server(does: Behavior, certificate: Path | None = None) -> Iterator[FakeMailServer]:
    if certificate:
        does.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        does.context.load_cert_chain(certificate)
        does.offers = (b"STARTTLS", b"AUTH PLAIN")
    with FakeMailServer(does) as server:
        yield server


def a_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "no-reply@example.edu", "ada@example.org"
    mail.set_content("Hello")
    return mail


def test_password_travels_only_after_starttls(certificate: Path) -> None:
    does = Behavior(password=b"secret")
    with mail_server(does, certificate) as server:
        url = f"smtp://waypost:secret@127.0.0.1:{server.port}"
        trusting = ssl.create_default_context(cafile=str(certificate))
        replace(MailServer.from_url(url, greeting="here"), context=trusting).send(a_mail())
    assert does.encrypted == [True]
    assert does.passwords_in_clear == 0


def test_server_without_starttls_is_given_no_password() -> None:
    does = Behavior(offers=(b"AUTH PLAIN",), password=b"secret")
    with mail_server(does) as server:
        url = f"smtp://waypost:secret@127.0.0.1:{server.port}"
        with pytest.raises(OSError, match="STARTTLS"):
            MailServer.from_url(url, greeting="here").send(a_mail())
    assert does.passwords_in_clear == 0
    assert not does.mails


def test_server_with_a_certificate_nobody_vouches_for_gets_no_mail(certificate: Path) -> None:
    does = Behavior(password=b"secret")
    with mail_server(does, certificate) as server:
        url = f"smtp://waypost:secret@127.0.0.1:{server.port}"
        with pytest.raises(ssl.SSLCertVerificationError):
            MailServer.from_url(url, greeting="here").send(a_mail())
    assert not does.mails


@pytest.mark.parametrize(
    ("url", "host", "port", "tls_from_start", "user", "password"),
    [
        ("smtp://mail.example.edu", "mail.example.edu", 25, False, "", ""),
        ("smtp://a:b@mail.example.edu:587", "mail.example.edu", 587, False, "a", "b"),
        (
            "smtps://a%40x.org:p%2F%3A@mail.example.edu",
            "mail.example.edu",
            465,
            True,
            "a@x.org",
            "p/:",
        ),
    ],
)
def test_smtp_url_is_read(
    url: str, host: str, port: int, tls_from_start: bool, user: str, password: str
) -> None:
    server = MailServer.from_url(url, greeting="here")
    assert (server.host, server.port, server.tls_from_start) == (host, port, tls_from_start)
    assert (server.user, server.password) == (user, password)


@pytest.mark.parametrize(
    "url", ["mail.example.edu:25", "http://x", "smtp://", "smtp://u:hush@h:port", "smtps:///x"]
)
def test_wrong_smtp_url_is_explained_without_its_password(url: str) -> None:
    with pytest.raises(MailServerError) as wrong:
        MailServer.from_url(url, greeting="here")
    assert wrong.value.reason == EXPLAINED


def test_password_is_not_shown_when_printed() -> None:
    assert "hush" not in repr(MailServer.from_url("smtp://u:hush@h", greeting="here"))
