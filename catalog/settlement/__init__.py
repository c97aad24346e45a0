"""What an organization owes its providers, paid and cleared; tenant schema of the issuer."""
