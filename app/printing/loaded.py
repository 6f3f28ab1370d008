"""The libraries that every printing process needs, to be loaded once for all of them.

Loaded, and not used: what reads fonts and settings is made in each child. A library that is missing
is told by the child that needs it.
"""

from contextlib import suppress

import fontTools.ttLib  # type: ignore[import-untyped]  # noqa: F401
import jinja2  # noqa: F401
import pyhanko.sign.signers  # noqa: F401

with suppress(OSError):  # of a system's library
    import weasyprint.pdf.fonts
    import weasyprint.text.fonts  # noqa: F401
