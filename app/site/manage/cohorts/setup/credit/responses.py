"""What the form of an activity is answered with, where it is set up and where it is changed."""

from starlette.responses import Response

from app.core.errors import RefusedError
from app.credit.accreditations.queries import (
    ProviderAccredited,
    accreditations,
    accredited_by_text,
)
from app.credit.drafts.queries import picture_in_program
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.pictures.rules import GONE
from app.credit.proposals.queries import AskedOf
from app.credit.providers.queries import ids_by_name
from app.credit.systems.queries import newest_systems
from app.credit.systems.retiring.queries import last_said
from app.credit.systems.retiring.rules import offered
from app.people.institutions.queries import taking_part
from app.people.providers.queries import names_now, providers, with_officers
from app.site.manage.cohorts.setup.credit.systems import designated_in
from app.site.manage.cohorts.setup.credit.values import Known
from app.site.manage.cohorts.setup.loaders import Draft
from app.site.visits import Visit
from app.web.files import not_modified, stored_file


def picture(visit: Visit, draft: Draft, named: str) -> Response:
    """A signature or logo that an activity of the program shows, by its hash."""
    content = picture_in_program(visit.db, draft.here.program.id, named)
    if content is None:
        raise RefusedError(GONE)
    return not_modified(visit.request, named) or stored_file(content, "image/png", named)


def known(visit: Visit, approved: ApprovedActivity | None, asked: AskedOf | None) -> Known:
    """What can be chosen in the form; `approved`, `asked`: of the cohort, what there is."""
    every = newest_systems(visit.db)
    systems = offered(every, last_said(visit.db), designated_in(approved, asked))
    return Known(
        providers(visit.db),
        taking_part(visit.db),
        _accreditations(visit, approved, asked),
        systems,
        [own for own in every if own not in systems],
        with_officers(visit.db, visit.now),
        names_now(visit.db),
        ids_by_name(visit.db),
    )


def _accreditations(
    visit: Visit, approved: ApprovedActivity | None, asked: AskedOf | None
) -> list[ProviderAccredited]:
    """The newest of each; and those that the cohort has, so that saving again loses none."""
    found = list(accreditations(visit.db))
    known = {str(row.accreditation.id) for row in found}
    own = [approved.activity.accreditation_id] if approved else []
    said = [asked.proposal.terms.get("accreditation_id")] if asked else []
    for accreditation_id in dict.fromkeys(str(id_) for id_ in (*own, *said) if id_):
        former = accredited_by_text(visit.db, accreditation_id)
        if former is not None and accreditation_id not in known:
            found.append(former)
    return found
