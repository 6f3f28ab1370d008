"""Printing a certificate as it would be: marked, unsigned, under no number, and kept nowhere."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from app.certificates.issuing.draft import PrintSetup, build_preview
from app.certificates.issuing.inputs import Inputs
from app.certificates.issuing.recording import Printed
from app.certificates.printing.pool import PreviewPool, sheet_of
from app.certificates.printing.render import NO_PICTURES
from app.certificates.printing.templates import TemplatePack
from app.certificates.snapshot import CertificateKind, CertificateSnapshot
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

    def printed(
        self,
        inputs: Inputs,
        kind: CertificateKind,
        now: datetime,
        pictures: Mapping[str, bytes] = NO_PICTURES,
    ) -> Printed:
        """A certificate that is due, as a preview. `pictures`: those of its activity.

        Raises:
            RefusedError: It is not, or something on it cannot be printed, with the reason.
            BusyError: Too many are printing.
        """
        return self.proof(build_preview(inputs, kind, self.print_setup, now), pictures)

    def proof(self, draft: CertificateSnapshot, pictures: Mapping[str, bytes]) -> Printed:
        """Any certificate as a preview, due or not. Raises the same."""
        try:
            return Printed(draft, self.pool.produce(sheet_of(draft, pictures)))
        except RenderError as error:
            raise RefusedError(NOT_PRINTED(problem=error.problem)) from error

    def close(self) -> None:
        """End the printing process."""
        self.pool.close()
