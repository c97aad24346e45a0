"""Uploads: how much of a file is kept while it comes in."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from welfare.tables import limits


class LimitedUpload(FileUploadHandler):
    """Stands before the handler that keeps files: what comes after the limit is read and thrown away.

    The file that was kept is then larger than the limit, but not by much: the form refuses it in words.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a piece on, until the limit has been passed."""
        return raw_data if start <= limits.MOST_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        """The next handler has the file."""
        return None
