"""Projects whose records tests write and read."""

from functools import cache

from app.outcomes.redcap.cells import MISSING
from app.outcomes.redcap.package import package_of
from app.outcomes.redcap.records import Project
from app.packs.instruments.schema import InstrumentData
from tests.outcomes.redcap import samples, strict

BASE, LATER = "baseline_arm_1", "3_month_arm_1"
FORM = "first_survey"


def project(*instruments: InstrumentData) -> Project:
    """All of these in two waves; nothing said: the one with every kind of question."""
    return package_of(samples.plan(instruments)).project if instruments else _usual()


@cache
def _usual() -> Project:
    return package_of(samples.plan([with_several()])).project


def with_several() -> InstrumentData:
    own = samples.instrument()
    items = [*(item.model_dump() for item in own.items), samples.several(na="None")]
    items[4] |= {"na": "Never"}
    groups = [
        {"title": "You", "items": ["calm", "rushed", "way"]},
        {"title": "More", "items": ["hours", "since", "more", "ways"]},
    ]
    return samples.instrument(items=items, groups=groups)


def strictly(own: Project) -> strict.Project:
    """The project as the strict reader knows it."""
    asked = {name: set(forms) for name, forms in own.design.forms_of.items()}
    fields = [
        strict.Field(
            name=field.name,
            form=field.form,
            type=field.type,
            codes=[choice.code for choice in field.choices],
            validation=field.validation,
            least=field.minimum,
            most=field.maximum,
        )
        for field in own.fields
    ]
    return strict.Project(fields, asked, {MISSING})
