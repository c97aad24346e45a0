"""Who may supply: calls, accreditation, charter and dossier; public schema, nobody named."""
