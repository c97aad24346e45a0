"""What somebody needs, as a provider reads it before it answers; the provider's own tenant schema."""
