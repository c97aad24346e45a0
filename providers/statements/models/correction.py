"""What one side says is wrong with an accepted amount, and what the other answers: codes, never free text."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from providers.models import Fulfilment
from providers.statements.models.statement import Statement
from welfare.money import MoneyField


class Side(models.TextChoices):
    """Who proposes: the provider contests, the network's office speaks for the issuer and its people."""

    PROVIDER = "provider", _("Provider")
    OFFICE = "office", _("Welfare office")


class Why(models.TextChoices):
    """Why an amount is not right."""

    NOT_GIVEN = "not_given", _("The service was not given")
    IN_PART = "in_part", _("The service was given in part")
    WRONG_AMOUNT = "wrong_amount", _("The amount is higher than what was agreed")
    BY_MISTAKE = "by_mistake", _("It was accepted by mistake")
    TWICE = "twice", _("The same service was accepted twice")
    DISPUTE = "dispute", _("A complaint was settled")
    UNDONE = "undone", _("An earlier correction was a mistake")


class Refusal(models.TextChoices):
    """Why the other side does not agree."""

    GIVEN = "given", _("The service was given as agreed")
    AGREED = "agreed", _("The amount is the one agreed")
    NO_PROOF = "no_proof", _("Nothing shows it: let us talk on the phone")
    SPENT = "spent", _("The person has spent the credit meanwhile")
    OTHER_AMOUNT = "other_amount", _("Another amount is right: propose that one")


class Correction(models.Model):
    """A signed change of one accepted amount: less gives credit back to a person, more takes back an earlier less."""

    class State(models.TextChoices):
        """Moves once out of `proposed`."""

        PROPOSED = "proposed", _("Waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("a correction", "Accepted")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fulfilment = models.ForeignKey(Fulfilment, on_delete=models.PROTECT, related_name="corrections")
    amount = MoneyField()
    reason = models.CharField(max_length=12, choices=Why)
    side = models.CharField(max_length=8, choices=Side)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    # From the day after, silence is consent.
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    by_silence = models.BooleanField(default=False)
    refusal = models.CharField(max_length=12, choices=Refusal, blank=True)
    # The statement it counts in; None for one that waits for the next month.
    statement = models.ForeignKey(Statement, null=True, on_delete=models.PROTECT, related_name="corrections")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="correction_changes_something"),
            models.UniqueConstraint(
                fields=["fulfilment"], condition=Q(state="proposed"), name="correction_one_open_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(statement__isnull=True) | Q(state="accepted"), name="correction_counts_when_accepted"
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by", "id"], condition=Q(state="proposed"), name="correction_to_answer"),
            models.Index(
                fields=["fulfilment"], condition=Q(state="accepted", statement__isnull=True), name="correction_to_count"
            ),
        ]
