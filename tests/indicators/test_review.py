"""Review of reports: who decides, what is asked of them, what the pages offer."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directives.models import Status
from indicators import waiting, workflow
from indicators.models import EntryValue, ReportStep
from indicators.roll_up import roll_up, total
from organizations.models import Role
from tests import make
from tests.indicators import make_indicators as mk
from tests.make import TODAY, moment

pytestmark = pytest.mark.django_db
QUEUE = reverse("indicator-review-queue")


@pytest.fixture(autouse=True)
def noon(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment(hour=12))


@pytest.fixture
def collection(a_school):
    mk.make_indicator("А")
    mk.make_indicator("Б")
    return mk.make_collection()


@pytest.fixture
def waits(collection, a_school, school):
    """The school's report, sent in the morning."""
    report = mk.report_of(collection, a_school)
    mk.send(report, school, (3, 10), (5, 20), at=moment(hour=9))
    report.refresh_from_db()
    return report


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def page_of(report) -> str:
    return reverse("indicator-review", args=[report.pk])


def post(client, report, decision, **data):
    seen = report.entries.last().number
    return client.post(page_of(report), {"decision": decision, "seen": seen, **data})


def status_of(report) -> str:
    report.refresh_from_db()
    return report.status


# Who may read the page of review of a school's report, and decide on it.
ACCESS = {
    "department": (200, False),
    "viewer": (403, False),
    "municipality": (200, True),
    "soiro": (404, False),
    "school": (403, False),
    "other_municipality": (404, False),
    "other_school": (404, False),
    "staff": (403, False),
    "outsider": (404, False),
}


@pytest.mark.parametrize("decision", ["accept", "return", "reopen"])
@pytest.mark.parametrize("role", ACCESS)
def test_only_the_body_that_decides_takes_a_decision(decision, role, waits, as_, request):
    opens, decides = ACCESS[role]
    client = as_(request.getfixturevalue(role))
    if decision == "reopen":
        workflow.accept(report=waits, by=request.getfixturevalue("municipality"), at=moment())
        before, after = Status.ACCEPTED, Status.RETURNED
        address = reverse("indicator-reopen", args=[waits.pk])
        answer = client.post(address, {"text": "Перепроверить"})
        opens = 403 if opens == 200 and not decides else opens
    else:
        before, after = Status.SUBMITTED, Status.RETURNED
        after = Status.ACCEPTED if decision == "accept" else after
        answer = post(client, waits, decision, text="Перепроверить", rework_due_on="30.11.2026")
    assert answer.status_code == (302 if decides else opens)
    assert status_of(waits) == (after if decides else before)


def test_opening_records_the_look_of_one_who_decides(waits, as_, department, municipality, school):
    as_(department).get(page_of(waits))
    assert not waits.entries.filter(kind=ReportStep.LOOKED).exists()
    as_(municipality).get(page_of(waits))
    assert waits.entries.filter(kind=ReportStep.LOOKED).count() == 1
    with pytest.raises(workflow.Refused) as refused:
        workflow.withdraw(report=waits, by=school, at=moment())
    assert refused.value.code == "looked"


def test_a_return_needs_a_reason_for_the_whole_or_beside_a_value(waits, as_, municipality):
    page = post(as_(municipality), waits, "return", rework_due_on="30.11.2026")
    assert page.context["form"].errors["text"] == ["Укажите причину здесь или рядом со значением."]
    assert status_of(waits) == Status.SUBMITTED
    asked = waits.values.first().asked_id
    post(
        as_(municipality), waits, "return", rework_due_on="30.11.2026",
        **{f"remark_{asked}": "Перепроверьте"},
    )  # fmt: skip
    assert status_of(waits) == Status.RETURNED
    assert waits.rework_due_on.isoformat() == "2026-11-30"
    assert EntryValue.objects.get(asked=asked).remark == "Перепроверьте"


def test_a_return_needs_its_date(waits, as_, municipality):
    page = post(as_(municipality), waits, "return", text="Не то", rework_due_on="")
    assert page.context["form"].errors["rework_due_on"] == ["Укажите дату."]


def test_an_acceptance_loses_no_remark_on_a_value(waits, as_, municipality):
    asked = waits.values.first().asked_id
    page = post(as_(municipality), waits, "accept", **{f"remark_{asked}": "Проверьте класс 3"})
    assert status_of(waits) == Status.SUBMITTED
    assert "Проверьте класс 3" in page.content.decode()


