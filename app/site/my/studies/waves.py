"""When somebody is asked by a study: in days of the calendar where these are known."""

from collections.abc import Sequence
from datetime import datetime

from app.language import Text, _, ngettext
from app.language.moments import long_moment
from app.site.parts.studies import signed_days, wave_title
from app.studies.waves.planned.queries import PlannedWave
from app.studies.waves.rules import WaveWindow

NO_MORE = _("No other survey of this study is to come.")


def _window(window: WaveWindow, zone: str) -> Text:
    """From when until when a wave asks, in the reader's zone."""
    first, last = long_moment(window.opens_at, zone), long_moment(window.closes_at, zone)
    return _("from {first} to {last}", first=first, last=last)


def own_wave(wave: PlannedWave, zone: str) -> Text:
    """A wave as somebody is told of it who is asked; `zone`: theirs."""
    title = wave_title(wave.months)
    if wave.window is not None:
        return _("{wave}: {when}", wave=title, when=_window(wave.window, zone))
    return ngettext(
        "{wave}: days {first} to {last}, counted from {count} month after your group is drawn",
        "{wave}: days {first} to {last}, counted from {count} months after your group is drawn",
        wave=title,
        first=signed_days(wave.first_day),
        last=signed_days(wave.last_day),
        count=wave.months,
    )


def coming_wave(waves: Sequence[PlannedWave], zone: str, now: datetime) -> Text | None:
    """When the next wave opens for somebody, and until when; None where nothing is asked."""
    known = [
        (wave.window, wave)
        for wave in waves
        if wave.window is not None and wave.window.opens_at > now
    ]
    if known:
        window, wave = min(known, key=lambda own: own[0].opens_at)
        return _(
            "Next: {wave}. It opens for you on {first}, and is open until {last}.",
            wave=wave_title(wave.months),
            first=long_moment(window.opens_at, zone),
            last=long_moment(window.closes_at, zone),
        )
    if later := [wave for wave in waves if wave.window is None]:
        return _("Next: {wave}", wave=own_wave(later[0], zone))
    return NO_MORE if waves else None
