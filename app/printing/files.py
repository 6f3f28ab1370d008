"""What a page may load, and where it believes to live."""

from collections.abc import Mapping

BASE = "https://print.invalid/"
"""Where templates believe they live. The name never resolves; the files come from memory."""

Files = Mapping[str, tuple[str, bytes]]
"""Media type and content of what a page may load, by full address."""
