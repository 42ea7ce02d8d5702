"""The word of a report's status: «overdue» wins over what is stored."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directives.models import Status
from indicators.models import IndicatorReport


@dataclass(frozen=True)
class Chip:
    """`name` is the class of the chip, `also` a second word beside it."""

    name: str
    label: str
    also: str = ""


def chip_of(report: IndicatorReport, today: date) -> Chip:
    """The chip of a report on a day; `collection` is read along."""
    label = report.get_status_display()
    if report.status == Status.ACCEPTED:
        late = report.first_submitted_on and report.due_on < report.first_submitted_on
        return Chip("accepted", pgettext("report", "accepted"), _("late") if late else "")
    if report.is_to_do and not report.collection.is_open:
        return Chip("overdue", _("not reported"))
    if report.is_overdue(today):
        return Chip("overdue", _("overdue"), label if report.status == Status.RETURNED else "")
    return Chip(report.status, label)
