"""Finds a study of one's own, or says 404; and what of one's answers could be deleted."""

from app.core.errors import NotFoundError, require
from app.site.visits import Visit
from app.studies.consent.queries import count_answers
from app.studies.opening.rules import NOT_OPEN
from app.studies.queries import Studied, studied_places


def load_study(visit: Visit, key: str) -> Studied:
    """One's place in a study: enrolled in a cohort of it, or somebody who has answered it."""
    actor = visit.permit_own()
    places = studied_places(visit.db, actor.person_id, key)
    if not places:
        raise NotFoundError
    return places[0]


def load_going(visit: Visit, place: Studied) -> int:
    """To how many surveys one's answers can be deleted: none of an anonymous study."""
    if place.project.mode.is_anonymous:
        return 0
    return count_answers(visit.db, place.project.id, place.enrollment.id)


def load_study_to_answer(visit: Visit, key: str) -> Studied:
    """The same for who answers it: one that asks nobody any more says so.

    Its plan may have changed since they opened the page.
    """
    actor = visit.permit_own()
    if not studied_places(visit.db, actor.person_id, key):
        known = studied_places(visit.db, actor.person_id, key, only_open=False)
        require(NOT_OPEN if known else None)
    return load_study(visit, key)
