"""Providers that members bring; tenant schema of the member."""
