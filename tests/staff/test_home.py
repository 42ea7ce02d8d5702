"""The state of lists and accounts."""

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


def test_an_empty_system_says_the_first_steps_in_order(keeper, client):
    page = client.get(reverse("staff-home")).content.decode()
    assert page.index("load_resolution") < page.index("import_schools")
    assert page.index("import_schools") < page.index(reverse("admin:organizations_user_add"))


def test_the_state_counts_what_is_missing(keeper, client, school, outsider):
    empty = make.make_municipality("Пустой округ")
    make.make_school()
    make.make_directive()
    state = client.get(reverse("staff-home")).context["state"]
    assert state.without_a_list == [empty]
    assert (state.schools, state.unplaced, state.without_role) == (2, 1, 1)
    rows = {row.municipality.short_name: row for row in state.rows}
    assert (rows["Вяземский округ"].schools, rows["Вяземский округ"].silent) == (1, 1)
    assert rows["Вяземский округ"].changed_at


def test_the_state_takes_a_fixed_number_of_queries(keeper, client, django_assert_max_num_queries):
    make.make_directive()
    for _each in range(5):
        make.make_school()
    with django_assert_max_num_queries(14):
        client.get(reverse("staff-home"))
