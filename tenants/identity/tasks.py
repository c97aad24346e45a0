"""What a worker must know of accounts: how the mail of an invitation is filled in."""

from tenants.identity import invitations

__all__ = ["invitations"]
