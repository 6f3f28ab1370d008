"""How an installation is known to Zoom, and what keeps Zoom from telling anything."""

from dataclasses import dataclass

from app.casework.zoom.enums import Problem


class ZoomError(Exception):
    """Zoom told nothing that can be used."""

    def __init__(self, problem: Problem, seconds: int | None = None) -> None:
        """`seconds`: after how many Zoom wants to be asked again, if it said so."""
        super().__init__(problem.value)
        self.problem = problem
        self.seconds = seconds


@dataclass(frozen=True)
class Keys:
    """How an installation is known to Zoom, and where that is."""

    account: str
    client: str
    secret: str
    api_url: str
    oauth_url: str

    def __repr__(self) -> str:
        """Never the secret: what is printed may get into a log."""
        return f"Keys({self.account})"
