"""Who a service can be for, and why not the others."""

from catalog.orders.choosing import choosing
from providers.models import Offer, Slot
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage, in_days


def able(stage: Stage) -> dict[str, bool]:
    """Each person's given name and whether the camp can be for them."""
    with inside(stage.issuer):
        choices = choosing(stage.anna, stage.offer.pk)
        names = {str(r.pk): r.given_name for r in stage.anna.relatives.all()}
    return {names.get(p.value, "Anna"): p.obstacle is None for p in choices.people}


def test_a_camp_is_for_children_and_not_for_the_member(stage: Stage) -> None:
    assert able(stage) == {"Anna": False, "Leo": True}


def test_tax_law_decides_by_kinship_and_cohabitation(stage: Stage) -> None:
    with inside(stage.issuer):
        make.relative(stage.anna, "Pino", kinship="unmarried_partner")
        make.relative(stage.anna, "Rita", kinship="parent", is_cohabiting=False)
        make.relative(stage.anna, "Ida", kinship="parent", is_cohabiting=True)
        make.relative(stage.anna, "Ugo", closed_on=in_days(0))
    assert able(stage) == {"Anna": False, "Leo": True, "Pino": False, "Rita": False, "Ida": True}


def test_each_obstacle_comes_with_its_law_and_what_to_do(stage: Stage) -> None:
    with inside(stage.issuer):
        choices = choosing(stage.anna, stage.offer.pk)
    [anna] = choices.unable
    assert anna.obstacle is not None
    assert anna.obstacle.message
    assert anna.obstacle.advice
    assert "TUIR" in anna.obstacle.law


def test_ages_that_fit_on_one_date_are_no_obstacle(stage: Stage) -> None:
    birthday = in_days(100).replace(day=1)
    with inside(stage.issuer):
        stage.leo.birth_date = birthday.replace(year=birthday.year - 7)
        stage.leo.save()
    Offer.objects.filter(pk=stage.offer.pk).update(age_min=7)
    assert able(stage)["Leo"] is False
    make.slot(stage.offer, days=(birthday - in_days(0)).days)
    assert able(stage)["Leo"] is True


def test_dates_begun_closed_or_full_are_told_apart(stage: Stage) -> None:
    full = make.slot(stage.offer, days=70)
    Slot.objects.filter(pk=full.pk).update(taken=12)
    make.slot(stage.offer, days=-1)
    make.slot(stage.offer, days=80, state="closed")
    with inside(stage.issuer):
        choices = choosing(stage.anna, stage.offer.pk)
    assert [slot.pk for slot in choices.free] == [stage.slot.pk]
    assert [slot.pk for slot in choices.full] == [full.pk]
