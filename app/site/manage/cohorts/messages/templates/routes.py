"""The texts that messages of a program begin with."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.core.errors import ConflictError, NotFoundError
from app.language import Text, _
from app.language.languages import named
from app.messages.announcements.enums import Placeholder
from app.messages.announcements.filling.rules import why_not_keep
from app.messages.announcements.rules import CHOOSE, Template, Written
from app.messages.announcements.templates.actions import save_template
from app.messages.announcements.templates.queries import template_versions, templates
from app.people.queries import people_by_id
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.messages.groups import suited
from app.site.manage.cohorts.messages.loaders import place_of
from app.site.manage.cohorts.messages.templates.forms import TemplateForm
from app.site.manage.cohorts.messages.templates.page import (
    NEW,
    are_enrolled,
    is_audience,
    key_of,
    language_asked,
    template_page,
    templates_page,
)
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()

TAKEN = _("There is a template of this name already. Give it another one.")
Code = Annotated[str, Query(max_length=20)]


@routes.get("/manage/cohorts/{cohort}/messages/templates")
@allows(Action.MESSAGES_READ)
def show_templates(visit: ReadVisit, cohort: str) -> Response:
    """All templates of the cohort's program."""
    here = load_cohort(visit, cohort)
    languages = visit.request.app.state.languages
    known = suited(here, templates(visit.db, here.program.id))
    page = templates_page(place_of(here), known, languages)
    return render(visit.request, "manage/cohorts/messages/templates/templates.html", page)


@routes.get("/manage/cohorts/{cohort}/messages/templates/{template}")
@allows(Action.MESSAGES_WRITE)
def show_template(visit: ReadVisit, cohort: str, template: str, language: Code = "") -> Response:
    """One of them in one language, to be changed; or a new one."""
    return _page(visit, load_cohort(visit, cohort), template, language)


@routes.post("/manage/cohorts/{cohort}/messages/templates/{template}")
@allows(Action.MESSAGES_WRITE)
def keep_template(visit: WriteVisit, cohort: str, template: str, submitted: Submitted) -> Response:
    """Keep it as another version."""
    here = load_cohort(visit, cohort)
    code = str(submitted.get("language", ""))
    try:
        saved = _read(visit, here, template, submitted)
        save_template(visit.db, here, saved, by=visit.actor.person_id, now=visit.now)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _page(visit, here, template, code, state)
    except ConflictError as refused:
        state = FormState(typed(submitted), {"form": refused.reason})
        return _page(visit, here, template, code, state)
    return see_other(f"{place_of(here).path}/templates")


def _read(visit: Visit, here: CohortContext, key: str, submitted: Submitted) -> Template:
    """What was sent; a new template gets its key from its title."""
    form = parse(TemplateForm, submitted)
    known = templates(visit.db, here.program.id)
    language = named(form.language, visit.request.app.state.languages)
    new_key = key_of(form.title) if key == NEW else key
    written = Written(form.audience, (), 0, form.language, form.subject, form.text)
    enrolled = are_enrolled(form.audience)
    wrong = why_not_keep(written, frozenset(Placeholder), everybody_enrolled=enrolled)
    errors: dict[str, Text] = dict(wrong)
    if not is_audience(form.audience) or language is None:
        errors["audience"] = CHOOSE
    if key == NEW and (new_key in {"", NEW} or new_key in known.keys):
        errors["title"] = TAKEN
    if errors:
        raise FormInvalidError(errors, typed(submitted))
    if key != NEW and key not in known.keys:
        raise NotFoundError
    return Template(
        key=new_key,
        language=form.language,
        version=form.version,
        title=form.title,
        audience=form.audience,
        subject=form.subject,
        text=form.text,
    )


def _page(
    visit: Visit, here: CohortContext, key: str, code: str, form: FormState | None = None
) -> Response:
    language = language_asked(code, visit.request.app.state.languages)
    known = templates(visit.db, here.program.id)
    if key != NEW and key not in known.keys:
        raise NotFoundError
    versions = template_versions(visit.db, here.program.id, key, language.code)
    people = people_by_id(visit.db, {row.written_by for row in versions})
    names = {id_: person.display_name for id_, person in people.items()}
    own = known.of(key, language.code)
    zone = visit.actor.zone
    page = template_page(place_of(here), key, own, language, versions, names, zone, form)
    status = 422 if form else 200
    template = "manage/cohorts/messages/templates/template.html"
    return render(visit.request, template, page, status=status)
