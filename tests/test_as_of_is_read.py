"""The state of a moment is read, never written: an UPDATE of it would change the present."""

from datetime import timedelta

import pytest

from directives.models import Assignment
from tests import make

pytestmark = pytest.mark.django_db


def test_assignments_of_a_day_cannot_be_updated(vyazma):
    item = make.make_published("municipal", at=make.moment(make.TODAY - timedelta(days=3)))
    assignment = make.assignment_of(item, vyazma)
    then = Assignment.objects.as_of(make.TODAY)
    for rows in (then, then.filter(status="not_started")):
        with pytest.raises(TypeError, match="cannot be changed"):
            rows.update(proof_count=7)
    assignment.refresh_from_db()
    assert assignment.proof_count == 0
    assert then.filter(pk=assignment.pk).count() == 1
