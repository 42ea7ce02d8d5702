"""What the colours and marks of a grid mean, in words."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from resolution_tracker.dashboard.places.measures import BEST, Measure


class Entry(NamedTuple):
    """A class of the stylesheet and its words."""

    look: str
    words: str


def steps(measure: Measure) -> list[Entry]:
    """The five steps, the worst first."""
    first, second, third, fourth = measure.bounds
    if measure.is_late:
        said = [
            _("%(n)d %% and more") % {"n": fourth},
            _span(third, fourth),
            _span(second, third),
            _("below %(n)d %%") % {"n": second},
            _("none"),
        ]
        return [Entry(f"late-{step}", words) for step, words in enumerate(said, 1)]
    said = [
        _("below %(n)d %%") % {"n": first},
        _span(first, second),
        _span(second, third),
        _span(third, fourth),
        _("%(n)d %% and more") % {"n": fourth},
    ]
    return [Entry(f"step-{step}", words) for step, words in enumerate(said, 1)][:BEST]


def _span(first: int, end: int) -> str:
    return _("%(first)d–%(last)d %%") % {"first": first, "last": end - 1}


def title(measure: Measure) -> str:
    """What the share is of."""
    return {
        "execution": _("Executed, of those whose date has come"),
        "progress": _("Checkpoints done, of those that apply"),
        "overdue": _("Overdue, as a part of the assignments"),
        "on_time": _("Reported on time, of those whose date has come"),
        "substantiated": _("Substantiated, of those that apply"),
    }[measure.name]
