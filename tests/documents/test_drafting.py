"""What a draft says: its figures are those of the raw rows as of the day, each with its ground."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directives import workflow
from directives.models import Assignment, Resolution, StatusUpdate
from documents import drafting, writing
from documents.models import Document, Origin, Sentence, Standing, SummaryRow
from documents.words import NO_BREAK
from organizations.models import Organization
from tests.documents.written import begin, texts_of
from tests.make import (
    TODAY,
    accepted,
    assignment_of,
    make_authority,
    make_institute,
    make_published,
    make_school,
    moment,
    submitted,
)

pytestmark = pytest.mark.django_db

LATE = TODAY - timedelta(days=10)


@pytest.fixture
def story(vyazma, a_school, department, municipality, school, soiro):
    """Items whose dates have come: of a school, an authority and the institute."""
    others = [make_school(vyazma), make_school(make_authority())]
    items = {
        "school": make_published("school", due_on=LATE, number="4.1"),
        "municipal": make_published("municipal", due_on=LATE, number="2.1"),
        "institute": make_published("institute", due_on=TODAY + timedelta(days=20), number="3.1"),
    }
    before = moment(LATE - timedelta(days=5))
    accepted(assignment_of(items["school"], a_school), school, municipality, before)
    submitted(assignment_of(items["municipal"], vyazma), municipality, before)
    submitted(assignment_of(items["institute"], make_institute()), soiro, moment(TODAY, 13))
    return items, others


def test_a_regions_draft_says_the_figures_and_what_municipalities_wrote(story, department):
    document = begin(department, at=moment())
    said = texts_of(document)
    assert list(said) == ["2.1", "3.1", "4.1"]
    assert said["4.1"][:2] == [
        f"Исполнено 1 из 3 поручений с наступившим сроком (33{NO_BREAK}%).",
        "Представили отчёт 1 из 3, принято отчётов 1, подтверждено документами 1.",
    ]
    assert said["4.1"][2].startswith("Просрочено: 2, больше всего")
    assert "Вяземский округ: Сделано." in said["2.1"]
    print(said)
