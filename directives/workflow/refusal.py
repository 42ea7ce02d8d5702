"""Why an action was not done, in words for the person who asked."""

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818 -- an answer, not an error
    """The rules do not allow it; nothing was changed.

    `code` is for code, `message` for the screen, `field` the form field it speaks of.
    """

    def __init__(self, code: str, message: str | Promise, field: str = "") -> None:
        super().__init__(code)
        self.code, self.message, self.field = code, message, field

    def __str__(self) -> str:
        return str(self.message)
