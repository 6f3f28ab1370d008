"""A time stamping authority on this machine, over HTTP, that can be out of order."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.core.clock import utc_now
from tests.certificates.signing_keys import NOW


class Mood(Enum):
    """How it answers."""

    STAMPS = "stamps"
    FAILS = "fails"
    REFUSES = "refuses"
    TALKS_NONSENSE = "talks nonsense"


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: str, key: rsa.RSAPrivateKey, issuer: str, issuer_key: rsa.RSAPrivateKey, *, ca: bool
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(subject))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=700))
        .not_valid_after(NOW + timedelta(days=7000))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamping, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


class StampingAuthority:
    """Answers at `url` as RFC 3161 says; `root` is the file of the certificate to trust."""

    def __init__(self, folder: Path, at: datetime | None = None) -> None:
        root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
        root = _certificate("Test Root", root_key, "Test Root", root_key, ca=True)
        own = _certificate("Test Stamps", key, "Test Root", root_key, ca=False)
        others = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        others.register(asn1.Certificate.load(root.public_bytes(Encoding.DER)))
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self._stamper = DummyTimeStamper(
            asn1.Certificate.load(own.public_bytes(Encoding.DER)),
            keys.PrivateKeyInfo.load(private),
            certs_to_embed=others,
            fixed_dt=at or datetime(2026, 11, 18, 17, tzinfo=UTC),
        )
        self._root, self._root_key, self._own = root, root_key, own
        self.root = folder / "tsa.pem"
        self.root.write_bytes(root.public_bytes(Encoding.PEM))
        self.mood = Mood.STAMPS
        self.asked = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def revocations(self, *, revoked: bool = True) -> bytes:
        """The list of its root, by which its own certificate is revoked, or nobody's."""
        now = utc_now()
        entry = x509.RevokedCertificateBuilder().serial_number(self._own.serial_number)
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._root.subject)
            .last_update(now - timedelta(days=1))
            .next_update(now + timedelta(days=7))
        )
        if revoked:
            own = entry.revocation_date(now - timedelta(days=1)).build()
            listed = listed.add_revoked_certificate(own)
        return listed.sign(self._root_key, hashes.SHA256()).public_bytes(Encoding.DER)

    def answer(self, body: bytes) -> tuple[int, bytes]:
        self.asked += 1
        if self.mood is Mood.FAILS:
            return 503, b""
        if self.mood is Mood.TALKS_NONSENSE:
            return 200, b"<html>Welcome</html>"
        if self.mood is Mood.REFUSES:
            status = tsp.PKIStatusInfo({"status": "rejection"})
            return 200, tsp.TimeStampResp({"status": status}).dump()
        request = tsp.TimeStampReq.load(body)
        stamped = asyncio.run(self._stamper.async_request_tsa_response(request))
        return 200, stamped.dump()

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler_of(authority: StampingAuthority) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = authority.answer(body)
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
