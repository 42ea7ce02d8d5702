"""The demo's documents on different days of the year."""

import time
from datetime import date

import pytest

from documents.models import Document, Origin, Sentence, State
from organizations.models import User
from resolution_tracker.demo import documents as telling
from resolution_tracker.demo.moments import moment
from tests.demo.conftest import filled_demo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "approved", "drafts"),
    [
        (date(2026, 9, 1), 0, 0),
        (date(2026, 11, 23), 2, 1),
        (date(2027, 1, 26), 3, 1),  # the municipality has told the half-year, the region not yet
    ],
)
def test_what_has_been_told_by_a_day(some_schools, tmp_path, monkeypatch, day, approved, drafts):
    took = []

    def timed(cast, now):
        began = time.monotonic()
        found = tell(cast, now)
        took.append(time.monotonic() - began)
        return found

    tell = telling.tell
    monkeypatch.setattr(telling, "tell", timed)
    now = moment(day, 12)
    with filled_demo(now, some_schools, tmp_path):
        rows = Document.objects.all()
        assert rows.filter(status=State.APPROVED).count() == approved
        assert rows.filter(status=State.DRAFT).count() == drafts
        assert took[0] < 2
        for row in rows:
            assert row.items.exists()
            assert row.summary.exists()
            assert row.created_at <= (row.approved_at or row.created_at) <= now
            assert row.as_of <= now.date()
        if approved:
            _told_twice()
        reader = User.objects.get(username="governor")
        assert Document.objects.visible_to(reader).count() == approved


def _told_twice():
    """The municipality's own words stand in the region's document, with where they come from."""
    region = Document.objects.get(status=State.APPROVED, municipality=None)
    local = Document.objects.get(
        status=State.APPROVED, municipality__isnull=False, period=region.period
    )
    own = Sentence.objects.filter(item__document=local, origin=Origin.HAND)
    assert own.exists()
    said = Sentence.objects.filter(item__document=region, origin=Origin.SUMMARY)
    grounds = said.filter(grounds__source__in=own).values_list("grounds__source", flat=True)
    assert set(grounds) == set(own.values_list("pk", flat=True))
