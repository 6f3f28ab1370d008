"""The card in which a learner writes their reflection."""

from dataclasses import dataclass, field
from datetime import datetime

from app.language import Text, _
from app.language.moments import local
from app.learning.reflections.rules import LONGEST, NEWER_TEXT, Seen, Writing
from app.people.actors import Actor
from app.web.forms import FormState


@dataclass(frozen=True)
class NewerText:
    """What was written elsewhere since, to be read beside what is in the field."""

    text: str
    at: datetime
    shared: bool
    is_draft: bool


@dataclass(frozen=True)
class ReflectionCard:
    """Where the reflection is written: what there is of it, and since when."""

    path: str
    key: str = ""
    """Under which the browser keeps what is typed on the device: the beginning of the writer's id,
    which tells apart who shares a device."""
    is_saved: bool = False
    begun: bool = False
    """Whether there is a draft that says something else than what is saved."""
    kept: Text | None = None
    """Since when what the field shows is kept."""
    age: int | None = None
    """For how many seconds a draft was kept."""
    seen: Seen = field(default_factory=Seen)
    newer: NewerText | None = None
    longest: int = LONGEST

    @property
    def has_versions(self) -> bool:
        """Whether something was saved before what is shown."""
        return self.seen.edition > (0 if self.begun else 1)


def reflection_card(
    path: str, writing: Writing, form: FormState, *, reader: Actor, now: datetime
) -> ReflectionCard:
    """The card as its writer sees it. `path`: of the unit."""
    begun = writing.draft_words is not None
    newer = _newer(writing, reader.zone) if form.error("text") == NEWER_TEXT else None
    return ReflectionCard(
        path=f"{path}/reflection",
        key=reader.person_id.hex[:8],
        is_saved=writing.saved is not None,
        begun=begun,
        kept=None if newer else _kept(writing, reader.zone),
        age=max(0, int((now - writing.draft.kept_at).total_seconds()))
        if begun and writing.draft
        else None,
        seen=writing.seen,
        newer=newer,
    )


def reflection_form(writing: Writing, submitted: FormState | None) -> FormState:
    """What was just typed; beside it what is there of the reflection."""
    if submitted is not None and "text" in submitted.values:
        return submitted
    newest = writing.newest
    values = {"text": newest.text, "shared": "yes" if newest.shared else ""} if newest else {}
    if submitted is None:
        return FormState(values)
    return FormState({**values, **submitted.values}, submitted.errors)


def _kept(writing: Writing, zone: str) -> Text | None:
    if writing.draft_words is not None and writing.draft is not None:
        at = local(writing.draft.kept_at, zone)
        return _("Draft kept {kept:moment}. Save it when it is done.", kept=at)
    if writing.saved is not None:
        return _("Saved {saved:moment}.", saved=local(writing.saved.saved_at, zone))
    return None


def _newer(writing: Writing, zone: str) -> NewerText | None:
    words = writing.newest
    if words is None:
        return None
    begun = writing.draft_words is not None and writing.draft is not None
    kept_at = writing.draft.kept_at if begun and writing.draft else None
    saved_at = writing.saved.saved_at if writing.saved else None
    at = kept_at or saved_at
    assert at is not None
    return NewerText(words.text, local(at, zone), words.shared, is_draft=begun)
