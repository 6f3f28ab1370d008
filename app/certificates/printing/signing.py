"""Signing a finished PDF: PAdES, certified, no later change allowed."""

from functools import cached_property
from io import BytesIO
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.certificates.printing.evidence import EvidenceSource
from app.certificates.printing.keys import load_key
from app.certificates.printing.revocations import Chain, Revocations
from app.certificates.printing.stamping import Authority
from app.certificates.printing.stamps import StampError, StampSource

FIELD = "Issuer"


class CertificateSigner:
    """Signs PDFs with one key, loaded once."""

    def __init__(
        self,
        key_file: Path,
        passphrase: str | None = None,
        stamps: StampSource | None = None,
        evidence: EvidenceSource | None = None,
    ) -> None:
        """Load the key of a file; raises `SigningKeyError` as `load_key` does.

        `stamps`: where time stamps come from; its certificates are read when the first is needed.
        `evidence`: where it is looked that no certificate of a signature was revoked.
        """
        self._stamps = stamps
        self._revocations = Revocations(evidence) if evidence else None
        key, chain = load_key(key_file, passphrase)
        others = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        others.register_multiple(_asn1(certificate) for certificate in chain[1:])
        self.certificate = chain[0]
        self._chain = [_asn1(certificate) for certificate in chain]
        self._signer = signers.SimpleSigner(
            signing_cert=_asn1(chain[0]),
            signing_key=asn1_keys.PrivateKeyInfo.load(
                key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            ),
            cert_registry=others,
        )

    def sign(self, pdf: bytes, *, number: str) -> bytes:
        """The PDF of a certificate with one invisible certification signature over all of it.

        Raises:
            StampError: There is no time stamp at this moment, and one is required.
            EvidenceError: A certificate is revoked, or revocation data are missing and required.
        """
        return self.sign_as(pdf, f"Certificate {number}")

    def sign_as(self, pdf: bytes, reason: str) -> bytes:
        """The same of any document. `reason`: for what it was signed, which readers of PDF show.

        Raises:
            StampError: There is no time stamp at this moment, and one is required.
            EvidenceError: A certificate is revoked, or revocation data are missing and required.
        """
        if self._stamps is None:
            return self._signed(pdf, reason, None)
        try:
            return self._signed(pdf, reason, self._authority)
        except StampError:
            if self._stamps.required:
                raise
            return self._signed(pdf, reason, None)

    @cached_property
    def _authority(self) -> Authority:
        assert self._stamps is not None
        return Authority(self._stamps)

    def _signed(self, pdf: bytes, reason: str, authority: Authority | None) -> bytes:
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            reason=reason,
        )
        place = fields.SigFieldSpec(
            FIELD,
            readable_field_name="Signature of the issuer",
            invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),
        )
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        self._lay_evidence(writer, authority)
        signed = signers.sign_pdf(
            writer, meta, self._signer, timestamper=authority, new_field_spec=place
        )
        return bytes(signed.getbuffer())

    def _lay_evidence(self, writer: IncrementalPdfFileWriter, authority: Authority | None) -> None:
        """Under the signature itself, so that no revision follows it and every byte is covered."""
        if self._revocations is None:
            return
        chains = [Chain(self._chain, self._chain[-1:])]
        if authority is not None:
            chains.append(authority.chain())
        if found := self._revocations.of(chains):
            DocumentSecurityStore.supply_dss_in_writer(
                writer, None, certs=found.certificates, crls=found.crls, ocsps=found.ocsps
            )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
