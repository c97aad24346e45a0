"""The member card and which agreements this organization does not show. Tenant schema."""

import datetime

from django.core.validators import RegexValidator
from django.db import models

from members.models import Member


class MemberCard(models.Model):
    """A member's card: its number and the secret its codes are made of. Where it was shown is written nowhere."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.PROTECT, related_name="card")
    # Four figures of the organization's series, seven by chance, one that checks them (Luhn).
    number = models.CharField(max_length=12, unique=True, validators=[RegexValidator(r"^\d{12}$")])
    # 160 bits in base32, sealed for this organization.
    secret = models.BinaryField(max_length=400)
    # The last day of the code that is printed on paper; None: none was printed.
    paper_until = models.DateField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def is_paper_good(self, on: datetime.date) -> bool:
        """Whether a printed code is in force on a day."""
        return self.paper_until is not None and on <= self.paper_until


class HiddenAgreement(models.Model):
    """An agreement of the network that this organization does not show to its people."""

    agreement_id = models.UUIDField(primary_key=True)
    hidden_at = models.DateTimeField(auto_now_add=True)
