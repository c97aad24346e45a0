"""Workers look for a module of this name: with it they know how a list is imported (`members.tasks` carries it on)."""

from catalog.directory.work import KIND, DirectoryWork

__all__ = ["KIND", "DirectoryWork"]
