"""Words as people write and look for them."""

import unicodedata

from app.language.texts import Text
from app.language.texts import gettext as _


def normalize_for_search(text: str) -> str:
    """Without letter case and accents: "Alvarez" finds "Álvarez"."""
    folded = text.casefold()
    if folded.isascii():  # as most names are: nothing to take apart
        return folded
    letters = unicodedata.normalize("NFKD", folded)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def of_needed(done: int, needed: int) -> Text:
    """`5 of 6`; `8, 6 needed`, where there is more than was needed."""
    if done <= needed:
        return _("{part} of {whole}", part=done, whole=needed)
    return _("{done}, {needed} needed", done=done, needed=needed)
