"""Tests of accepting a voucher at the provider's."""