def test_a_mended_value_is_marked_with_what_it_was(waits, as_, municipality, school):
    first = waits.values.order_by("asked__indicator__position")[0]
    workflow.return_for_rework(
        report=waits, by=municipality, at=moment(), remarks={first.asked_id: "Перепроверьте"}
    )
    mk.fill(waits, school, (4, 10), (5, 20))
    workflow.submit(report=waits, by=school, at=moment(), key=uuid.uuid4())
    page = as_(municipality).get(page_of(waits))
    rows = page.context["sheet"].rows
    assert [row.is_changed for row in rows] == [True, False]
    assert (rows[0].returned.numerator, rows[0].returned.remark) == (3, "Перепроверьте")
    assert "3 из 10" in page.content.decode().replace("\xa0", " ")
    first.refresh_from_db()
    assert first.remark == ""


def test_an_accepted_report_counts_by_exactly_its_values(waits, collection, as_, municipality):
    rows = list(collection.asked.select_related("indicator", "definition"))

    def sums():
        table = roll_up(rows)
        return [
            (part.numerator, part.denominator, part.bodies_in)
            for part in (total(table[row.pk].values()) for row in rows)
        ]

    assert sums() == [(0, 0, 0), (0, 0, 0)]
    post(as_(municipality), waits, "accept")
    assert sums() == [(3, 10, 1), (5, 20, 1)]
    as_(municipality).post(reverse("indicator-reopen", args=[waits.pk]), {"text": "Ошибка"})
    assert sums() == [(0, 0, 0), (0, 0, 0)]


def test_reopening_needs_a_reason(waits, as_, municipality):
    post(as_(municipality), waits, "accept")
    page = as_(municipality).post(reverse("indicator-reopen", args=[waits.pk]), {"text": " "})
    assert page.context["form"].errors["text"] == ["Укажите причину."]
    assert status_of(waits) == Status.ACCEPTED


def test_a_closed_collection_reopens_nothing(waits, collection, as_, municipality):
    post(as_(municipality), waits, "accept")
    collection.closed_at = moment()
    collection.save()
    as_(municipality).post(reverse("indicator-reopen", args=[waits.pk]), {"text": "Ошибка"})
    assert status_of(waits) == Status.ACCEPTED


def test_the_second_of_two_reviewers_hears_who_was_first(waits, as_, municipality, vyazma):
    seen = waits.entries.last().number
    second = make.make_user("second", vyazma, Role.COORDINATOR)
    workflow.accept(report=waits, by=municipality, at=moment())
    asked = waits.values.first().asked_id
    data = {
        "decision": "return",
        "seen": seen,
        "text": "Исправьте",
        "rework_due_on": "30.11.2026",
        f"remark_{asked}": "Класс 3 не учтён",
    }
    page = as_(second).post(page_of(waits), data)
    text = page.content.decode()
    assert "Уже решено" in text
    assert str(municipality) in text
    assert page.context["lost_text"] == "Исправьте\nА: Класс 3 не учтён"
    assert status_of(waits) == Status.ACCEPTED


def test_a_newer_submission_is_read_before_it_is_decided(waits, as_, municipality, school):
    seen = waits.entries.last().number
    workflow.withdraw(report=waits, by=school, at=moment())
    mk.send(waits, school, (9, 10), (5, 20))
    data = {"decision": "accept", "seen": seen, "text": "Проверено"}
    page = as_(municipality).post(page_of(waits), data)
    assert "Проверено" in page.content.decode()
    assert status_of(waits) == Status.SUBMITTED
    answer = as_(municipality).post(
        page_of(waits), data | {"seen": page.context["form"]["seen"].value()}
    )
    assert answer.status_code == 302


def test_a_report_filled_in_by_the_authority_goes_to_the_department(
    collection, a_school, municipality, department, as_
):
    report = mk.report_of(collection, a_school)
    mk.send(report, municipality, (3, 10), (5, 20))
    assert list(waiting.waiting_for(municipality)) == []
    assert list(waiting.waiting_for(department)) == [report]
    post(as_(municipality), report, "accept")
    assert status_of(report) == Status.SUBMITTED
    post(as_(department), report, "accept")
    assert status_of(report) == Status.ACCEPTED


def test_nobody_decides_on_what_they_typed(collection, vyazma, a_school, department, as_):
    """The department's coordinator who is the authority's as well."""
    both = make.make_user("both", vyazma, Role.COORDINATOR)
    both.memberships.create(
        organization=department.memberships.get().organization, role="coordinator"
    )
    report = mk.report_of(collection, vyazma)
    mk.send(report, both)
    assert list(waiting.waiting_for(both)) == []
    assert list(waiting.waiting_for(department)) == [report]
    page = as_(both).get(page_of(report))
    assert page.context["took_part"]
    assert "решение принимает другой координатор" in page.content.decode()
    post(as_(both), report, "accept")
    assert status_of(report) == Status.SUBMITTED


