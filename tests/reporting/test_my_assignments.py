"""Where a reporter begins: the next step first, then everything, the most urgent first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directives import work_list, workflow
from directives.models import Assignment
from directives.report_page import ReportPage
from tests import make

DAY = timedelta(days=1)


def published(school, number, due_on, **fields):
    return make.assignment_of(make.make_published(number=number, due_on=due_on, **fields), school)


@pytest.fixture
def many(a_school, school, municipality):
    """One assignment in each of the ways it can stand on the tests' day."""
    after = published(a_school, "4.1", make.TODAY + 20 * DAY)
    soon = published(a_school, "4.2", make.TODAY + 8 * DAY)
    late = published(a_school, "4.3", make.TODAY - 20 * DAY)
    back = published(a_school, "4.4", make.TODAY + 30 * DAY)
    waits = published(a_school, "4.5", make.TODAY + 5 * DAY)
    done = published(a_school, "4.6", make.TODAY + 5 * DAY)
    make.submitted(back, school)
    workflow.return_for_rework(
        assignment=back, by=municipality, at=make.moment(hour=13), text="Не та ссылка."
    )
    make.submitted(waits, school)
    make.accepted(done, school, municipality)
    return {"after": after, "soon": soon, "late": late, "back": back, "waits": waits, "done": done}


def test_the_most_urgent_stands_first(many, school):
    items = work_list.work_of(school, make.TODAY)

    names = {row.pk: name for name, row in many.items()}
    assert [names[item.assignment.pk] for item in items] == [
        "back", "late", "soon", "after", "waits", "done",
    ]  # fmt: skip


def test_the_first_line_is_the_next_step(client, many, school):
    client.force_login(school)

    text = client.get(reverse("my-assignments")).content.decode()

    first = text[text.index('id="next-step"') : text.index("<h1>")]
    assert "доработать отчёт по пункту 4.4" in first
    assert text.index("Не та ссылка.") > text.index("<h1>")


def test_what_is_missing_is_said_in_words(client, a_school, school):
    point = make.make_checkpoint("Утверждён план", asks_number=True, asks_date=True)
    row = published(a_school, "4.2", make.TODAY + 8 * DAY, checkpoints=[point])
    draft = make.fill_draft(row, school, make.moment())
    draft.marks.update(order_number="")
    client.force_login(school)

    text = client.get(reverse("my-assignments")).content.decode()

    assert "«Утверждён план» — номер и дата документа или файл" in " ".join(text.split())
    assert "Продолжить отчёт" in text


def test_quotation_marks_inside_a_title_are_inner_ones(client, a_school, school):
    point = make.make_checkpoint("«Моя школа»: профиль активен")
    published(a_school, "4.2", make.TODAY + 8 * DAY, checkpoints=[point])
    client.force_login(school)

    text = client.get(reverse("my-assignments")).content.decode()

    assert "«„Моя школа“: профиль активен»" in text


def test_missing_is_the_same_here_and_on_the_form(form, school):
    form.save(**form.full(**{f"c{form.points[0].pk}-link": ""}))

    item = work_list.work_of(school, make.TODAY)[0]

    assert item.missing == form.page().missing


def test_what_is_known_before_writing_is_the_same_here_and_on_the_form(form, a_school, school):
    form.submit()
    other = published(a_school, "4.4", make.TODAY + 9 * DAY, checkpoints=form.points)

    items = {item.assignment.pk: item for item in work_list.work_of(school, make.TODAY)}

    page = ReportPage(other, school, make.TODAY)
    assert items[other.pk].missing == page.missing == []
    assert items[other.pk].answered == page.answered == 2
    text = form.client.get(reverse("my-assignments")).content.decode()
    assert "уже известно из прежних отчётов" in text


def test_a_period_is_not_said_to_lack_what_its_form_carries_over(client, a_school, school,
                                                                 municipality):  # fmt: skip
    point = make.make_checkpoint("Утверждён план", asks_number=True, asks_date=True)
    first, second = _two_periods(a_school, checkpoints=[point])
    make.accepted(first, school, municipality)

    item = next(item for item in work_list.work_of(school, make.TODAY) if item.assignment == second)

    assert (item.answered, item.missing) == (1, [])
    client.force_login(school)
    text = client.get(reverse("my-assignments")).content.decode()
    assert "Сведения прошлого периода перенесены" in text


def test_after_a_return_the_next_step_is_the_remarks(client, many, school):
    client.force_login(school)

    first = client.get(reverse("my-assignments")).content.decode().split("<h1>")[0]

    assert "Учтите замечания проверяющего" in first
    assert "можно отправить" not in first


def test_a_withdrawn_report_says_so(client, a_school, school):
    row = published(a_school, "4.2", make.TODAY + 8 * DAY)
    make.submitted(row, school)
    workflow.withdraw(assignment=row, by=school, at=make.moment(hour=13))
    client.force_login(school)

    assert "Отчёт отозван: исправьте" in client.get(reverse("my-assignments")).content.decode()


def test_nothing_to_do_says_so(client, a_school, school):
    make.submitted(published(a_school, "4.2", make.TODAY + 8 * DAY), school)
    client.force_login(school)

    assert "на проверке 1 отчёт" in client.get(reverse("my-assignments")).content.decode()


@pytest.mark.parametrize(
    ("who", "sentence"), [("school", "Поручений пока нет"), ("outsider", "За вами не закреплена")]
)
def test_an_empty_list_says_why(client, request, who, sentence):
    client.force_login(request.getfixturevalue(who))

    assert sentence in client.get(reverse("my-assignments")).content.decode()


def test_requests_that_wait_are_shown(client, a_school, school):
    row = published(a_school, "4.2", make.TODAY + 8 * DAY)
    workflow.request_extension(
        assignment=row, by=school, at=make.moment(), until=make.TODAY + 15 * DAY, text="Ремонт."
    )
    client.force_login(school)

    assert "ходатайство о продлении" in client.get(reverse("my-assignments")).content.decode()


def test_other_bodies_are_not_here(many, other_school):
    assert work_list.work_of(other_school, make.TODAY) == []


def test_no_changes_is_offered_only_after_an_accepted_period(a_school, school, municipality):
    first, second = _two_periods(a_school)
    assert not _offered(school, second)

    make.accepted(first, school, municipality)

    assert _offered(school, second)


def _offered(user, assignment) -> bool:
    items = work_list.work_of(user, make.TODAY)
    return next(item for item in items if item.assignment == assignment).may_say_nothing_changed


def _two_periods(school, **fields) -> list[Assignment]:
    directive = make.make_periodic(number="4.8", **fields)
    periods = [make.make_period(number=number) for number in (1, 2)]
    for period in periods:
        make.distribution.open_period(period=period, by=None, at=make.moment())
    return [make.assignment_of(directive, school, period) for period in periods]


def test_queries_do_not_grow_with_the_list(client, a_school, school, django_assert_max_num_queries):
    published(a_school, "4.1", make.TODAY + 8 * DAY)
    client.force_login(school)
    client.get(reverse("my-assignments"))
    for number in range(2, 9):
        row = published(a_school, f"4.{number}", make.TODAY + number * DAY)
        make.fill_draft(row, school, make.moment())

    with django_assert_max_num_queries(16):
        client.get(reverse("my-assignments"))
