"""Finds zips that wait for their import, or says 404."""

from uuid import UUID

from app.cohorts.models import Program
from app.cohorts.programs.queries import program_by_key
from app.content.models import ContentUpload
from app.core.errors import NotFoundError
from app.people.roles import of_pack, roles_over
from app.site.visits import Visit


def load_upload(visit: Visit, upload_id: UUID) -> tuple[ContentUpload, Program | None]:
    """A zip that waits, for whoever sent it, as long as they may import that program.

    The program is None while there is none with that key.
    """
    actor = visit.actor
    upload = visit.db.get(ContentUpload, upload_id)
    own = upload is not None and upload.by == actor.person_id
    program = program_by_key(visit.db, upload.program) if upload and own else None
    place = of_pack(program.id if program else None)
    visit.permit(roles_over(actor, place) if own else ())
    if upload is None:
        raise NotFoundError
    return upload, program
