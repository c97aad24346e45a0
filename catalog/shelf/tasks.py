"""The envelopes of the shelf's work: new terms, versions whose day has come, photos nobody uses, booklets."""

import logging
import uuid

from celery import shared_task

from catalog.shelf import booklet, looks
from providers import images, revision_telling, revisions
from tenants import sweep
from tenants.envelope import organization_task

log = logging.getLogger(__name__)
SOFT_LIMIT, HARD_LIMIT = 780, 840


@organization_task(name="catalog.shelf.tell_looks")
def tell_looks() -> None:
    """Tell one organization's HR of offers with new terms; safe to run twice, the rows know."""
    looks.tell()


@shared_task(name="catalog.shelf.tell_looks_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def tell_looks_everywhere() -> None:
    """Send each active organization its own task."""
    for organization in sweep.active_organizations():
        tell_looks.delay(organization.key)


@revision_telling.when_terms_change
def follow(_offer_id: uuid.UUID) -> None:
    """New terms are in force: let everybody look. Only a hint: the same is done every night."""
    tell_looks_everywhere.delay()


@shared_task(name="catalog.shelf.put_versions_in_force")  # type: ignore[untyped-decorator, unused-ignore]
def put_versions_in_force() -> None:
    """Once a day, just after midnight: what was approved for today. One that fails keeps no other waiting."""
    errors = []
    for revision in list(revisions.due().select_related("offer")):
        try:
            revisions.put_in_force(revision)
        except Exception as error:
            log.exception("version %s not put in force", revision.pk)
            errors.append(error)
    if errors:
        raise ExceptionGroup("some versions are not in force", errors)


@shared_task(name="catalog.shelf.erase_photos")  # type: ignore[untyped-decorator, unused-ignore]
def erase_photos() -> None:
    """Once a day: photos that nothing shows any more."""
    images.erase_unused()


@organization_task(name="catalog.shelf.make_booklet", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def make_booklet(booklet_id: str) -> None:
    """Make the booklet of a shelf; safe to run twice, the row knows."""
    booklet.make(uuid.UUID(booklet_id))
