"""What a study lacks before people are asked to take part, in words."""

from app.language import Text, _
from app.site.parts.studies import wave_title
from app.studies.opening.rules import Opening


def missing_of(opening: Opening) -> list[Text]:
    """Each thing; empty once people are asked."""
    if opening.is_open:
        return []
    found: list[Text] = [] if opening.has_text else [_("a text for learners")]
    if opening.is_relied_on:
        return found
    if not opening.waves:
        found.append(_("a wave"))
    found += [
        _("what is asked in a wave: {wave}", wave=wave_title(months)) for months in opening.empty
    ]
    if opening.waves and not opening.empty and not opening.asks_learners:
        found.append(_("a wave that asks learners something"))
    return found
