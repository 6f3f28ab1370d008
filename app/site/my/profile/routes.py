"""One's own profile."""

from uuid import UUID

from starlette.responses import Response

from app.people import actions, queries
from app.policy.table import Action
from app.site.my.profile.forms import ProfileForm
from app.site.my.profile.page import ProfilePage
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render

routes = router()


@routes.get("/my/profile")
@allows(Action.PROFILE_READ)
def show_profile(visit: ReadVisit, saved: bool | None = None) -> Response:
    """One's own name, degrees, zone and language."""
    return _profile_page(visit, visit.permit_own().person_id, saved=saved)


@routes.post("/my/profile")
@allows(Action.PROFILE_EDIT)
def save_profile(visit: WriteVisit, submitted: Submitted) -> Response:
    """Change one's own name, degrees, zone and language."""
    actor = visit.permit_own()
    try:
        form = parse(
            ProfileForm,
            submitted,
            languages=visit.request.app.state.languages,
            kept={actor.certificate_name, actor.degrees},  # else nothing else could be saved
        )
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _profile_page(visit, actor.person_id, state=state, status=422)
    person = queries.profile(visit.db, actor.person_id).person
    actions.change_profile(visit.db, person, form.model_dump(exclude_unset=True), now=visit.now)
    return saved_response(visit, "/my/profile")


def _profile_page(
    visit: Visit,
    person_id: UUID,
    *,
    state: FormState | None = None,
    status: int = 200,
    saved: bool | None = None,
) -> Response:
    own = queries.profile(visit.db, person_id)
    page = ProfilePage.build(
        own.person,
        own.institution.name,
        own.address,
        state,
        languages=visit.request.app.state.languages,
        saved=saved,
    )
    return render(visit.request, "my/profile/profile.html", page, status=status)
