"""Carrying a report through: typed, sent, returned, accepted. The only writer of its state.

Each action is keyword-only, atomic, locks the report, appends one entry and updates the projection;
it raises `Refused` with a sentence where the rules do not allow it.
"""

from directives.workflow.refusal import Refused
from indicators.workflow.contributions import contributed_by, has_contributed
from indicators.workflow.permissions import allowed, may_decide, may_fill
from indicators.workflow.record import lock
from indicators.workflow.reporting import submit, submit_nil, withdraw
from indicators.workflow.reviewing import accept, look, reopen, return_for_rework
from indicators.workflow.values import Overtaken, Typed, keep_value

__all__ = [
    "Overtaken",
    "Refused",
    "Typed",
    "accept",
    "allowed",
    "contributed_by",
    "has_contributed",
    "keep_value",
    "lock",
    "look",
    "may_decide",
    "may_fill",
    "reopen",
    "return_for_rework",
    "submit",
    "submit_nil",
    "withdraw",
]
