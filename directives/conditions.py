"""One definition of every measure, as conditions on assignments.

A figure counts `Q` rows and its link filters by the same `Q`: they cannot disagree. The names are
what the address says (`?show=overdue`). `today` is the local day; a date "has come" when its day is
over, so that nothing looks like failure before its time.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directives.calendar import review_cutoff

NOT_STARTED, IN_PROGRESS, SUBMITTED, RETURNED = "not_started in_progress submitted returned".split()
ACCEPTED, NOT_APPLICABLE, WAIVED = "accepted", "not_applicable", "waived"
CANCELLED = "cancelled"
LEFT_OUT = [NOT_APPLICABLE, WAIVED, CANCELLED]
OPEN = [NOT_STARTED, IN_PROGRESS, SUBMITTED, RETURNED]

Condition = Callable[[date], Q]


def applicable(today: date) -> Q:
    """The denominator: all that were asked, less what does not apply, is waived or cancelled."""
    return ~Q(status__in=LEFT_OUT)


def come_due(today: date) -> Q:
    """Applicable, and the current due date is over."""
    return applicable(today) & Q(due_on__lt=today)


def overdue(today: date) -> Q:
    """Past the date and not submitted. A slow reviewer never makes a school late."""
    return Q(status__in=[NOT_STARTED, IN_PROGRESS], due_on__lt=today) | Q(
        status=RETURNED, rework_due_on__lt=today
    )


def review_overdue(today: date) -> Q:
    """The reviewer's own lateness: submitted and waiting more than five working days."""
    return Q(status=SUBMITTED, submitted_at__lt=review_cutoff(today))


def waiting_request(today: date) -> Q:
    """An extension or an exemption was asked for and is not answered."""
    return Q(extension_awaits__isnull=False) | Q(exemption_awaits__isnull=False)


CONDITIONS: dict[str, Condition] = {
    "all": lambda today: Q(),
    "applicable": applicable,
    "come_due": come_due,
    "not_due": lambda today: applicable(today) & Q(due_on__gte=today),
    "accepted": lambda today: Q(status=ACCEPTED),
    "executed": lambda today: come_due(today) & Q(status=ACCEPTED),
    "not_executed": lambda today: come_due(today) & ~Q(status=ACCEPTED),
    "substantiated": lambda today: Q(status=ACCEPTED, is_substantiated=True),
    "submitted": lambda today: Q(status=SUBMITTED),
    "returned": lambda today: Q(status=RETURNED),
    "not_started": lambda today: Q(status=NOT_STARTED),
    "in_progress": lambda today: Q(status=IN_PROGRESS),
    "overdue": overdue,
    "not_reported": lambda today: applicable(today) & Q(first_submitted_on__isnull=True),
    "reported": lambda today: applicable(today) & Q(first_submitted_on__isnull=False),
    "expected_reported": lambda today: come_due(today) & Q(first_submitted_on__isnull=False),
    "on_time": lambda today: come_due(today) & Q(first_submitted_on__lte=F("due_on")),
    "on_time_original": lambda today: (
        come_due(today) & Q(first_submitted_on__lte=F("original_due_on"))
    ),
    "accepted_late": lambda today: Q(status=ACCEPTED, first_submitted_on__gt=F("due_on")),
    "first_pass": lambda today: Q(status=ACCEPTED, returns_count=0),
    "extended": lambda today: applicable(today) & Q(extensions_count__gt=0),
    "on_behalf": lambda today: Q(is_on_behalf=True),
    "review_overdue": review_overdue,
    "waiting_request": waiting_request,
    "not_applicable": lambda today: Q(status=NOT_APPLICABLE),
    "waived": lambda today: Q(status=WAIVED),
    "cancelled": lambda today: Q(status=CANCELLED),
    "left_out": lambda today: Q(status__in=LEFT_OUT),
}

LABELS = {
    "all": _("all"),
    "applicable": _("applicable"),
    "come_due": _("whose date has come"),
    "not_due": _("whose date has not come"),
    "accepted": _("executed"),
    "executed": _("executed of those whose date has come"),
    "not_executed": _("not executed though the date has come"),
    "substantiated": _("substantiated"),
    "submitted": _("under review"),
    "returned": _("returned for rework"),
    "not_started": _("not started"),
    "in_progress": _("in progress"),
    "overdue": _("overdue"),
    "not_reported": _("not reported yet"),
    "reported": _("reported"),
    "expected_reported": _("reported of those whose date has come"),
    "on_time": _("reported on time"),
    "on_time_original": _("reported by the original date"),
    "accepted_late": _("executed late"),
    "first_pass": _("accepted at first"),
    "extended": _("with the date extended"),
    "on_behalf": _("reported on behalf"),
    "review_overdue": _("review overdue"),
    "waiting_request": _("with a request waiting"),
    "not_applicable": _("not applicable"),
    "waived": _("waived"),
    "cancelled": _("cancelled"),
    "left_out": _("left out of the count"),
}
