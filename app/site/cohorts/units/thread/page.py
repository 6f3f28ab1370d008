"""A unit's questions and answers, as a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.language import Text, _, pgettext
from app.language.moments import local
from app.language.reasons import Reason
from app.learning.threads.enums import PostEndKind
from app.learning.threads.queries import PostRow, Reading
from app.learning.threads.rules import LONGEST, ThreadPlace, is_new, why_not_moderate, why_not_write
from app.packs.text.posts import first_line, post_html
from app.people.actors import Actor
from app.web.forms import FormState
from app.web.listing import Window
from app.web.parts import Link
from app.web.shown import Pages, pages_read

PAGE_OF = 40
"""Posts on a page."""


@dataclass(frozen=True)
class PostView:
    """One post as its reader sees it."""

    id: UUID
    is_answer: bool
    author: str
    part: Text | None
    """What they are in the cohort, where they are no learner."""
    posted: datetime
    edited: datetime | None
    html: str | None
    """None for one that ended."""
    ended: Text | None
    """What became of it; its author sees why it was removed."""
    is_new: bool
    """Whether it is newer than the reader's last visit."""
    acts: Sequence[Link]
    continues: str | None = None
    """How the question begins that it answers, where that stands on the page before."""


@dataclass(frozen=True)
class ThreadPage:
    """A unit's questions and answers."""

    eyebrow: str
    title: Text
    path: str
    up: Link
    """The unit's page, or the session's for who teaches."""
    posts: Sequence[PostView]
    pages: Pages | None
    new: Text | None
    """`New since Tue, Nov 24`, where something is."""
    until: str
    """Up to when this page shows the thread; a form keeps it once it is read."""
    muted: bool
    why_not: Reason | None
    form: FormState
    longest: int = LONGEST


def thread_page(
    place: ThreadPlace,
    posts: Sequence[PostRow],
    questions: Mapping[UUID, PostRow],
    read: Window,
    reading: Reading,
    form: FormState,
    *,
    reader: Actor,
    now: datetime,
) -> ThreadPage:
    """One page of a thread. `questions`: those that answers on it belong to."""
    shown = posts[: read.size]
    views = [post_view(place, post, reading, reader=reader, now=now) for post in shown]
    question = questions.get(shown[0].question_id or shown[0].id) if shown else None
    if question is not None:
        views[0] = replace(views[0], continues=_begins(question))
    return ThreadPage(
        eyebrow=place.here.cohort.title,
        title=_("{unit}: questions and answers", unit=place.here.label(place.unit.position)),
        path=place.path,
        up=_up(place),
        posts=views,
        pages=pages_read(place.path, read, more=len(posts) > read.size),
        new=_new_since(views, reading, reader.zone),
        until=now.isoformat(),
        muted=reading.muted_at is not None,
        why_not=why_not_write(place, now),
        form=form,
    )


def _new_since(views: Sequence[PostView], reading: Reading, zone: str) -> Text | None:
    if reading.read_at is None or not any(view.is_new for view in views):
        return None
    return _("New since {seen:day}", seen=local(reading.read_at, zone))


def _begins(question: PostRow) -> str:
    return "" if question.end else first_line(question.text)


def _up(place: ThreadPlace) -> Link:
    position = place.unit.position
    if place.enrollment is not None:
        return Link(place.label, f"{place.here.path}/units/{position}")
    if place.unit.session_id is None:
        return Link(place.label, f"/teach/{place.here.cohort.slug}")
    return Link(place.label, f"/teach/{place.here.cohort.slug}/sessions/{position}")


def post_view(
    place: ThreadPlace, post: PostRow, reading: Reading | None, *, reader: Actor, now: datetime
) -> PostView:
    """A post with what its reader can do about it."""
    read_at = reading.read_at if reading else None
    new = is_new(post.posted_at, post.person_id, read_at, reader=reader.person_id)
    return PostView(
        id=post.id,
        is_answer=post.question_id is not None,
        author=post.author,
        part=_part(post),
        posted=local(post.posted_at, reader.zone),
        edited=local(post.written_at, reader.zone) if post.edition > 1 else None,
        html=None if post.end else post_html(post.text),
        ended=_ended(post, reader),
        is_new=new,
        acts=_acts(place, post, reader, now),
    )


def _part(post: PostRow) -> Text | None:
    if post.coordinates:
        return _("Coordinator")
    return _("Facilitator") if post.facilitates else None


def _ended(post: PostRow, reader: Actor) -> Text | None:
    if post.end is PostEndKind.DELETED:
        return _("Deleted by its author.")
    if post.end is PostEndKind.REMOVED and post.person_id == reader.person_id:
        return _("Removed by a facilitator, who says why: {reason}", reason=post.end_reason or "")
    return _("Removed by a facilitator.") if post.end else None


def _acts(place: ThreadPlace, post: PostRow, reader: Actor, now: datetime) -> list[Link]:
    path, found = f"{place.path}/posts/{post.id}", []
    own, gone = post.person_id == reader.person_id, post.end is not None
    if not gone and why_not_write(place, now) is None:
        if post.question_id is None:
            found.append(Link(pgettext("of a post", "Answer"), f"{path}/answer"))
        if own:
            found.append(Link(pgettext("of a post", "Change"), f"{path}/edit"))
            found.append(Link(pgettext("of a post", "Delete"), f"{path}/deletion"))
    if not gone and not own and why_not_moderate(place) is None:
        found.append(Link(pgettext("of a post", "Report"), f"{path}/report"))
        if place.teaches:
            found.append(Link(pgettext("of a post", "Remove"), f"{path}/removal"))
    if place.teaches and (gone or post.edition > 1):
        found.append(Link(_("What it said before"), f"{path}/versions"))
    return found
