"""Every word that people read and that is ours: marked, translated, and worded for its reader."""

from app.language.texts import LazyText, Text, dotted, ngettext, pgettext
from app.language.texts import gettext as _

__all__ = ["LazyText", "Text", "_", "dotted", "ngettext", "pgettext"]
