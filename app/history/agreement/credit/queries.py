"""Extensions of claims, disclosures with their reviews, decisions and texts, and what was read."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.gates.models import DisclosureRead, DisclosureText
from app.core.agreement import Told
from app.core.models import AuditLine
from app.core.seals import seal
from app.credit.disclosures.models import (
    DisclosedRelationship,
    Disclosure,
    DisclosureDecision,
    DisclosureReview,
    ReviewedRelationship,
)
from app.credit.disclosures.sealing import seal_of_disclosure, seal_of_review, seal_of_text
from app.credit.disclosures.text.rules import hash_of
from app.credit.models import ClaimExtension, ClaimExtensionWithdrawal
from app.history.agreement.kinds.queries import Facts, Kind, streamed


class _OfCohorts(Kind):
    """What lines of one or several cohorts tell; with a draft that was thrown away it is gone."""

    def _told(self, session: Session) -> Iterator[Told]:
        thrown = {row.object_id for row in streamed(session, _THROWN)}
        there = {self._key_of(facts) for facts in self.stored(session)}
        seen = set()
        for told in super()._told(session):
            is_thrown = told.facts["object"] in thrown and told.key not in there
            if told.key not in seen and not is_thrown:
                seen.add(told.key)
                yield told


_THROWN: Select[*tuple[Any, ...]] = select(col(AuditLine.object_id)).where(
    col(AuditLine.act) == "cohort.discarded"
)


def _extensions(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(ClaimExtension)):
        yield {
            "object": str(row.enrollment_id),
            "by": row.by,
            "at": row.at,
            "extension": str(row.id),
            "until": row.until.isoformat(),
            "waives_evaluation": row.waives_evaluation,
            "waives_completion": row.waives_completion,
            "seal": seal(row),
        }


def _extensions_taken_back(session: Session) -> Iterator[Facts]:
    """But for those of which another took the place, whose own line says that."""
    ended, following = ClaimExtensionWithdrawal, aliased(ClaimExtension)
    followed = exists().where(
        col(following.enrollment_id) == col(ClaimExtension.enrollment_id),
        col(following.edition) == col(ClaimExtension.edition) + 1,
        col(following.at) == col(ended.at),
    )
    alone = (
        select(ended, col(ClaimExtension.enrollment_id))
        .join(ClaimExtension, col(ClaimExtension.id) == col(ended.extension_id))
        .where(~followed)
    )
    for row, place in streamed(session, alone):
        extension = str(row.extension_id)
        yield {"object": str(place), "by": row.by, "at": row.at, "extension": extension}


def _disclosures(session: Session) -> Iterator[Facts]:
    """With their relationships, which one seal holds."""
    given = (
        select(Disclosure, DisclosedRelationship)
        .outerjoin(
            DisclosedRelationship, col(DisclosedRelationship.disclosure_id) == col(Disclosure.id)
        )
        .order_by(col(Disclosure.id))
    )
    for _id, group in groupby(streamed(session, given), lambda row: row.Disclosure.id):
        rows = list(group)
        row, parts = rows[0][0], [part for _row, part in rows if part is not None]
        yield {"by": row.by, "at": row.signed_at, "seal": seal_of_disclosure(row, parts)}


def _reviews(session: Session) -> Iterator[Facts]:
    made = (
        select(DisclosureReview, ReviewedRelationship)
        .outerjoin(
            ReviewedRelationship, col(ReviewedRelationship.review_id) == col(DisclosureReview.id)
        )
        .order_by(col(DisclosureReview.id))
    )
    for _id, group in groupby(streamed(session, made), lambda row: row.DisclosureReview.id):
        rows = list(group)
        row, parts = rows[0][0], [part for _row, part in rows if part is not None]
        own = {"object": str(row.cohort_id), "by": row.by, "at": row.reviewed_at}
        yield own | {"seal": seal_of_review(row, parts)}


def _decisions(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(DisclosureDecision)):
        yield {
            "object": str(row.cohort_id),
            "by": row.by,
            "at": row.decided_at,
            "version": row.version,
            "applies": row.applies,
            "seal": seal(row),
        }


def _texts(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(DisclosureText)):
        yield {
            "object": str(row.cohort_id),
            "at": row.published_at,
            "version": row.version,
            "sha256": hash_of(row.lines),
            "seal": seal_of_text(row),
        }


def _lapses(session: Session) -> Iterator[Facts]:
    """One of all versions that held at the moment."""
    lapsed = select(col(DisclosureText.cohort_id), col(DisclosureText.lapsed_at)).where(
        col(DisclosureText.lapsed_at).is_not(None)
    )
    for row in streamed(session, lapsed.distinct()):
        yield {"object": str(row.cohort_id), "at": row.lapsed_at}


def _reads(session: Session) -> Iterator[Facts]:
    read = select(DisclosureRead, col(DisclosureText.version)).join(
        DisclosureText, col(DisclosureText.id) == col(DisclosureRead.text_id)
    )
    for row, version in streamed(session, read):
        yield {
            "object": str(row.enrollment_id),
            "at": row.read_at,
            "version": version,
            "sha256": row.sha256,
        }


BY_SEAL = ("seal",)
"""Of what lines name by nothing else: altered, one is gone, and one is there that no line tells."""
_READ = "text on disclosures read"  # not shown
DISCLOSURES = (_OfCohorts("disclosure", _disclosures, ("disclosure.given",), BY_SEAL),)
"""People's own, over all of their cohorts: they stay when the records of one are deleted."""
CREDIT = (
    Kind("extension", _extensions, ("claim.extended",), ("extension",)),
    Kind(
        "extension taken back",  # not shown
        _extensions_taken_back,
        ("claim.extension-taken-back",),
        ("extension",),
    ),
    _OfCohorts("review of a disclosure", _reviews, ("disclosure.reviewed",), BY_SEAL),  # not shown
    _OfCohorts(
        "decision on disclosures",  # not shown
        _decisions,
        ("disclosure.decided",),
        ("object", "version"),
    ),
    _OfCohorts(
        "text on disclosures",  # not shown
        _texts,
        ("disclosure.text-published",),
        ("object", "version"),
    ),
    _OfCohorts(
        "text on disclosures lapsed",  # not shown
        _lapses,
        ("disclosure.text-lapsed",),
        ("object", "at"),
    ),
    Kind(_READ, _reads, ("disclosure.read",), ("object", "version")),
)
