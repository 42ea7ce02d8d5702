"""In which of the five steps a share stands."""

import pytest

from resolution_tracker.dashboard.places import legend
from resolution_tracker.dashboard.places.measures import BEST, MEASURES, UNGRADED, WORST


@pytest.mark.parametrize(
    ("n", "of", "step"),
    [(0, 100, 1), (49, 100, 1), (4999, 10000, 1), (50, 100, 2), (6999, 10000, 2), (70, 100, 3),
     (8499, 10000, 3), (85, 100, 4), (9499, 10000, 4), (95, 100, 5), (100, 100, 5)],
)  # fmt: skip
def test_a_step_begins_exactly_at_its_bound(n, of, step):
    assert MEASURES["execution"].step(n, of) == step


@pytest.mark.parametrize(
    ("n", "of", "step"),
    [(0, 100, 5), (1, 1000, 4), (499, 10000, 4), (5, 100, 3), (999, 10000, 3), (10, 100, 2),
     (1999, 10000, 2), (20, 100, 1), (100, 100, 1)],
)  # fmt: skip
def test_of_what_is_overdue_less_is_better(n, of, step):
    assert MEASURES["overdue"].step(n, of) == step


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_below_ten_nothing_is_graded(measure):
    assert {measure.step(n, of) for of in range(10) for n in range(of + 1)} == {UNGRADED}
    assert UNGRADED not in {measure.step(n, 10) for n in range(11)}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_the_legend_names_all_five(measure):
    looks = [entry.look for entry in legend.steps(measure)]
    kind = "late" if measure.is_late else "step"
    assert looks == [f"{kind}-{step}" for step in range(WORST, BEST + 1)]
