"""Health and pension funds: who is enrolled, what is contributed; tenant schema of the member."""
