"""An address as a QR code: of a page for paper, or of a secret for a phone."""

from io import BytesIO

import segno


def qr_file(address: str) -> bytes:
    """The address as an SVG file that scales to its box."""
    file = BytesIO()
    code = segno.make(address, error="m", boost_error=False, micro=False)
    code.save(file, kind="svg", border=4, omitsize=True, light="#ffffff", dark="#1c2430")
    return file.getvalue()
