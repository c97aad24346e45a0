"""What may stand between the password and the home page."""

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from django.http import HttpResponse

from tenants.identity.models import User


class OwnAddressStage(EmailVerificationStage):
    """Ask for the mailed code only of those who registered themselves and never signed in.

    An address that the organization gave is proved by the invitation; people without e-mail have none.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Let known people through; leave the rest, and pretended sign-ups, to allauth."""
        user = self.login.user
        if user is not None and not has_to_prove_address(user):
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer


def has_to_prove_address(user: User) -> bool:
    """Whether the account was made by its owner, whose address nobody has proved yet."""
    if user.last_login is not None:
        return False
    addresses = list(EmailAddress.objects.filter(user=user).values_list("verified", flat=True))
    return bool(addresses) and not any(addresses)
