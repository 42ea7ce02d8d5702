"""An uploaded table is never kept beyond the size a table may have."""

from collections.abc import Callable
from functools import wraps

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from organizations.school_list import limits


class LimitHandler(FileUploadHandler):
    """Keeps no more of a file than a list may have, so that one too large fills no disk.

    What is left is still larger than allowed: it is refused with everything that is said of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.received = 0

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        is_over = self.received > limits.FILE_BYTES
        self.received += len(raw_data)
        return None if is_over else raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def limits_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For views that take lists in: the handler stands before anything reads the body."""

    guarded = csrf_protect(view)

    @wraps(view)
    def outer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.upload_handlers.insert(0, LimitHandler())
        return guarded(request, *args, **kwargs)

    return csrf_exempt(outer)
