"""How a service went, and complaints; tenant schema of the member."""
