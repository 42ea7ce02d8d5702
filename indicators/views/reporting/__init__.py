"""Pages of those who report."""

from indicators.views.reporting.actions import report_nil, withdraw_report
from indicators.views.reporting.fill import fill_report
from indicators.views.reporting.mine import report_list
from indicators.views.reporting.report import report_detail
from indicators.views.reporting.value import keep_value

__all__ = [
    "fill_report",
    "keep_value",
    "report_detail",
    "report_list",
    "report_nil",
    "withdraw_report",
]
