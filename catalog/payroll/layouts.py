"""The layouts that an organization has mapped for its payroll program; the sample is always there beside them."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from catalog.payroll.models import Layout
from catalog.payroll.terms import SAMPLE, Terms, terms_from
from tenants.audit.trail import record
from tenants.identity.models import User
from tenants.isolation import Actor
from welfare.errors import PlainError


class NameTaken(PlainError):
    """Another layout is called so."""


def layouts() -> QuerySet[Layout]:
    """All of them, by name."""
    return Layout.objects.order_by("name")


def get_layout(pk: uuid.UUID) -> Layout:
    """One layout of the organization in force; 404 when absent."""
    layout = Layout.objects.filter(pk=pk).first()
    if layout is None:
        raise Http404
    return layout


def sample_name() -> str:
    """What the sample layout is called."""
    return _("Sample layout")


# Stands for the sample where a layout is chosen.
SAMPLE_KEY = "sample"


def chosen(key: str) -> tuple[str, Terms] | None:
    """The name and terms of a layout by its key. None when it is gone."""
    if key == SAMPLE_KEY:
        return sample_name(), SAMPLE
    layout = Layout.objects.filter(pk=key).first()
    return None if layout is None else (layout.name, terms_from(layout.terms))


def save(layout: Layout | None, name: str, terms: Terms, *, user: User, actor: Actor) -> Layout:
    """Write a layout, a new one where `layout` is None. Raises NameTaken."""
    layout = layout or Layout()
    layout.name, layout.terms, layout.changed_by = name, terms.as_json(), user
    try:
        with transaction.atomic():
            layout.save()
            record(actor, "payroll.layout", subject=str(layout.pk))
    except IntegrityError as error:
        raise NameTaken(_("Another layout has this name: choose another one.")) from error
    return layout


@transaction.atomic
def remove(layout: Layout, *, actor: Actor) -> bool:
    """Take a layout away; files made with it can still be made again. False when it is gone already."""
    deleted, _each = Layout.objects.filter(pk=layout.pk).delete()
    if deleted:
        record(actor, "payroll.layout", subject=str(layout.pk))
    return bool(deleted)
