"""The report form: nothing typed is lost, nothing is sent twice, nothing incomplete is sent."""

from datetime import date

import pytest
from django.urls import reverse

from directives import workflow
from directives.models import Draft, Status, StatusUpdate
from tests import make


def test_looking_at_the_form_makes_nothing(form, assignment):
    response = form.get()

    assert response.status_code == 200
    assert not Draft.objects.exists()
    assignment.refresh_from_db()
    assert assignment.status == Status.NOT_STARTED


def test_saving_keeps_the_text_and_the_marks(form, points, assignment):
    response = form.save(**form.full())

    assert response.status_code == 302
    mark = form.draft.marks.get(checkpoint=points[0])
    assert form.draft.text == "План утверждён."
    assert (mark.order_number, mark.order_date) == ("12-од", date(2026, 9, 1))
    assignment.refresh_from_db()
    assert assignment.status == Status.IN_PROGRESS


def test_saving_in_passing_answers_with_one_line_and_what_is_missing(form):
    response = form.save_in_passing(**form.full() | {f"c{form.points[1].pk}-state": ""})

    text = response.content.decode()
    assert response["X-Draft"] == "saved"
    assert "Черновик сохранён" in text
    assert "Назначен ответственный" in text
    assert "<html" not in text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("order_date", "32.13.2026", "Укажите дату как ДД.ММ.ГГГГ"),
        ("order_date", "01.09.2205", "Дата позже сегодняшней"),
        ("order_date", "01.09.0202", "Проверьте год"),
        ("order_date", f"{2**70}", "Укажите дату как ДД.ММ.ГГГГ"),
        ("link", "javascript:alert(1)", "Укажите адрес страницы"),
        ("link", "сайт школы", "Укажите адрес страницы"),
        ("link", "https://school.example/" + "a" * 600, "500"),
        ("order_number", "№" * 61, "60"),
        ("comment", "п" * 1001, "1000"),
    ],
)
def test_a_field_that_is_wrong_is_said_beside_it_and_the_rest_is_kept(
    form, points, field, typed, sentence
):
    name = f"c{points[0].pk}-{field}"

    response = form.save(**form.full(**{name: typed}))

    bound = next(mark for mark in response.context["forms"].marks)[field]
    assert response.status_code == 200
    assert any(sentence in error for error in bound.errors)
    assert bound.value() == typed
    assert form.draft.text == "План утверждён."
    assert form.draft.marks.get(checkpoint=points[1]).state == "done"


def test_a_wrong_field_is_said_in_passing_too(form, points):
    response = form.save_in_passing(**form.full(**{f"c{points[0].pk}-order_date": "завтра"}))

    assert response.status_code == 200
    assert response["X-Draft"] == "partly"
    assert f'id="id_c{points[0].pk}-order_date_error" hx-swap-oob="true"' in (
        response.content.decode()
    )


@pytest.mark.parametrize(
    "typed", ["1.9.26", "01/09/2026", "01,09,2026", "2026-09-01", "01092026", "01.09.2026 г."]
)
def test_a_date_is_taken_as_people_write_it(form, points, typed):
    form.save(**form.full(**{f"c{points[0].pk}-order_date": typed}))

    assert form.draft.marks.get(checkpoint=points[0]).order_date == date(2026, 9, 1)


def test_a_text_too_long_is_kept_but_not_sent(form, assignment):
    response = form.submit(text="я" * 10_001)

    assert response.status_code == 200
    assert len(form.draft.text) == 10_001
    assert "сократите" in response.content.decode()
    assignment.refresh_from_db()
    assert assignment.status == Status.IN_PROGRESS


def test_control_characters_are_dropped_and_line_ends_are_one(form):
    form.save(**form.full(text="а\x00\x1bб\r\nв\rг"))

    assert form.draft.text == "аб\nв\nг"


def test_a_state_that_does_not_exist_is_refused_beside_the_field(form, points):
    response = form.save(**form.full(**{f"c{points[0].pk}-state": "accepted"}))

    assert response.status_code == 200
    assert response.context["forms"].marks[0].errors["state"]


