"""Several windows, several people: nobody erases another's words."""

import pytest
from django.urls import reverse

from directives.models import Draft
from tests import make
from tests.reporting.conftest import Form


def test_two_windows_of_one_person_do_not_erase_each_other(form):
    first = form.full()
    form.save(**first)
    second_window = form.full(text="Из второго окна")
    form.save(**second_window)

    response = form.save(**first | {"text": "Из первого окна", "version": first["version"]})

    text = response.content.decode()
    assert form.draft.text == "Из второго окна"
    assert "Черновик изменён в другом окне" in text
    assert "Из второго окна" in text
    assert "Из первого окна" in text


def test_the_other_window_is_replaced_when_its_author_says_so(form, client):
    first = form.full()
    form.save(**form.full(text="Из второго окна"))
    conflict = form.save(**first | {"text": "Из первого окна", "version": "old"})

    version = conflict.context["other_version"]
    client.post(form.url, first | {"text": "Из первого окна", "overwrite": version})

    assert form.draft.text == "Из первого окна"


def test_what_was_not_saved_is_not_called_saved(form, points):
    older = form.full()
    form.save(**form.full(text="Из второго окна"))

    wrong = older | {f"c{points[0].pk}-order_date": "31.02.2026", "action": "submit"}
    text = form.client.post(form.url, wrong).content.decode()

    assert "изменён в другом окне" in text
    assert "сохранено в черновике" not in text


def test_the_same_content_from_an_older_window_is_no_conflict(form):
    data = form.full()
    form.save(**data)

    assert form.save(**data).status_code == 302


def test_colleagues_have_a_draft_each_and_see_that_the_other_has_one(form, client, a_school):
    form.save(**form.full())
    colleague = make.make_user("colleague", a_school, last_name="Белова", first_name="Анна")
    client.force_login(colleague)

    response = form.get()

    assert "Над этим отчётом работает и" in response.content.decode()
    assert response.context["forms"].text["text"].value() == ""


def test_a_coordinator_above_reports_on_behalf_and_is_told_so(
    client, assignment, points, municipality, department
):
    client.force_login(municipality)
    form = Form(client, assignment, points)

    page = form.get().content.decode()
    form.submit()

    assignment.refresh_from_db()
    assert "от имени организации" in page
    assert assignment.is_on_behalf
    assert assignment.reviewer.level == "department"


def test_under_review_the_form_is_closed_and_says_how_to_change_it(form):
    form.submit()

    text = form.get().content.decode()

    assert "Отозвать" in text
    assert 'id="report"' not in text


def test_what_is_typed_on_an_open_page_after_a_colleague_has_sent_is_kept(
    form, client, assignment, a_school, school
):
    data = form.full(text="Мой вариант")
    colleague = make.make_user("colleague", a_school)
    make.submitted(assignment, colleague)

    response = client.post(form.url, data | {"action": "submit"})

    assert response.status_code == 200
    assert "Мой вариант" in response.content.decode()
    assert Draft.objects.get(author=school).text == "Мой вариант"


def test_who_still_types_is_told_that_a_colleague_has_sent(form, assignment, a_school):
    form.save(**form.full())
    data = form.full(text="Мой вариант")
    colleague = make.make_user("colleague", a_school, last_name="Белова", first_name="Анна")
    make.submitted(assignment, colleague)

    text = form.save_in_passing(**data).content.decode()

    assert "Белова" in text
    assert "отправлен на проверку" in text


def test_after_acceptance_the_typed_text_is_shown_not_lost(
    form, client, assignment, municipality, a_school
):
    data = form.full(text="Мой вариант")
    make.accepted(assignment, make.make_user("colleague", a_school), municipality)

    response = client.post(form.url, data | {"action": "save"})

    assert response.status_code == 200
    assert "Мой вариант" in response.content.decode()


@pytest.mark.parametrize("who", ["other_school", "other_municipality", "outsider"])
def test_those_who_may_not_see_it_find_nothing(client, request, assignment, who):
    client.force_login(request.getfixturevalue(who))

    for name in ("assignment-detail", "assignment-report", "request-extension"):
        assert client.get(reverse(name, args=[assignment.pk])).status_code == 404
    for name in ("assignment-report", "draft-file-upload", "assignment-nil"):
        assert client.post(reverse(name, args=[assignment.pk]), {"text": ""}).status_code == 404


@pytest.mark.parametrize("who", ["department", "viewer", "staff"])
def test_those_who_only_see_it_cannot_report(client, request, assignment, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse("assignment-report", args=[assignment.pk])).status_code == 403
    assert client.get(reverse("assignment-detail", args=[assignment.pk])).status_code == 200
