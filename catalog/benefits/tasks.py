"""Workers look for a module of this name: with it they know how benefits are imported (`members.tasks` carries on)."""

from catalog.benefits.work import KIND, BenefitsWork

__all__ = ["KIND", "BenefitsWork"]
