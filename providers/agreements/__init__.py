"""Agreements with shops: discounts shown with the member card. Public schema."""
