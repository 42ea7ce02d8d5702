"""How each measure is counted, in the words of its page. The anchors are the ratios' names."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Explained:
    """A measure: its anchor, what is divided by what, what stays out, and where it comes from."""

    anchor: str
    title: Promise
    formula: Promise
    left_out: Promise
    source: Promise


_PRACTICE = _("Practice of execution control in state bodies of the Russian Federation.")
_TIMELINE = _("The timeline of each assignment.")
_DENOMINATOR = _(
    "Not applicable, waived and cancelled assignments; each is listed with its reason."
)
_NOT_YET = _(
    "Not applicable, waived and cancelled assignments, and those whose date has not come: nothing "
    "looks like failure before its time."
)

MEASURES = [
    Explained(
        "execution",
        _("Executed of those whose date has come (execution rate)"),
        _("accepted assignments whose date has come ÷ all assignments whose date has come × 100 %"),
        _NOT_YET,
        _PRACTICE,
    ),
    Explained(
        "overdue",
        _("Overdue"),
        _(
            "the date is over and no report has been submitted; after a return, the date of rework "
            "is over. What was submitted in time is never overdue, however long the review takes"
        ),
        _DENOMINATOR,
        _TIMELINE,
    ),
    Explained(
        "reporting",
        _("Reported"),
        _("assignments with a report submitted, «no changes» included ÷ applicable assignments"),
        _DENOMINATOR,
        _TIMELINE,
    ),
    Explained(
        "acceptance",
        _("Accepted"),
        _("assignments whose report was accepted by the reviewer ÷ applicable assignments"),
        _DENOMINATOR,
        _TIMELINE,
    ),
    Explained(
        "substantiation",
        _("Substantiated"),
        _(
            "accepted, and every checkpoint that needs proof had it at acceptance: "
            "requisites of the order or a file ÷ applicable assignments"
        ),
        _DENOMINATOR,
        _("Checkpoint marks and files of the accepted report."),
    ),
    Explained(
        "progress",
        _("Progress"),
        _("checkpoints done ÷ applicable checkpoints, by the last report of each body"),
        _("Checkpoints that do not apply to the body, by its education levels or its own mark."),
        _("Checkpoint marks of the last report."),
    ),
    Explained(
        "completeness",
        _("Completeness"),
        _("reports received, «no changes» included ÷ reports expected by today"),
        _NOT_YET,
        _TIMELINE,
    ),
    Explained(
        "timeliness",
        _("Timeliness"),
        _("first submitted no later than the due date ÷ reports expected by today"),
        _NOT_YET,
        _TIMELINE,
    ),
    Explained(
        "timeliness_original",
        _("Timeliness by the original date"),
        _(
            "first submitted no later than the date first set, extensions not counted "
            "÷ reports expected by today"
        ),
        _NOT_YET,
        _TIMELINE,
    ),
    Explained(
        "first_pass",
        _("Accepted at first"),
        _("accepted without a single return ÷ accepted"),
        _("What has not been accepted yet."),
        _TIMELINE,
    ),
    Explained(
        "extended",
        _("Extended"),
        _(
            "the due date was moved at the body's request. The original date is kept and shown; "
            "an extension past the department's date needs the department's consent"
        ),
        _DENOMINATOR,
        _TIMELINE,
    ),
    Explained(
        "left_out",
        _("Left out of the count"),
        _(
            "not applicable: the body asked with a reason and the department agreed; waived: the "
            "department's own decision; cancelled: the item was withdrawn or the body was closed "
            "before the date"
        ),
        _("They are in no denominator."),
        _("Decisions in the timeline, with their reasons."),
    ),
]
