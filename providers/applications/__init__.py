"""Applications of providers with who wrote them; tenant schema of the network or municipality that decides."""
