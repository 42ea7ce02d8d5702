"""Carrying out an assignment: the transition table and the only writer of its state.

Each action is keyword-only, atomic, locks the assignment, appends one timeline row and updates the
projection; it raises `Refused` with a sentence where the rules do not allow it.
"""

from directives.workflow import bulk, drafts
from directives.workflow.contributions import contributed_by, has_contributed
from directives.workflow.permissions import acting_body, allowed
from directives.workflow.projection import rebuild
from directives.workflow.proof import Missing, applicable_checkpoints, missing, tally
from directives.workflow.record import last_report, reported_marks
from directives.workflow.refusal import Refused
from directives.workflow.reporting import (
    may_report,
    previous_accepted,
    report_interim,
    start,
    submit,
    submit_nil,
    withdraw,
    withdraw_proof,
)
from directives.workflow.requests import answer_request, request_exemption, request_extension
from directives.workflow.reviewing import (
    accept,
    confirm_spot_check,
    look,
    reopen,
    return_for_rework,
    waive,
)

__all__ = [
    "Missing",
    "Refused",
    "accept",
    "acting_body",
    "allowed",
    "answer_request",
    "applicable_checkpoints",
    "bulk",
    "confirm_spot_check",
    "contributed_by",
    "drafts",
    "has_contributed",
    "last_report",
    "look",
    "may_report",
    "missing",
    "previous_accepted",
    "rebuild",
    "reopen",
    "report_interim",
    "reported_marks",
    "request_exemption",
    "request_extension",
    "return_for_rework",
    "start",
    "submit",
    "submit_nil",
    "tally",
    "waive",
    "withdraw",
    "withdraw_proof",
]
