"""The network's console."""
