"""Pages of allauth that we change a little."""

from typing import Any

from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.stages import LoginStage
from allauth.account.views import EmailView, LoginView
from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponseBase
from django.views.generic.edit import FormView

from welfare.access import PUBLIC, SIGNED_IN, access


class SignInView(LoginView):
    """Sign in; who has asked for a code may still change their mind and use the password."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        return None


class ChangeEmailView(EmailView):
    """Change one's e-mail: the new one counts once the code mailed to it comes back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking writes nothing: allauth would store the address on a GET."""
        self._did_send_verification_email = False
        if request.method == "POST":
            sync_user_email_address(request.user)
        refused: HttpResponseBase | None = consume_or_429(request, action="manage_email")
        return refused or FormView.dispatch(self, request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only changing is offered; allauth's other acts (remove, make first) are for many addresses."""
        form = self.get_form()
        answer: HttpResponseBase = self.form_valid(form) if form.is_valid() else self.form_invalid(form)
        return answer


sign_in = access(PUBLIC)(SignInView.as_view())
change_email = access(SIGNED_IN)(ChangeEmailView.as_view())
