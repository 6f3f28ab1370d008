"""Finds a study of one's own, or says 404."""

from app.core.errors import NotFoundError
from app.site.visits import Visit
from app.studies.queries import Studied, studied_places


def load_study(visit: Visit, key: str) -> Studied:
    """One's place in a study: enrolled in a cohort of it, or somebody who has answered it."""
    actor = visit.permit_own()
    places = studied_places(visit.db, actor.person_id, key)
    if not places:
        raise NotFoundError
    return places[0]
