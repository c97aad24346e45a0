"""Hashes of the demo's one password, quick to make: it is printed at every start and protects nothing.

Argon2 in service takes a quarter of a second on purpose. The cost stands in the hash: who signs in is
verified by it, and Django hashes anew at the cost of service on that occasion.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher, make_password

from catalog.demo.cast import PASSWORD


class QuickHasher(Argon2PasswordHasher):
    """Argon2 at the least cost that still is Argon2."""

    time_cost = 1
    memory_cost = 1024
    parallelism = 1


def password_hash() -> str:
    """A hash of the demo's password with a salt of its own: no two accounts share one."""
    hasher = QuickHasher()
    return hasher.encode(PASSWORD, hasher.salt())


def no_password() -> str:
    """What an account holds that cannot sign in with a password."""
    return make_password(None)
