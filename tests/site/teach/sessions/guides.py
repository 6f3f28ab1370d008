"""A guide with parts and a disclosure, for a session of the cast."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.models import Unit
from app.content.models import ContentVersion
from app.core.db import Database
from app.main import create_app
from app.packs.text.markdown import render
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Browser

TEXT = """\
## Opening (0 to 20)

Greet them. Nobody else says "hello".

## Second part (20 to 60)

First this.

> Say it aloud.

Then **disclosure 1**:

> *They:* "It is so."
>
> 1. One.
> 2. Two.

## Afterward

Tidy up.
"""
PLAN = [
    {"from": 0, "to": 20, "what": "Welcome"},
    {"from": 20, "to": 60, "what": "The case", "disclosure": 1, "at": 45},
]


def give_guide(session: Session, cast: Cast, position: int) -> None:
    """Let a session have this guide."""
    data = {"case": f"case-{position}", "title": "Guide", "goals": ["Talk."], "plan": PLAN}
    guide = ContentVersion(
        program=cast.program.key,
        kind="guide",
        key=f"case-{position}",
        hash="of this guide",
        title="Guide",
        data=data,
        source=TEXT,
        html=render(TEXT, prefix=f"guide-case-{position}"),
        figures={},
        loaded_at=NOW,
    )
    session.add(guide)
    session.flush()
    unit = session.get_one(Unit, cast.unit("fall-2026", position).id)
    unit.guide_version_id = guide.id
    session.commit()


def browser_at(database: Database, moment: datetime) -> Browser:
    """A browser before the site at another moment."""
    return Browser(create_app(Settings(demo=True), database=database, clock=lambda: moment))
