"""How far a job is, for the person who waits: seen at once, whatever the job's transaction does."""

from types import TracebackType

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import SchoolList, SchoolListProgress

STEPS = {
    "waiting": _("Waits for its turn"),
    "checking": _("The list is being checked"),
    "schools": _("Schools are being entered"),
    "moving": _("Assignments follow the schools that moved"),
    "closing": _("Schools are being closed"),
    "dealing": _("Assignments are being dealt out"),
    "undoing": _("Schools are being taken back"),
    "cancelling": _("Assignments are being cancelled"),
    "done": _("Finished"),
}
_WRITE = """
UPDATE organizations_schoollistprogress SET step = %s, done = %s, total = %s, at = %s
 WHERE school_list_id = %s
"""


def begin(school_list: SchoolList) -> None:
    """A new count, before the job is asked for."""
    SchoolListProgress.objects.update_or_create(
        school_list=school_list,
        defaults={"step": "waiting", "done": 0, "total": 0, "at": timezone.now()},
    )


class Progress:
    """Use as a context manager: it has a connection of its own."""

    def __init__(self, school_list: SchoolList) -> None:
        self.pk = school_list.pk
        self.connection: BaseDatabaseWrapper | None = None

    def __enter__(self) -> "Progress":
        self.connection = connection.copy()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.connection.close()

    def step(self, name: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done; seconds are the machine's, nothing depends on them."""
        with self.connection.cursor() as cursor:
            cursor.execute(_WRITE, [name, done, total, timezone.now(), self.pk])
