"""Printing a certificate as it would be: marked, unsigned, under no number, and kept nowhere."""

from datetime import datetime
from functools import cached_property

from app.certificates.issuing.draft import PrintSetup, build_preview
from app.certificates.issuing.inputs import CertificateInputs
from app.certificates.issuing.recording import Printed
from app.certificates.printing.pool import PreviewPool
from app.certificates.printing.templates import TemplatePack
from app.certificates.snapshot import CertificateKind, CertificateSnapshot, to_json
from app.core.errors import RefusedError
from app.printing.errors import NOT_PRINTED, RenderError


class Previews:
    """Prints previews; templates and the printing process load when first needed."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self.pool = PreviewPool()

    @cached_property
    def print_setup(self) -> PrintSetup:
        """The installation's address and templates."""
        return PrintSetup(self._base_url, TemplatePack())

    def printed(self, inputs: CertificateInputs, kind: CertificateKind, now: datetime) -> Printed:
        """A certificate that is due, as a preview.

        Raises:
            RefusedError: It is not, or something on it cannot be printed, with the reason.
            BusyError: Too many are printing.
        """
        draft = build_preview(inputs, kind, self.print_setup, now)
        return Printed(draft, self.marked(draft))

    def marked(self, draft: CertificateSnapshot) -> bytes:
        """What it would look like, as a PDF that says what it is. Raises the same."""
        try:
            return self.pool.produce(to_json(draft))
        except RenderError as error:
            raise RefusedError(NOT_PRINTED(problem=error.problem)) from error

    def close(self) -> None:
        """End the printing process."""
        self.pool.close()