def many_waiting(collection, vyazma, count, **fields):
    for n in range(count):
        body = make.make_school(vyazma)
        mk.collecting.deal_out(collection=collection, at=moment())
        report = mk.report_of(collection, body)
        mk.send(
            report, make.make_user(organization=body), (n, 10), (5, 20),
            at=moment(TODAY - timedelta(days=count - n)),
        )  # fmt: skip


def test_the_queue_is_by_age_and_marks_a_late_review(waits, collection, vyazma, as_, municipality):
    many_waiting(collection, vyazma, 10)
    page = as_(municipality).get(QUEUE)
    rows = page.context["rows"]
    assert [row.waiting.days for row in rows] == [6, 6, 6, 5, 4, 3, 2, 1, 1, 1, 0]
    assert page.content.decode().count("просрочена проверка") == 3


def test_a_viewer_reads_the_queue_and_decides_nothing(waits, vyazma, as_):
    viewer = make.make_user("watcher", vyazma, Role.VIEWER)
    page = as_(viewer).get(QUEUE)
    assert [row.report for row in page.context["rows"]] == [waits]
    assert 'name="chosen"' not in page.content.decode()
    as_(viewer).post(reverse("indicator-review-bulk"), {"chosen": f"{waits.pk}:9"})
    assert status_of(waits) == Status.SUBMITTED


def test_several_without_flags_are_accepted_at_once(waits, collection, vyazma, as_, municipality):
    many_waiting(collection, vyazma, 2)
    reports = list(waiting.waiting_for(municipality))
    chosen = [f"{row.pk}:{row.entries.last().number}" for row in reports]
    answer = as_(municipality).post(
        reverse("indicator-review-bulk"), {"chosen": chosen}, follow=True
    )
    assert answer.context["done"] == reports
    assert {status_of(row) for row in reports} == {Status.ACCEPTED}


def test_one_with_a_flag_is_left_for_its_own_page(collection, a_school, school, as_, municipality):
    report = mk.report_of(collection, a_school)
    quantity = mk.make_quantity()
    report.collection.indicators.filter(code="А").update(quantity=quantity)
    mk.make_passport(a_school, {quantity: 11})
    mk.send(report, school, (3, 10), (5, 20))
    page = as_(municipality).get(QUEUE)
    assert [row.flags for row in page.context["rows"]] == [1]
    assert f'value="{report.pk}:' not in page.content.decode()
    chosen = [f"{report.pk}:{report.entries.last().number}"]
    answer = as_(municipality).post(
        reverse("indicator-review-bulk"), {"chosen": chosen}, follow=True
    )
    assert [row for row, _reason in answer.context["left"]] == [report]
    assert status_of(report) == Status.SUBMITTED


def test_nothing_waits_says_what_to_do(collection, as_, municipality):
    text = as_(municipality).get(QUEUE).content.decode()
    assert "напомните тем, кто не сдал" in text
    assert reverse("completeness") in text


def test_after_a_decision_the_next_one_is_there(waits, collection, vyazma, as_, municipality):
    many_waiting(collection, vyazma, 2)
    first, second, third = waiting.waiting_for(municipality)
    assert post(as_(municipality), second, "accept").url == page_of(third)
    assert post(as_(municipality), third, "accept").url == page_of(first)
    assert post(as_(municipality), first, "accept").url == QUEUE


def test_the_summary_counts_what_waits_in_one_query(
    waits, municipality, department, school, django_assert_num_queries
):
    for user in (municipality, department, school):
        workflow.may_decide(waits, user)  # the viewpoint is read once a request
    with django_assert_num_queries(1):
        found = waiting.summary_for(municipality)
    assert (found.count, found.oldest) == (1, moment(hour=9))
    assert waiting.summary_for(department).count == 0
    with django_assert_num_queries(0):
        assert waiting.summary_for(school).count == 0


def test_any_number_of_reports_takes_the_same_queries(
    waits, collection, vyazma, as_, municipality, no_query_per_row
):
    client = as_(municipality)
    client.get(page_of(waits))
    many_waiting(collection, vyazma, 5)  # from so many on a median is said

    def cost(address) -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    small = cost(QUEUE), cost(page_of(waits))
    many_waiting(collection, vyazma, 6)
    assert (cost(QUEUE), cost(page_of(waits))) == small
    assert small[0] <= 16
    assert small[1] <= 26
