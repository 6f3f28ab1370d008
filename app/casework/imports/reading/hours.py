"""When a session was planned. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Hour:
    """A session as it was planned."""

    position: int
    starts_at: datetime
    minutes: int
    zone: str

    @property
    def ends_at(self) -> datetime:
        """When it was to end."""
        return self.starts_at + timedelta(minutes=self.minutes)
