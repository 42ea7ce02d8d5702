"""Keeping what is typed: one value at a time, at once, whether or not the rules like it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directives.models import Status
from directives.workflow.refusal import Refused
from indicators.models import TO_DO, Asked, IndicatorReport, IndicatorValue, ReportStep
from indicators.workflow.permissions import filling_body
from indicators.workflow.record import append, lock, require_status


@dataclass(frozen=True)
class Typed:
    """What a person says of one indicator. `version` of None: whatever stands there is replaced."""

    numerator: int | None = None
    denominator: int | None = None
    absence: str = ""
    explanation: str = ""
    version: int | None = None

    @property
    def content(self) -> dict[str, object]:
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "absence": self.absence,
            "explanation": self.explanation.strip(),
        }


class Overtaken(Exception):  # noqa: N818 -- an answer, not an error
    """Somebody else has changed the value since it was shown. `value` is what stands there now."""

    def __init__(self, value: IndicatorValue) -> None:
        super().__init__()
        self.value = value


@transaction.atomic
def keep_value(
    *, report: IndicatorReport, asked: Asked, typed: Typed, by, at: datetime
) -> IndicatorValue:
    """Keep a value of a report that is still to be sent; nothing changes where it is the same.

    Raises Overtaken where another person changed it meanwhile, Refused where it is not theirs to
    type. The first value begins the work.
    """
    report = lock(report)
    body = filling_body(report, by)
    if body is None:
        raise Refused("not_allowed", _("This action is not yours to take."))
    require_status(report, TO_DO)
    value = put_value(report=report, asked=asked, typed=typed, by=by, at=at)
    if report.status == Status.NOT_STARTED:
        append(report, ReportStep.STARTED, by=by, at=at, body=body, status=Status.IN_PROGRESS)
    return value


def put_value(
    *, report: IndicatorReport, asked: Asked, typed: Typed, by, at: datetime
) -> IndicatorValue:
    """Write one value; the report is locked and the right to write checked."""
    value = IndicatorValue.objects.filter(report=report, asked=asked).first()
    if value is None:
        return IndicatorValue.objects.create(
            report=report, asked=asked, updated_at=at, updated_by=by, **typed.content
        )
    if value.content == typed.content:
        return value
    if typed.version is not None and value.version != typed.version and value.updated_by != by:
        raise Overtaken(value)
    for name, content in typed.content.items():
        setattr(value, name, content)
    value.version += 1
    value.updated_at, value.updated_by = at, by
    value.save()
    return value
