"""«No changes»: the last accepted values once more."""

from collections.abc import Iterable
from datetime import datetime

from indicators import previous, quantities
from indicators.asking import asked_of
from indicators.models import IndicatorReport, IndicatorValue
from indicators.workflow.values import Typed, put_value


def carry_over(*, report: IndicatorReport, by, at: datetime) -> bool:
    """Copy the last accepted report's values into what is still empty; False where there is none.

    Denominators follow this year's passport where it gives them. The report is locked.
    """
    last = previous.last_report(report)
    if last is None:
        return False
    values = _of(IndicatorValue.objects.filter(report=last).select_related("asked"))
    present = _of(IndicatorValue.objects.filter(report=report).select_related("asked"))
    known = quantities.known_to(report)
    for asked in asked_of(report):
        mine, old = present.get(asked.indicator_id), values.get(asked.indicator_id)
        if old is None or (mine is not None and not mine.is_blank):
            continue
        denominator = known.get(asked.indicator.quantity_id, old.denominator)
        content = old.content | {"denominator": denominator}
        if not old.absence:  # what explained a jump then explains nothing now
            content["explanation"] = ""
        put_value(report=report, asked=asked, typed=Typed(**content), by=by, at=at)
    return True


def _of(values: Iterable[IndicatorValue]) -> dict[int, IndicatorValue]:
    return {value.asked.indicator_id: value for value in values}
