"""What was read of a trial for its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.casework.contamination.queries import Entry
from app.cohorts.models import Cohort
from app.studies.trials.candidates.queries import Candidate
from app.studies.trials.consort.rules import Flow
from app.studies.trials.drawn.queries import Drawn
from app.studies.trials.models import Trial, TrialEvent, TrialStratum
from app.studies.trials.queries import BegunSession


@dataclass(frozen=True)
class TrialRead:
    """What was read of a trial."""

    trial: Trial
    cohorts: Sequence[Cohort]
    strata: Sequence[TrialStratum]
    drawn_in: Mapping[UUID, int]
    candidates: Sequence[Candidate]
    drawn: Sequence[Drawn]
    events: Sequence[TrialEvent]
    log: Sequence[Entry]
    sessions: Sequence[BegunSession]
    flow: Flow
