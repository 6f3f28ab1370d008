"""Which program wrote a file, what its columns hold, and what became of its rows."""

from enum import StrEnum


class Format(StrEnum):
    """What saved a file of attendance."""

    ZOOM_MEETING = "zoom_meeting"
    ZOOM_WEBINAR = "zoom_webinar"
    TEAMS = "teams"
    GOOGLE_MEET = "google_meet"
    ZOOM_LIST = "zoom_list"
    """What Zoom itself says of a meeting, with no file."""
    TABLE = "table"
    """A plain table, with headers that are known or were said to be so."""


class Held(StrEnum):
    """What a column holds."""

    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    EMAIL = "email"
    ACCOUNT = "account"
    """A sign-in name, which is an address where there is no other."""
    JOINED = "joined"
    LEFT = "left"
    MINUTES = "minutes"
    LOBBY = "lobby"
    ATTENDED = "attended"
    ROLE = "role"
    ACTION = "action"
    """`Joined` or `Left`, where each row is one of both."""
    AT = "at"
    """When that was."""
    ASSUMED = "assumed"
    """Whether one of both times was not told; only of what Zoom told while people came and went."""
    NOTHING = "nothing"


class Order(StrEnum):
    """In which order a date is written."""

    MONTH_FIRST = "mdy"
    DAY_FIRST = "dmy"
    YEAR_FIRST = "ymd"


class Rule(StrEnum):
    """By what somebody in a file was matched with somebody on the roster; the surest first."""

    CHOSEN = "chosen"
    EMAIL = "email"
    OTHER_EMAIL = "other_email"
    ALIAS = "alias"
    NAME = "name"
    ORIGINAL_NAME = "original_name"
    TURNED_NAME = "turned_name"
    DEVICE_NAME = "device_name"


class Listed(StrEnum):
    """In which list somebody stands."""

    MATCHED = "matched"
    CHOOSE = "choose"
    UNKNOWN = "unknown"
    ABSENT = "absent"
    HOST = "host"
