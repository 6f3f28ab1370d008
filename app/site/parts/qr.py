"""An address as a QR code: of a page for paper, or of a secret for a phone."""

from io import BytesIO

import segno
from markupsafe import Markup


def qr_file(address: str) -> bytes:
    """The address as an SVG file that scales to its box."""
    file = BytesIO()
    code = segno.make(address, error="m", boost_error=False, micro=False)
    code.save(file, kind="svg", border=4, omitsize=True, light="#ffffff", dark="#1c2430")
    return file.getvalue()


def qr_inline(address: str) -> Markup:
    """The address as a picture inside a page, which says beside it what it is."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    drawn = code.svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None, light="#ffffff", dark="#1c2430"
    )
    hidden = drawn.replace("<svg ", '<svg aria-hidden="true" ', 1)
    return Markup(hidden)  # noqa: S704 - nothing in it but numbers
