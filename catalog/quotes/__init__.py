"""Quotes that members ask for and accept; tenant schema of the member."""
