"""Anna, whose year is told to payroll, and Paola, who runs it."""

from tests.payroll_office import anna, at_alfa, browser, in_english, paola  # noqa: F401  (fixtures)
