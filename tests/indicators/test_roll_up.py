"""The roll-up: by hand on a small case, over any partition, and never a mean of shares."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives.models import Status
from indicators.models import IndicatorReport, IndicatorValue
from indicators.roll_up import BY, NOTHING, Rolled, roll_up, total
from organizations.models import Organization
from tests import make
from tests.indicators import make_indicators as mk


def write(report: IndicatorReport, status: str, values: dict) -> None:
    """A report in a state with its values, without the way there."""
    now = timezone.now()
    IndicatorReport.objects.filter(pk=report.pk).update(
        status=status,
        reviewer_id=report.organization.parent_id,
        submitted_at=None if status == Status.NOT_STARTED else now,
        accepted_at=now if status == Status.ACCEPTED else None,
        rework_due_on=make.TODAY if status == Status.RETURNED else None,
    )
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            report=report, asked=asked, numerator=numbers[0], denominator=numbers[1],
            absence="no_data" if numbers == (None, None) else "", updated_at=now,
        )
        for asked, numbers in values.items()
    )  # fmt: skip


@pytest.fixture
def case(db):
    """Two municipalities, eight schools, three indicators:

    |   | where        | kind      | state    | share   | count | yes or no |
    |---|--------------|-----------|----------|---------|-------|-----------|
    | A | first, urban | gymnasium | accepted | 30 / 40 | 5     | yes       |
    | B | first, urban | secondary | accepted | 1 / 4   | 0     | no        |
    | C | first, rural | secondary | returned | 9 / 9   | 9     | yes       |
    | D | first, rural | basic     | accepted | — / 0   | 2     | yes       |
    | E | second, urban| gymnasium | accepted | 10 / 60 | 7     | no        |
    | F | second, rural| basic     | accepted | no data | 1     | yes       |
    | G | second, rural| secondary | waits    | 8 / 10  | 4     | yes       |
    | H | second, rural| secondary | not begun| —       | —     | —         |

    Accepted shares: first 31 / 44 (A, B), second 10 / 60 (E); all 41 / 104 = 39.4 %. With G, which
    waits: second 18 / 70, all 49 / 114 = 43.0 %. Accepted counts: 7 and 8, all 15; with G 19.
    Yes: first 2 of 3 (A, D of A, B, D), second 1 of 2; all 3 of 5; with G 4 of 6.
    """
    share = mk.make_indicator("А")
    count = mk.make_indicator("Б", measure="count", unit="ед.")
    yes = mk.make_indicator("В", measure="yes_no")
    first, second = make.make_authority(), make.make_authority()
    rows = [
        (first, "urban", "gymnasium", "accepted", (30, 40), (5, None), (1, 1)),
        (first, "urban", "secondary", "accepted", (1, 4), (0, None), (0, 1)),
        (first, "rural", "secondary", "returned", (9, 9), (9, None), (1, 1)),
        (first, "rural", "basic", "accepted", (None, 0), (2, None), (1, 1)),
        (second, "urban", "gymnasium", "accepted", (10, 60), (7, None), (0, 1)),
        (second, "rural", "basic", "accepted", (None, None), (1, None), (1, 1)),
        (second, "rural", "secondary", "submitted", (8, 10), (4, None), (1, 1)),
        (second, "rural", "secondary", "not_started"),
    ]
    schools = [
        make.make_school(body, settlement=settlement, kind=kind)
        for body, settlement, kind, *_rest in rows
    ]
    collection = mk.make_collection()
    asked = [mk.asked(collection, indicator) for indicator in (share, count, yes)]
    for school, (*_where, status, a, b, c) in zip(schools, rows[:7], strict=False):
        write(mk.report_of(collection, school), status, dict(zip(asked, (a, b, c), strict=True)))
    return asked, first.municipality_id, second.municipality_id


def sums(rolled: Rolled) -> tuple:
    return rolled.numerator, rolled.denominator, rolled.bodies_in, rolled.bodies_out


def test_the_sums_of_accepted_reports_by_hand(case, django_assert_num_queries):
    (share, count, yes), first, second = case
    with django_assert_num_queries(2):
        table = roll_up([share, count, yes])
    assert sums(table[share.pk][first]) == (31, 44, 2, 2)
    assert sums(table[share.pk][second]) == (10, 60, 1, 3)
    assert sums(table[count.pk][first]) == (7, 0, 3, 1)
    assert sums(table[count.pk][second]) == (8, 0, 2, 2)
    assert sums(table[yes.pk][first]) == (2, 3, 3, 1)
    assert sums(table[yes.pk][second]) == (1, 2, 2, 2)
    whole = total(table[share.pk].values())
    assert whole == Rolled(41, 104, bodies_in=3, not_applicable=1, absent=1, expected=8)
    assert whole.not_reported == 3  # C is with its school again, G waits, H has not begun
    assert whole.figure(share).value == Decimal("39.4")
    assert total(table[count.pk].values()).figure(count).value == 15
    assert total(table[yes.pk].values()).figure(yes).value == Decimal("60.0")


def test_switched_to_submitted_what_waits_counts_and_what_was_returned_does_not(case):
    (share, count, yes), _first, second = case
    table = roll_up([share, count, yes], basis="submitted")
    assert sums(table[share.pk][second]) == (18, 70, 2, 2)
    whole = total(table[share.pk].values())
    assert sums(whole) == (49, 114, 4, 4)
    assert whole.figure(share).value == Decimal("43.0")
    assert total(table[count.pk].values()).numerator == 19
    assert sums(total(table[yes.pk].values()))[:2] == (4, 6)


def test_by_settlement_and_by_kind_of_school(case):
    (share, _count, _yes), _first, _second = case
    by_settlement = roll_up([share], by="settlement")[share.pk]
    assert {key: sums(part) for key, part in by_settlement.items() if part.expected > 1} == {
        "urban": (41, 104, 3, 0),
        "rural": (0, 0, 0, 5),
    }
    by_kind = roll_up([share], by="school_kind", basis="submitted")[share.pk]
    assert sums(by_kind["gymnasium"]) == (40, 100, 2, 0)
    assert sums(by_kind["secondary"]) == (9, 14, 2, 2)
    assert sums(by_kind["basic"]) == (0, 0, 0, 2)
    assert by_kind["basic"].figure(share).is_not_applicable


def test_it_is_not_the_mean_of_the_shares(case):
    """First 70.5 %, second 16.7 %: their mean 43.6 %, that of three schools 38.9 %; it is 39.4."""
    (share, _count, _yes), first, second = case
    table = roll_up([share])[share.pk]
    parts = [table[key].figure(share).value for key in (first, second)]
    assert parts == [Decimal("70.5"), Decimal("16.7")]
    assert total(table.values()).figure(share).value == Decimal("39.4") != sum(parts) / 2


def test_narrowed_to_territories_and_to_some_reports(case):
    (share, _count, _yes), first, second = case
    assert roll_up([share], municipalities=[second])[share.pk].keys() == {second}
    assert roll_up([share], municipalities=[None])[share.pk] == {}
    urban = roll_up([share], reports=Q(settlement="urban"), municipalities=[first])[share.pk]
    assert sums(urban[first]) == (31, 44, 2, 0)


NUMBERS = st.integers(0, 10**6)
PARTS = st.builds(Rolled, *[NUMBERS] * 6)


@given(st.lists(PARTS, max_size=30), st.lists(st.integers(0, 5), min_size=30, max_size=30))
def test_the_total_of_any_partition_is_the_total_of_the_whole(bodies, labels):
    groups: dict[int, list[Rolled]] = {}
    for body, label in zip(bodies, labels, strict=False):
        groups.setdefault(label, []).append(body)
    assert total(total(group) for group in groups.values()) == total(bodies)
    assert total([]) == NOTHING
    whole = total(bodies)
    for is_count in (False, True):
        figure = Rolled.figure(whole, _Wording(is_count))
        if whole.bodies_in and (whole.denominator or is_count):
            assert whole.value(is_count) == figure.value


class _Wording:
    """As much of an indicator as a figure needs."""

    def __init__(self, is_count: bool) -> None:
        self.is_count, self.measure = is_count, "count" if is_count else "share"


VALUE = st.one_of(
    st.none(),
    st.tuples(st.none(), st.none()),
    st.tuples(st.none(), st.just(0)),
    st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
)
BODY = st.tuples(
    st.integers(0, 2),  # which municipality
    st.sampled_from(["urban", "rural", ""]),
    st.sampled_from(["secondary", "basic", ""]),
    st.sampled_from(["accepted", "submitted", "returned", "not_started"]),
    st.tuples(VALUE, VALUE),
)


def plain(reports: list[tuple], at: int, statuses: set[str]) -> Rolled:
    """The roll-up in plain Python over the rows themselves."""
    given_ = [values[at] for status, values in reports if status in statuses and values[at]]
    counted = [(top, of) for top, of in given_ if top is not None and of]
    return Rolled(
        sum(top for top, _of in counted),
        sum(of for _top, of in counted),
        len(counted),
        sum(of == 0 for _top, of in given_),
        sum(top is None and of is None for top, of in given_),
        len(reports),
    )


@pytest.fixture
def ground(db):
    """Two indicators of schools and three authorities."""
    indicators = [mk.make_indicator("А"), mk.make_indicator("Б")]
    return indicators, [make.make_authority() for _ in range(3)]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(BODY, min_size=1, max_size=8))
def test_every_partition_in_the_database_sums_to_the_rows_themselves(ground, bodies):
    with transaction.atomic():
        _check(*ground, bodies)
        transaction.set_rollback(True)


def _check(indicators, authorities, bodies) -> None:
    schools = Organization.objects.bulk_create(
        Organization(
            level="school", name=f"Школа {n}", parent=authorities[at], settlement=settlement,
            municipality_id=authorities[at].municipality_id, kind=kind,
        )
        for n, (at, settlement, kind, *_rest) in enumerate(bodies)
    )  # fmt: skip
    collection = mk.make_collection(school_year=2025)
    asked = [mk.asked(collection, indicator) for indicator in indicators]
    for school, (*_where, status, values) in zip(schools, bodies, strict=True):
        said = {row: value for row, value in zip(asked, values, strict=True) if value}
        write(mk.report_of(collection, school), status, said)
    rows = [(status, values) for *_where, status, values in bodies]
    for basis, statuses in (("accepted", {"accepted"}), ("submitted", {"accepted", "submitted"})):
        for by in BY:
            table = roll_up(asked, by=by, basis=basis)
            for at, row in enumerate(asked):
                assert total(table[row.pk].values()) == plain(rows, at, statuses), (basis, by)
        by_place = roll_up(asked, basis=basis)
        for place, authority in enumerate(authorities):
            there = [(status, values) for at, _s, _k, status, values in bodies if at == place]
            for at, row in enumerate(asked):
                found = by_place[row.pk].get(authority.municipality_id, NOTHING)
                assert found == plain(there, at, statuses)
