"""Sessions that know whose they are, so that all of a person's can be ended by one statement.

A session of somebody who is only half signed in (a code was mailed, a password reset has begun)
counts as that person's too: ending it kills the code.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.http import base36_to_int

from tenants.identity.models import Session

# Where what has begun is kept; each holds the person's id as `user_id`.
BEGUN = ("account_password_reset_verification", "account_email_verification_code", "activation")


class SessionStore(DatabaseStore):
    """Django's database store over our own table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table of sessions of the organization in force."""
        return Session

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        """A row that names the person."""
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(dict(data)),
            expire_date=self.get_expiry_date(),
            user_id=person_in(data),
        )


def person_in(data: Mapping[str, Any]) -> int | None:
    """The id of the account that a session's data speak of, if any."""
    if "_auth_user_id" in data:
        return int(data["_auth_user_id"])
    login = data.get("account_login")
    if isinstance(login, Mapping) and login.get("user_pk"):
        return base36_to_int(login["user_pk"])
    for name in BEGUN:
        state = data.get(name)
        if isinstance(state, Mapping) and state.get("user_id"):
            return int(state["user_id"])
    return None
