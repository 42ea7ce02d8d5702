"""The front page is read anew as soon as anything has been written, and only then."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.models import Role
from resolution_tracker.dashboard.unchanged import WhileUnchanged
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_value_is_kept_until_something_is_written():
    memo, reads = WhileUnchanged(), iter(range(10))

    def look():
        return memo.get("key", lambda: next(reads))

    assert [look(), look()] == [0, 0]
    make.make_municipality()
    assert [look(), look()] == [1, 1]


def test_each_key_has_its_own_value_and_old_ones_are_dropped():
    memo = WhileUnchanged(size=2)
    assert [memo.get(key, lambda key=key: key) for key in "abc"] == list("abc")
    assert [key for _seen, key in memo.kept] == ["b", "c"]


def test_the_front_page_costs_five_queries_while_nothing_changes_and_moves_with_each_report(client):
    school = make.make_school()
    make.make_published(due_on=make.TODAY)
    user = make.make_user("department", make.make_department(), Role.COORDINATOR)
    client.force_login(user)

    client.get(reverse("resolution"))
    with CaptureQueriesContext(connection) as queries:
        before = client.get(reverse("resolution")).content
    assert len(queries) == 5  # session, user, roles, snapshot, badge
    make.submitted(
        school.assignments.select_related("directive", "organization__parent").get(),
        make.make_user(organization=school),
    )
    assert client.get(reverse("resolution")).content != before
