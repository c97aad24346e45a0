"""Waiting for a place, and marking who came, in a browser: by pointer, by keyboard alone, without scripts."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import expect

from catalog.orders import waiting
from providers.bookings.models import Attendance
from providers.models import Slot, Waiting
from tenants.identity.models import Role
from tests import make
from tests.browser.network import Network
from tests.browser.test_journey import WAYS
from tests.conftest import inside

SOME = ["phone", "keyboard", "without scripts"]
ANSWERS = {"allergies": "noci", "phone": "059 640000", "photos": "no"}


@pytest.mark.parametrize("way", SOME)
def test_a_place_is_waited_for_kept_and_confirmed(network: Network, way: str) -> None:
    size, hand_of, has_script = WAYS[way]
    stage = network.stage
    Slot.objects.filter(offer=stage.offer).update(capacity=1, taken=1)
    context = network.session(size, has_script=has_script)
    network.sign_in(context, stage.issuer, stage.anna.user)
    tab, watch = network.tab(context)
    hand = hand_of(tab)
    tab.goto(network.url(stage.issuer, f"/scaffale/{stage.offer.pk}/"))
    hand.press(f'main a.button[href="/richieste/attesa/nuova/{stage.offer.pk}/"]')
    hand.choose(f'input[name=who][value="{stage.leo.pk}"]')
    hand.choose(f'input[name=slot][value="{stage.slot.pk}"]')
    hand.press("main form .actions button.button:not(.secondary)")
    expect(tab).to_have_url(re.compile("/richieste/attesa/$"))

    with inside(stage.issuer), transaction.atomic():
        waiting.free_place(stage.slot.pk)
    tab.goto(network.url(stage.issuer))
    hand.press(".kept-place a.button:not(.secondary)")
    expect(tab.locator(f'input[name=who][value="{stage.leo.pk}"]')).to_be_checked()
    expect(tab.locator(f'input[name=slot][value="{stage.slot.pk}"]')).to_be_checked()
    hand.write("[name=phone]", ANSWERS["phone"])
    hand.choose("input[name=photos][value=no]")
    hand.press("main button[name=step][value=check]")
    hand.press("main form .actions button.button:not(.secondary)")
    expect(tab).to_have_url(re.compile("/fatto/$"))
    assert Waiting.objects.get().state == "taken"
    assert Slot.objects.get(pk=stage.slot.pk).taken == 1
    assert watch.complaints == []


@pytest.mark.parametrize("way", SOME)
def test_who_came_is_marked_with_a_tap(network: Network, way: str) -> None:
    size, hand_of, has_script = WAYS[way]
    stage = network.stage
    slot = make.slot(stage.offer, days=0)
    order = stage.place(slot_id=slot.pk, answers=ANSWERS)
    with inside(stage.supplier):
        bruna = make.user("Bruna", Role.PROVIDER_STAFF)
    context = network.session(size, has_script=has_script)
    network.sign_in(context, stage.supplier, bruna)
    tab, watch = network.tab(context)
    hand = hand_of(tab)
    tab.goto(network.url(stage.supplier, f"/fornitore/turni/{slot.pk}/presenze/"))
    hand.choose(f'input[name="{order.fulfilment_id}-presence"][value=present]')
    if has_script:
        expect(tab.locator("[data-note] .saved")).to_be_visible()
    else:
        hand.press("main form .actions button.button")
        expect(tab.locator("main .notice.success, .messages .notice")).to_be_visible()
    tab.reload()
    expect(tab.locator(f'input[name="{order.fulfilment_id}-presence"][value=present]')).to_be_checked()
    with inside(stage.supplier):
        assert Attendance.objects.get().is_present
    assert watch.complaints == []
