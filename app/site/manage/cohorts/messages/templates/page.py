"""The texts that messages begin with: all of a program's, and one of them in one language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.context import CohortContext
from app.language import Text, _, dotted
from app.language.languages import Language, current, named
from app.language.moments import date_time
from app.language.words import normalize_for_search
from app.messages.announcements.enums import IN_SERIES, Placeholder
from app.messages.announcements.models import AnnouncementTemplate
from app.messages.announcements.rules import Template, Templates
from app.site.manage.cohorts.messages.groups import FACILITATORS, WAITLIST
from app.site.manage.cohorts.people.page import FILTERS, filters_of
from app.site.parts.message_form import Code
from app.site.parts.writing import Place
from app.web.forms import FormState
from app.web.parts import Link, Option

NEW = "new"
_NO_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class TemplateLine:
    """One template."""

    title: str
    subject: str
    language: str
    """What both are written in, as in the attribute `lang`."""
    version: Text
    use: str
    languages: Sequence[Link]
    """Where it is changed, in each language."""


@dataclass(frozen=True)
class TemplatesPage:
    """All of them."""

    eyebrow: str
    crumbs: Sequence[Link]
    path: str
    templates: Sequence[TemplateLine]


@dataclass(frozen=True)
class VersionLine:
    """One version that was saved."""

    version: int
    at: str
    by: Text
    subject: str
    text: str


@dataclass(frozen=True)
class TemplatePage:
    """One of them, to be changed."""

    title: str | Text
    eyebrow: str
    crumbs: Sequence[Link]
    path: str
    action: str
    language: Option
    version: int
    audiences: Sequence[Option]
    codes: Sequence[Code]
    versions: Sequence[VersionLine]
    form: FormState


def templates_page(
    place: Place, templates: Templates, languages: Sequence[Language]
) -> TemplatesPage:
    """Each once, by the title it has in the reader's language."""
    path = f"{place.path}/templates"
    return TemplatesPage(
        eyebrow=place.eyebrow,
        crumbs=_way(place, Link(_("Templates"), None)),
        path=path,
        templates=[_line(place.path, key, templates, languages) for key in templates.keys],
    )


def _line(path: str, key: str, templates: Templates, languages: Sequence[Language]) -> TemplateLine:
    own = [known for known in templates.found if known.key == key]
    codes = [current().code, *(language.code for language in languages)]
    offered = (template for code in codes if (template := templates.of(key, code)))
    shown = next(offered, own[0])
    return TemplateLine(
        title=shown.title,
        subject=shown.subject,
        language=shown.language,
        version=_version(shown.version),
        use=f"{path}/new?template={key}",
        languages=[
            Link(language.name, f"{path}/templates/{key}?language={language.code}")
            for language in languages
        ],
    )


def _version(version: int) -> Text:
    if not version:
        return _("As it comes with Waypost")
    return _("Version {version}", version=version)


def template_page(
    place: Place,
    key: str,
    template: Template | None,
    language: Language,
    versions: Sequence[AnnouncementTemplate],
    names: Mapping[UUID, str],
    zone: str,
    form: FormState | None = None,
) -> TemplatePage:
    """One to be changed, or, where there is none in the language yet, to be written."""
    title = template.title if template else _("New template")
    path = f"{place.path}/templates"
    is_series = place.here is not None and place.here.cohort.is_series
    sayable = IN_SERIES if is_series else frozenset(Placeholder)
    return TemplatePage(
        title=title,
        eyebrow=dotted((place.eyebrow, language.name)),
        crumbs=_way(place, Link(_("Templates"), path), Link(title, None)),
        path=path,
        action=f"{path}/{key}",
        language=Option(language.code, language.name),
        version=template.version if template else 0,
        audiences=_audiences(place.here),
        codes=[Code(f"{{{name}}}", name.words) for name in Placeholder if name in sayable],
        versions=[_versions(row, names, zone) for row in versions],
        form=form or _form(template),
    )


def _way(place: Place, *more: Link) -> Sequence[Link]:
    return (*place.crumbs, Link(_("Messages"), place.path), *more)


def _audiences(here: CohortContext | None = None) -> list[Option]:
    """Those that every cohort has, or every series where `here` is one."""
    usual = [Option(own.key, own.label) for own in (filters_of(here) if here else FILTERS)]
    others = (Option(WAITLIST, _("On the waitlist")), Option(FACILITATORS, _("Facilitators")))
    return [*usual, *others]


def are_enrolled(audience: str) -> bool:
    """Whether those a template is usually for are enrolled."""
    return audience not in {WAITLIST, FACILITATORS}


def is_audience(key: str) -> bool:
    """Whether every cohort has such people."""
    return any(option.value == key for option in _audiences())


def _form(template: Template | None) -> FormState:
    if template is None:
        return FormState({"audience": FILTERS[0].key})
    return FormState(
        {
            "title": template.title,
            "audience": template.audience,
            "subject": template.subject,
            "text": template.text,
        }
    )


def _versions(row: AnnouncementTemplate, names: Mapping[UUID, str], zone: str) -> VersionLine:
    by = names.get(row.written_by, "–")
    return VersionLine(row.version, date_time(row.written_at, zone), by, row.subject, row.text)


def key_of(title: str) -> str:
    """How addresses name a new template."""
    return _NO_LETTER.sub("-", normalize_for_search(title)).strip("-")[:50]


def language_asked(code: str, languages: Sequence[Language]) -> Language:
    """The one asked for, else the reader's, else the installation's first."""
    return named(code or current().code, languages) or languages[0]
