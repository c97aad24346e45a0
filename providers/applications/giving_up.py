"""Who was invited gives its application up: what that means for the invitation, and for who waits."""

from providers.accreditation import outcomes
from providers.accreditation.models import InvitationOutcome
from providers.applications.models import Application

State = Application.State
ALIVE = (State.STARTED, State.ASKED, State.SUBMITTED)


def give_up_invitation(application: Application) -> None:
    """The invitation that an application answered counts as declined, unless another application answers it."""
    invitation = application.invitation_id
    if invitation is None:
        return
    others = Application.objects.filter(invitation=invitation, state__in=ALIVE).exclude(pk=application.pk)
    if not others.exists():
        outcomes.end(invitation, InvitationOutcome.State.DECLINED)
