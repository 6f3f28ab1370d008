"""An authority that gives certificates, and answers here whether they are revoked."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import NameOID

from app.core.clock import utc_now
from tests.certificates.signing_keys import pem

DAY = timedelta(days=1)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(subject: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_named(subject))
        .issuer_name(_named("Example Authority"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(utc_now() - DAY)
    )


class GivingAuthority:
    """Gives one key a certificate; `answers` says whether anybody who asks is told anything."""

    def __init__(self, *, lasts: timedelta = 365 * DAY, by_ocsp: bool = False) -> None:
        self._key, self.own_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.answers, self.revoked, self.asked = True, False, 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        url = f"http://127.0.0.1:{self._server.server_port}/"
        now = utc_now()
        top = _builder("Example Authority", self._key).not_valid_after(now + 9000 * DAY)
        top = top.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.root = top.sign(self._key, hashes.SHA256())
        own = _builder("Example University", self.own_key).not_valid_after(now + lasts)
        where = x509.UniformResourceIdentifier(url)
        if by_ocsp:
            asks = x509.AuthorityInformationAccess([x509.AccessDescription(Access.OCSP, where)])
            own = own.add_extension(asks, critical=False)
        else:
            point = x509.DistributionPoint([where], None, None, None)
            own = own.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        self.own = own.sign(self._key, hashes.SHA256())

    def key_file(self, folder: Path) -> Path:
        """The key with its certificate and that of the authority."""
        path = folder / "given.pem"
        path.write_bytes(pem(self.own_key, self.own, self.root))
        return path

    def revocations(self) -> bytes:
        """The list of what is revoked."""
        now = utc_now()
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.subject)
            .last_update(now - DAY)
            .next_update(now + 7 * DAY)
        )
        if self.revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(self.own.serial_number)
            listed = listed.add_revoked_certificate(entry.revocation_date(now - DAY).build())
        return listed.sign(self._key, hashes.SHA256()).public_bytes(Encoding.DER)

    def said_of_one(self) -> bytes:
        """An OCSP answer about the one certificate."""
        now = utc_now()
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=self.own,
            issuer=self.root,
            algorithm=hashes.SHA1(),
            cert_status=ocsp.OCSPCertStatus.REVOKED if self.revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=now - DAY,
            next_update=now + 7 * DAY,
            revocation_time=now - DAY if self.revoked else None,
            revocation_reason=None,
        )
        named = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, self.root)
        return named.sign(self._key, hashes.SHA256()).public_bytes(Encoding.DER)

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


def _handler_of(authority: GivingAuthority) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(authority.revocations())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._send(authority.said_of_one())

        def _send(self, answer: bytes) -> None:
            authority.asked += 1
            told = answer if authority.answers else b""
            self.send_response(200 if authority.answers else 503)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
