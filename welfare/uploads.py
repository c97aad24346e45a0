"""Files that people send: at most so much of them reaches the disk, whatever arrives."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedFileUploadHandler(TemporaryFileUploadHandler):
    """Keeps the first `UPLOAD_MOST_BYTES` of a request's files and lets the rest run by.

    A file's `size` still says how much was sent: a form that finds more than it takes refuses in
    words, where an answer before the last byte would show the browser's own error page.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left: int = settings.UPLOAD_MOST_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what there is still room for."""
        kept = raw_data[: self.left]
        self.left -= len(kept)
        super().receive_data_chunk(kept, start)
