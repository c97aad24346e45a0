"""Who a login and a password belong to: one look-up and one hash, whoever is asked for."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from tenants.identity.logins import person_of
from tenants.identity.models import User


class LoginBackend(AuthenticationBackend):
    """E-mail or member number; a known and an unknown person cost the same time."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        login = credentials.get("username") or credentials.get("email") or ""
        user: User | None = self._check_password(person_of(login), credentials["password"])
        return user

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, unless it has been closed."""
        user = User.objects.filter(pk=user_id).first()
        return user if user is not None and user.is_active else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Rights come from roles through `welfare.access`, never from Django's permissions."""
        return False
