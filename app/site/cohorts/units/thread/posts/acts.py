"""What is done with one post, each on a page of its own that shows the post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.learning.threads.models import ThreadPostVersion
from app.learning.threads.queries import PostRow
from app.learning.threads.rules import LONGEST, LONGEST_REASON, ThreadPlace
from app.packs.text.posts import post_html
from app.people.actors import Actor
from app.site.cohorts.units.thread.page import PostView, post_view
from app.web.forms import FormState


class Act(StrEnum):
    """An act on a post, as addresses name it."""

    ANSWER = "answer"
    EDIT = "edit"
    DELETION = "deletion"
    REPORT = "report"
    REMOVAL = "removal"


class Words(NamedTuple):
    """What an act is called, what follows, and what is asked for."""

    title: Text
    button: Text
    follows: Text | None = None
    asks: Text | None = None


WORDS: Mapping[Act, Words] = {
    Act.ANSWER: Words(_("Answer this question"), _("Post the answer"), asks=_("Your answer")),
    Act.EDIT: Words(
        _("Change what you wrote"),
        _("Save the change"),
        _("Others see that it was changed, and when. Facilitators can see what it said before."),
        _("Your post"),
    ),
    Act.DELETION: Words(
        _("Delete what you wrote"),
        _("Delete this post"),
        _("Others see that you deleted a post here. Its answers stay. It cannot be brought back."),
    ),
    Act.REPORT: Words(
        _("Report this post"),
        _("Report it to the facilitators"),
        _("The facilitators and coordinators of the cohort see what you write, and who you are."),
        _("Why should they look at it?"),
    ),
    Act.REMOVAL: Words(
        _("Remove this post"),
        _("Remove it for everybody"),
        _(
            "Its author sees what you write. Others see that a facilitator removed a post. "
            "It cannot be brought back."
        ),
        _("Why is it removed?"),
    ),
}


@dataclass(frozen=True)
class PostActPage:
    """One act on one post."""

    eyebrow: str
    words: Words
    thread: str
    """The thread's address, at this post."""
    action: str
    post: PostView
    field_name: str
    limit: int
    form: FormState = field(default_factory=FormState)
    why_not: Reason | None = None


def act_page(
    place: ThreadPlace,
    post: PostRow,
    act: Act,
    form: FormState | None,
    *,
    reader: Actor,
    now: datetime,
    why_not: Reason | None = None,
) -> PostActPage:
    """The page of an act. `form`: what was typed, if anything was."""
    writes = act in {Act.ANSWER, Act.EDIT}
    stored = FormState({"text": post.text} if act is Act.EDIT and not post.end else {})
    return PostActPage(
        eyebrow=place.label,
        words=WORDS[act],
        thread=f"{place.path}#post-{post.id}",
        action=f"{place.path}/posts/{post.id}/{act.value}",
        post=post_view(place, post, None, reader=reader, now=now),
        field_name="text" if writes else "reason",
        limit=LONGEST if writes else LONGEST_REASON,
        form=form or stored,
        why_not=why_not,
    )


class VersionView(NamedTuple):
    """What a post said from one moment on."""

    title: Text
    written: datetime
    html: str


@dataclass(frozen=True)
class VersionsPage:
    """All that a post ever said; for facilitators and coordinators."""

    eyebrow: str
    author: str
    thread: str
    ended: Text | None
    versions: Sequence[VersionView]


def versions_page(
    place: ThreadPlace,
    post: PostRow,
    versions: Sequence[ThreadPostVersion],
    *,
    reader: Actor,
    now: datetime,
) -> VersionsPage:
    """The versions, the newest first."""
    return VersionsPage(
        eyebrow=place.label,
        author=post.author,
        thread=f"{place.path}#post-{post.id}",
        ended=post_view(place, post, None, reader=reader, now=now).ended,
        versions=[
            VersionView(
                _("Version {number}", number=version.edition),
                local(version.written_at, reader.zone),
                post_html(version.text),
            )
            for version in versions
        ],
    )
