"""What a cohort's learners are told of disclosures, version by version."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.context import CohortContext
from app.cohorts.gates.models import DisclosureText
from app.cohorts.gates.queries import TextsRead
from app.language import Text, _
from app.language.moments import local
from app.site.manage.cohorts.credit.crumbs import crumbs_to
from app.site.manage.cohorts.credit.disclosures.lines import disclosures_path
from app.web.parts import Crumb


@dataclass(frozen=True)
class ToldVersion:
    """One version."""

    title: Text
    lines: Sequence[str]
    hash: str
    lapsed: Text | None


@dataclass(frozen=True)
class TextPage:
    """All versions, the newest first."""

    cohort: str
    crumbs: Sequence[Crumb]
    list: str
    versions: Sequence[ToldVersion]


def text_page(here: CohortContext, known: TextsRead, *, coordinates: bool) -> TextPage:
    """What is told now, and what was told before."""
    versions = [_version(here, text) for text in known.texts]
    over = [(_("Disclosures"), disclosures_path(here))]
    crumbs = crumbs_to(here, _("What learners are told"), coordinates=coordinates, over=over)
    return TextPage(here.cohort.title, crumbs, disclosures_path(here), versions)


def _version(here: CohortContext, text: DisclosureText) -> ToldVersion:
    at, zone = local(text.published_at, here.cohort.zone), here.cohort.zone
    lapsed = text.lapsed_at
    return ToldVersion(
        title=_("Version {version}, {at:moment}", version=text.version, at=at),
        lines=text.lines,
        hash=text.sha256,
        lapsed=_("Not asked for since {at:moment}", at=local(lapsed, zone)) if lapsed else None,
    )
