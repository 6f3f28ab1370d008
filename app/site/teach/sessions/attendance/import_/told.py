"""How the lists of an import speak of people: when they were there, by what they were matched."""

from collections.abc import Mapping, Sequence

from app.casework.enums import AttendanceStatus
from app.casework.imports.enums import Format, Rule
from app.casework.imports.facts import Known, Match, Participant, Presence, Review
from app.casework.imports.reading.placing import Placed
from app.casework.imports.reviewing import Sent
from app.language import Text, _, dotted, ngettext, pgettext
from app.language.moments import clock_time, zone_name
from app.language.names import full_name, list_name

RULES: Mapping[Rule, Text] = {
    Rule.CHOSEN: _("your choice"),
    Rule.EMAIL: _("email address"),
    Rule.OTHER_EMAIL: _("another of their addresses"),
    Rule.ALIAS: _("a name that was chosen before"),
    Rule.NAME: _("full name"),
    Rule.ORIGINAL_NAME: _("original name"),
    Rule.TURNED_NAME: _("full name, turned around"),
    Rule.DEVICE_NAME: _("full name on a device"),
}
FORMATS: Mapping[Format, Text] = {
    Format.ZOOM_MEETING: _("A Zoom meeting report."),
    Format.ZOOM_WEBINAR: _("A Zoom webinar report."),
    Format.TEAMS: _("A Teams attendance report."),
    Format.GOOGLE_MEET: _("A Google Meet attendance report."),
    Format.ZOOM_LIST: _("Zoom’s own list, without a file."),
    Format.TABLE: _("A table of who was there."),
}
NEW_ZOOM = _("A Zoom meeting report with the new headers.")


def kind_of(file: Placed) -> Text:
    """What saved a file."""
    kind = file.file.kind
    return NEW_ZOOM if kind.is_new else FORMATS[kind.format]


def clock_of(file: Placed, own: str) -> Text:
    """On whose clock its times are. `own`: the session's zone."""
    if file.zone is None:
        return _("It says for how long people were there, not when.")
    if file.zone == own or file.file.kind.format is Format.ZOOM_LIST:
        return _("Its times are {zone}.", zone=zone_name(own))
    return _(
        "Its times are {zone}. They were moved to {own}, so that they fit the scheduled start.",
        zone=zone_name(file.zone),
        own=zone_name(own),
    )


def facts_of(sent: Sent, file: Placed) -> str:
    """`participants.csv · 61 rows · 4 left out`."""
    rows, left = file.file.count, len(file.dropped)
    return dotted(
        [
            sent.name,
            ngettext("{count} row", "{count} rows", count=rows),
            ngettext("{count} left out", "{count} left out", count=left) if left else None,
        ]
    )


def times(presence: Presence, zone: str) -> str:
    """`12:03 PM – 12:59 PM`, where it is known."""
    if presence.joined is None or presence.left is None:
        return ""
    return f"{clock_time(presence.joined, zone)} – {clock_time(presence.left, zone)}"


def minutes(presence: Presence) -> Text | None:
    """`56 minutes`, where they are known."""
    if presence.minutes is None:
        return None
    return ngettext("{count} minute", "{count} minutes", count=presence.minutes)


def there(participant: Participant, presence: Presence, zone: str) -> str:
    """When somebody was there, and with which address."""
    address = participant.address or _("no address in the file")
    return dotted([times(presence, zone) or None, minutes(presence), address])


def called(known: Known) -> str:
    """`Maria Garcia, Sonoran`."""
    return f"{full_name(known.given_name, known.family_name, '')}, {known.site}"


def listed(known: Known) -> str:
    """`Garcia, Maria`."""
    return list_name(known.given_name, known.family_name)


def tally(status: AttendanceStatus, count: int) -> Text:
    """`42 present`."""
    match status:
        case AttendanceStatus.PRESENT:
            return ngettext("{count} present", "{count} present", count=count)
        case AttendanceStatus.LATE:
            return ngettext("{count} late", "{count} late", count=count)
        case AttendanceStatus.PARTIAL:
            return ngettext("{count} partial", "{count} partial", count=count)
        case AttendanceStatus.ABSENT:
            return ngettext("{count} absent", "{count} absent", count=count)
        case AttendanceStatus.EXCUSED:
            return ngettext("{count} excused", "{count} excused", count=count)
        case AttendanceStatus.NOT_RECORDED:
            return ngettext("{count} cleared", "{count} cleared", count=count)
    return pgettext("of attendance", "other")


def joined_as(participants: Sequence[Participant], known: Known) -> Text | None:
    """How files call somebody, where that is not simply their name; and how often they came."""
    name = f"{known.given_name} {known.family_name}"
    other = next((each.name for each in participants if each.name != name), None)
    if other is not None:
        return _("joined as “{name}”", name=other)
    if len(participants) > 1:
        return ngettext(
            "{count} device, counted once", "{count} devices, counted once", count=len(participants)
        )
    stays = len(participants[0].stays)
    if stays == 1:
        return None
    return ngettext("{count} join, united", "{count} joins, united", count=stays)


def note_of(match: Match) -> Text | None:
    """What is special of a match: how files call them, how often they came, what was not told."""
    joined = joined_as(match.participants, match.known)
    if not match.presence.is_assumed:
        return joined
    assumed = _("not told when they joined or left; the longest time is assumed")
    return dotted([joined, assumed]) if joined else assumed


def where_else(known: Known, review: Review) -> Text:
    """Whether somebody who may be meant is in the files otherwise."""
    for match in review.matched:
        if match.known == known and match.rule is not Rule.CHOSEN:
            return _(
                "Already matched by {rule}. This would be their second device.",
                rule=RULES[match.rule],
            )
    return _("No other row is theirs.")
