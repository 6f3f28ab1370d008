"""What the form of an activity is answered with, where it is set up and where it is changed."""

from starlette.responses import Response

from app.core.errors import RefusedError
from app.credit.accreditations.queries import accreditations
from app.credit.drafts.queries import picture_in_program
from app.credit.pictures.rules import GONE
from app.credit.systems.queries import newest_systems
from app.people.institutions.queries import taking_part
from app.people.providers.queries import providers, with_officers
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


def known(visit: Visit) -> Known:
    """What can be chosen in the form."""
    return Known(
        providers(visit.db),
        taking_part(visit.db),
        accreditations(visit.db),
        newest_systems(visit.db),
        with_officers(visit.db, visit.now),
    )
