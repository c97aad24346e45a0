"""Tests of the vouchers: their pages, their documents, the sweeper."""