def test_marks_of_other_checkpoints_are_ignored(form):
    stranger = make.make_checkpoint("Чужая точка")

    form.save(**form.full(**{f"c{stranger.pk}-state": "done"}))

    assert not form.draft.marks.filter(checkpoint=stranger).exists()


def test_sending_leads_to_the_assignment(form, assignment):
    response = form.submit()

    assert response.url == reverse("assignment-detail", args=[assignment.pk])
    assignment.refresh_from_db()
    assert assignment.status == Status.SUBMITTED
    assert not Draft.objects.exists()


def test_sent_twice_is_sent_once_with_the_same_sentence(form, client, assignment):
    data = form.full() | {"action": "submit"}

    first = client.post(form.url, data, follow=True)
    second = client.post(form.url, data, follow=True)

    sentences = [[str(said) for said in answer.context["messages"]] for answer in (first, second)]
    assert sentences[0] == sentences[1] != []
    assert StatusUpdate.objects.filter(assignment=assignment, kind="submitted").count() == 1
    assert not Draft.objects.exists()


def test_saving_in_passing_after_sending_makes_no_new_draft(form, client):
    data = form.full()
    client.post(form.url, data | {"action": "submit"})

    response = form.save_in_passing(**data | {"text": "ещё"})

    assert response["X-Draft"] == "sent"
    assert not Draft.objects.exists()


def test_a_key_of_another_report_sends_nothing_twice_and_breaks_nothing(form, client, a_school,
                                                                        school):  # fmt: skip
    other = make.assignment_of(make.make_published(number="4.9"), a_school)
    sent = make.submitted(other, school)

    response = form.submit(key=str(sent.submission_key))

    assert response.status_code == 302
    assert form.assignment.timeline.filter(kind="submitted").count() == 1


@pytest.mark.parametrize("key", ["", "x", "0" * 40])
def test_a_malformed_key_does_no_harm(form, key):
    assert form.submit(key=key).status_code == 302


def test_missing_proof_brings_the_form_back_with_the_list_and_offers_interim(form, points):
    response = form.submit(**{f"c{points[0].pk}-order_number": ""})

    text = response.content.decode()
    assert response.status_code == 200
    assert "Не хватает сведений" in text
    assert text.count("Отправить промежуточную информацию") == 2
    assert form.draft.text == "План утверждён."


def test_interim_information_never_closes_the_assignment(form, client, assignment):
    data = form.full(**{f"c{form.points[0].pk}-state": ""}) | {"action": "interim"}

    response = client.post(form.url, data)

    assert response.status_code == 302
    assignment.refresh_from_db()
    assert assignment.status == Status.IN_PROGRESS
    assert assignment.checkpoints_done == 1


def test_a_report_that_came_back_is_mended_not_retyped(form, client, assignment, municipality):
    form.submit()
    workflow.return_for_rework(
        assignment=assignment, by=municipality, at=make.moment(hour=14), text="Не та ссылка."
    )

    response = form.get()

    text = response.content.decode()
    assert response.context["forms"].text["text"].value() == "План утверждён."
    assert text.index("Не та ссылка.") < text.index('id="report"')


def test_an_answer_given_elsewhere_is_carried_over_and_says_so(form, a_school, school, points):
    other = make.assignment_of(make.make_published(number="4.7", checkpoints=[points[0]]), a_school)
    make.submitted(other, school)

    response = form.get()

    text = response.content.decode()
    assert response.context["forms"].marks[0]["order_number"].value() == "12-од"
    assert "Уже отвечено в п. 4.7" in text


def test_a_periodic_report_says_how_much_it_leaves_open(client, a_school, school):
    points = [make.make_checkpoint(needs_proof=False), make.make_checkpoint(needs_proof=False)]
    directive = make.make_periodic(number="4.8", checkpoints=points)
    period = make.make_period(number=1)
    make.distribution.open_period(period=period, by=None, at=make.moment())
    row = make.assignment_of(directive, a_school, period)
    client.force_login(school)

    response = client.post(
        reverse("assignment-report", args=[row.pk]),
        {"action": "save", "text": "Идёт.", f"c{points[0].pk}-state": "done"},
        headers={"HX-Request": "true"},
    )

    assert "1 контрольная точка останется с отметкой «пока нет»" in response.content.decode()
