"""To which cohorts transfers lead, as parts of selects of cohorts."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, select
from sqlmodel import col

from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind
from app.cohorts.models import Enrollment


def leads() -> Select[*tuple[Any, ...]]:
    """Each cohort as `origin` with each `cohort_id` to which somebody went from it, by any way.

    Whether a transfer stands is not asked, as `credit/carried` does not: one is not taken back once
    anything was made where it led.
    """
    places = _places()
    there = col(Enrollment.id) == places.c.enrollment_id
    led = select(places.c.origin, col(Enrollment.cohort_id).label("cohort_id"))
    return led.join(Enrollment, there).distinct()


def _places() -> CTE:
    """Each cohort with every place that can count what was done in it, along chains."""
    to: ColumnElement[Any] = col(EnrollmentEvent.enrollment_id).label("enrollment_id")
    first = (
        select(col(Enrollment.cohort_id).label("origin"), to)
        .join(EnrollmentEvent, col(EnrollmentEvent.other_enrollment_id) == col(Enrollment.id))
        .where(_arrived())
    )
    places = first.cte("places_led_to", recursive=True)
    onward = col(EnrollmentEvent.other_enrollment_id) == places.c.enrollment_id
    return places.union(select(places.c.origin, to).where(onward, _arrived()))


def _arrived() -> ColumnElement[bool]:
    return col(EnrollmentEvent.kind) == EnrollmentEventKind.ENROLLED
