"""Workers look for a module of this name: with it they know how a list of shops is imported."""

from catalog.cards.shops_work import KIND, ShopsWork

__all__ = ["KIND", "ShopsWork"]
