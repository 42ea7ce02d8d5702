"""One-click reports and requests."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directives import workflow
from directives.models import Assignment, Evidence, Status
from tests import make


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def post(client, name: str, pk: int, **data):
    return client.post(reverse(name, args=[pk]), data, follow=True)


def test_withdrawing_brings_the_report_back(form, client, assignment):
    form.submit()

    response = post(client, "assignment-withdraw", assignment.pk)

    assignment.refresh_from_db()
    assert assignment.status == Status.IN_PROGRESS
    assert "отозван" in said(response)[-1]
    assert form.get().context["forms"].text["text"].value() == "План утверждён."


def test_withdrawing_after_the_reviewer_has_looked_is_refused_in_words(
    form, client, assignment, municipality
):
    form.submit()
    workflow.look(assignment=assignment, by=municipality, at=make.moment(hour=14))

    response = post(client, "assignment-withdraw", assignment.pk)

    assert said(response)[-1] == "Проверяющий уже открыл отчёт."


@pytest.fixture
def second_period(a_school, school, municipality) -> Assignment:
    """A quarter whose predecessor has been accepted."""
    directive = make.make_periodic(number="4.8")
    periods = [make.make_period(number=number) for number in (1, 2)]
    for period in periods:
        make.distribution.open_period(period=period, by=None, at=make.moment())
    first, second = (make.assignment_of(directive, a_school, period) for period in periods)
    make.accepted(first, school, municipality)
    return second


def test_no_changes_is_one_click_and_twice_is_once(client, second_period, school):
    client.force_login(school)
    page = client.get(reverse("assignment-detail", args=[second_period.pk])).context["page"]
    key = page.key

    answers = [post(client, "assignment-nil", second_period.pk, key=key) for _ in range(2)]

    assert said(answers[0]) == said(answers[1])
    assert "изменений нет" in said(answers[0])[0]
    assert second_period.timeline.filter(is_nil=True).count() == 1


def test_no_changes_without_a_report_before_is_refused_in_words(client, assignment, school):
    client.force_login(school)

    response = post(client, "assignment-nil", assignment.pk)

    assert "Нет принятого отчёта" in said(response)[0]


def test_a_later_date_is_asked_for(client, assignment, school):
    client.force_login(school)
    until = assignment.due_on + timedelta(days=10)

    response = post(
        client, "request-extension", assignment.pk, until=until.isoformat(), text="Ремонт школы."
    )

    assignment.refresh_from_db()
    assert assignment.extension_awaits_id == assignment.organization.parent_id
    assert "Подано ходатайство" in response.content.decode()


@pytest.mark.parametrize(
    ("until", "text", "field"),
    [
        ("", "Ремонт.", "until"),
        ("вчера", "Ремонт.", "until"),
        ("2026-11-01", "Ремонт.", "until"),
        ("2099-01-01", "Ремонт.", "until"),
        ("2026-12-18", "", "text"),
        ("2026-12-18", "  ", "text"),
        ("2026-12-18", "я" * 5000, "text"),
    ],
)
def test_what_is_wrong_with_the_request_is_said_beside_its_field(
    client, assignment, school, until, text, field
):
    client.force_login(school)

    response = post(client, "request-extension", assignment.pk, until=until, text=text)

    assert response.context["form"].errors[field]
    assert response.context["form"]["text"].value() == text
    assignment.refresh_from_db()
    assert assignment.extension_awaits_id is None


def test_a_second_request_is_refused_with_the_text_kept(client, assignment, school):
    client.force_login(school)
    data = {"until": "2026-12-18", "text": "Ремонт школы."}
    post(client, "request-extension", assignment.pk, **data)

    response = post(client, "request-extension", assignment.pk, **data)

    assert "уже на рассмотрении" in response.content.decode()
    assert "Ремонт школы." in response.content.decode()


def test_an_exemption_is_asked_for_with_a_reason(client, assignment, school):
    client.force_login(school)

    assert post(client, "request-exemption", assignment.pk).context["form"].errors["text"]
    post(client, "request-exemption", assignment.pk, text="Нет старших классов.")

    assignment.refresh_from_db()
    assert assignment.exemption_awaits_id == assignment.organization.parent_id


def test_a_request_that_cannot_be_made_now_is_not_offered_a_form(form, client, assignment):
    form.submit()

    response = client.get(reverse("request-extension", args=[assignment.pk]))

    assert response.status_code == 403


def test_a_sent_document_is_withdrawn_with_a_reason(form, client, assignment):
    form.upload()
    form.submit()
    post(client, "assignment-withdraw", assignment.pk)
    evidence = Evidence.objects.get()

    assert post(client, "withdraw-proof", evidence.pk).context["form"].errors["text"]
    post(client, "withdraw-proof", evidence.pk, text="Не тот приказ.")

    evidence.refresh_from_db()
    assert not evidence.is_live
    assert evidence.file


def test_another_bodys_document_is_not_found(form, client, other_school):
    form.upload()
    form.submit()
    client.force_login(other_school)

    response = post(client, "withdraw-proof", Evidence.objects.get().pk, text="x")

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["request-extension", "request-exemption"])
@pytest.mark.parametrize("is_direct", [False, True])
def test_only_a_school_below_an_authority_reads_that_it_passes_the_request_on(
    client, a_school, vyazma, name, is_direct
):
    if is_direct:
        a_school = make.make_school(vyazma, parent=make.make_department())
    assignment = make.assignment_of(make.make_published(), a_school)
    client.force_login(make.make_user(organization=a_school))

    page = client.get(reverse(name, args=[assignment.pk])).content.decode()

    assert ("передаёт обращение дальше" in page) != is_direct
