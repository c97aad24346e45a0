"""Statements, corrections, payments and clearing."""
