"""Collections are opened, closed and opened again; a closed one is frozen."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directives.calendar import school_year_of
from directives.models import ReportingPeriod, Status
from directives.school_year import create_periods
from indicators import collecting, computing, workflow
from indicators.models import Collection, CollectionStep, IndicatorReport, Source
from organizations.models import Level
from tests import make
from tests.indicators import make_indicators as mk
from tests.make import TODAY, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(a_school):
    mk.make_indicator("А")
    return mk.make_collection()


@pytest.fixture
def sent(collection, a_school, school) -> IndicatorReport:
    report = mk.report_of(collection, a_school)
    mk.send(report, school, (1, 2))
    return mk.report_of(collection, a_school)


def close(collection, by=None) -> Collection:
    collecting.close_collection(collection=collection, by=by, at=moment())
    collection.refresh_from_db()
    return collection


def test_a_collection_asks_the_catalogue_of_its_frequency_as_it_is_worded(a_school):
    quarterly = mk.make_indicator("А")
    mk.make_indicator("Б", frequency="year")
    mk.make_indicator("В", is_in_use=False)
    collection = mk.make_collection()
    quarterly.name = "Иначе"
    quarterly.save()
    asked = collection.asked.get()
    assert (asked.indicator, asked.definition.name == "Иначе") == (quarterly, False)


def test_nothing_opens_without_indicators_or_dates(a_school):
    period = make.make_period()
    with pytest.raises(workflow.Refused) as refused:
        collecting.open_collection(period=period, by=None, at=moment())
    assert refused.value.code == "nothing"
    mk.make_indicator()
    period.due_dates.filter(level=Level.SCHOOL).delete()
    with pytest.raises(workflow.Refused) as refused:
        collecting.open_collection(period=period, by=None, at=moment())
    assert refused.value.code == "bad_date"
    assert not Collection.objects.exists()


def test_a_date_on_a_day_off_moves_to_the_working_day_before(a_school):
    mk.make_indicator()
    period = make.make_period(due_on=TODAY + timedelta(days=6))  # a Sunday
    collection = collecting.open_collection(period=period, by=None, at=moment())
    assert mk.report_of(collection, a_school).due_on == TODAY + timedelta(days=4)


@pytest.mark.parametrize("who", ["viewer", "municipality", "school", "soiro", "outsider"])
def test_only_staff_and_the_department_collect(request, who, a_school):
    mk.make_indicator()
    with pytest.raises(workflow.Refused) as refused:
        collecting.open_collection(
            period=make.make_period(), by=request.getfixturevalue(who), at=moment()
        )
    assert refused.value.code == "not_allowed"


def _type(report, school, reviewer):
    asked = report.collection.asked.select_related("indicator", "definition").get()
    typed = workflow.Typed(numerator=1, denominator=5)
    workflow.keep_value(report=report, asked=asked, typed=typed, by=school, at=moment())


def _send(report, school, reviewer):
    workflow.submit(report=report, by=school, at=moment(), key=uuid.uuid4())


def _nil(report, school, reviewer):
    workflow.submit_nil(report=report, by=school, at=moment(), key=uuid.uuid4())


def _withdraw(report, school, reviewer):
    workflow.withdraw(report=report, by=school, at=moment())


def _accept(report, school, reviewer):
    workflow.accept(report=report, by=reviewer, at=moment())


def _return(report, school, reviewer):
    workflow.return_for_rework(report=report, by=reviewer, at=moment(), text="Проверьте")


def _reopen(report, school, reviewer):
    workflow.reopen(report=report, by=reviewer, at=moment(), text="Ошибка")


def _give(report, school, reviewer):
    collecting.region_reports(
        collection=report.collection, organizations=[report.organization],
        source=Source.UPLOADED, at=moment(),
    )  # fmt: skip


@pytest.mark.parametrize("act", [_type, _send, _nil, _withdraw, _accept, _return, _reopen, _give])
def test_a_frozen_collection_refuses_every_write(sent, school, municipality, act):
    close(sent.collection)
    with pytest.raises(workflow.Refused) as refused:
        act(sent, school, municipality)
    assert refused.value.code == "closed"
    assert mk.report_of(sent.collection, sent.organization).status == Status.SUBMITTED


def test_nothing_is_offered_looked_at_or_computed_in_a_frozen_one(sent, municipality):
    close(sent.collection)
    report = mk.report_of(sent.collection, sent.organization)
    assert workflow.allowed(report, municipality) == frozenset()
    assert workflow.look(report=report, by=municipality, at=moment()) is None
    assert computing.refresh(collection=sent.collection, at=moment()) == 0


def test_reopening_needs_a_reason_and_lets_the_work_go_on(sent, staff, municipality):
    collection = close(sent.collection, by=staff)
    with pytest.raises(workflow.Refused) as refused:
        collecting.reopen_collection(collection=collection, by=staff, at=moment(), text=" ")
    assert refused.value.code == "no_reason"
    collecting.reopen_collection(collection=collection, by=staff, at=moment(), text="Ошибка")
    workflow.accept(
        report=mk.report_of(collection, sent.organization), by=municipality, at=moment()
    )
    entries = list(collection.entries.values_list("kind", "text"))
    assert entries == [
        (CollectionStep.OPENED, ""),
        (CollectionStep.CLOSED, ""),
        (CollectionStep.REOPENED, "Ошибка"),
    ]


@pytest.fixture
def year(a_school) -> list[ReportingPeriod]:
    """The periods of the school year in which the pages are opened."""
    mk.make_indicator("А")
    return create_periods(school_year=school_year_of(timezone.localdate()))


@pytest.mark.parametrize("who", ["staff", "department"])
def test_a_period_is_opened_closed_and_opened_again_in_the_browser(request, client, year, who):
    client.force_login(request.getfixturevalue(who))
    url = reverse("collection-open", args=[year[0].pk])
    page = client.get(url).content.decode()
    assert "Будет направлено 2 отчёта" in page
    assert "П-" not in page
    done = client.post(url, follow=True).content.decode()
    assert "направлено 2 отчёта" in done
    assert "уже открыт" in client.post(url).content.decode()
    collection = Collection.objects.get()
    close_url = reverse("collection-close", args=[collection.pk])
    assert "Не приняты 2 отчёта из 2" in client.get(close_url).content.decode()
    client.post(close_url)
    collection.refresh_from_db()
    assert not collection.is_open
    reopen_url = reverse("collection-reopen", args=[collection.pk])
    client.post(reopen_url, {"text": ""})
    collection.refresh_from_db()
    assert not collection.is_open
    done = client.post(reopen_url, {"text": "Неверный <b>срок</b>"}, follow=True)
    assert "Неверный &lt;b&gt;срок&lt;/b&gt;" in done.content.decode()
    collection.refresh_from_db()
    assert collection.is_open


def test_a_period_without_dates_cannot_be_opened_from_its_page(client, staff, year):
    year[0].due_dates.all().delete()
    client.force_login(staff)
    url = reverse("collection-open", args=[year[0].pk])
    page = client.get(url)
    assert not page.context["outlook"].is_ready
    assert "нет даты" in page.content.decode()
    assert client.post(url).status_code == 200
    assert not Collection.objects.exists()


def test_the_missing_periods_of_a_year_are_made_here(client, staff, a_school):
    client.force_login(staff)
    url = reverse("collection-list")
    current = school_year_of(timezone.localdate())
    for wrong in ("1900", "ещё", ""):
        client.post(url, {"school_year": wrong})
    assert not ReportingPeriod.objects.exists()
    client.post(url, {"school_year": str(current)})
    assert ReportingPeriod.objects.filter(school_year=current).count() == 7


def test_the_button_computes_what_is_open(client, department, year, a_school):
    directive = make.make_published(at=moment(TODAY - timedelta(days=60)))
    mk.make_indicator("С", source=Source.COMPUTED, computed_from=directive)
    collection = collecting.open_collection(period=year[0], by=None, at=timezone.now())
    assignments = directive.assignments.filter(organization=a_school)
    assignments.update(checkpoints_done=1)
    client.force_login(department)
    said = {"action": "compute", "collection": collection.pk}
    url = reverse("collection-list")
    assert "Пересчитано 1 значение" in client.post(url, said, follow=True).content.decode()
    close(collection)
    assignments.update(checkpoints_done=0)
    assert "больше не меняются" in client.post(url, said, follow=True).content.decode()
    assert client.post(url, said | {"collection": "9" * 30}).status_code == 404


PAGES = ["collection-list", "collection-open", "collection-close", "collection-reopen"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("staff", 200), ("department", 200), ("viewer", 404), ("municipality", 404),
     ("soiro", 404), ("school", 404), ("outsider", 404)],
)  # fmt: skip
def test_nobody_else_learns_of_the_pages(request, client, collection, name, who, status):
    client.force_login(request.getfixturevalue(who))
    key = collection.period_id if name == "collection-open" else collection.pk
    url = reverse(name, args=[] if name == "collection-list" else [key])
    assert client.get(url).status_code == status
    if status == 404:
        assert client.post(url, {"text": "да"}).status_code == 404


@pytest.mark.usefixtures("no_query_per_row")
def test_the_list_takes_the_same_queries_for_any_number_of_periods(
    client, staff, year, django_assert_max_num_queries
):
    for period in year[:4]:
        collecting.open_collection(period=period, by=staff, at=timezone.now())
    client.force_login(staff)
    with django_assert_max_num_queries(16):
        assert client.get(reverse("collection-list")).status_code == 200
