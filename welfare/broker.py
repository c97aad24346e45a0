"""The broker of files: used where there is no Redis, it expects its folders to be there."""

from django.conf import settings


def make_folders() -> None:
    """Make the folders of the file broker; they may have been wiped between two starts."""
    if not settings.REDIS_URL:
        for folder in (settings.BROKER_FOLDER / "messages", settings.BROKER_FOLDER / "control"):
            folder.mkdir(parents=True, exist_ok=True)
