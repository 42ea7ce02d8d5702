"""A draft under several hands: each sentence is edited, moved, taken out; nothing typed is lost."""

import pytest
from django.urls import reverse

from documents.models import Document, Origin, Sentence
from tests.documents.written import HEAD, approve, begin, texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("items", "noon", "no_query_per_row")]


@pytest.fixture
def document(department):
    return begin(department)


@pytest.fixture
def item(document):
    return document.items.get(number="4.1")


@pytest.fixture
def address(document, item) -> str:
    return reverse("document-edit-item", args=[document.pk, item.pk])


def filled(page) -> dict[str, str]:
    """What the browser would send of an untouched form."""
    form = page.context["form"]
    return {
        name: form[name].value() or ""
        for name in form.fields
        if not name.startswith(("removed-", "restored-"))
    }


def first(item) -> Sentence:
    return item.sentences.order_by("position").first()


def test_a_sentence_is_edited_and_its_drafted_words_are_kept(as_, department, item, address):
    row = first(item)
    drafted = row.text
    data = filled(as_(department).get(address)) | {f"text-{row.pk}": "Исполнено 1 из 3."}

    answer = as_(department).post(address, data)

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.text, row.drafted_text, row.edited_by) == ("Исполнено 1 из 3.", drafted, department)
    assert item.sentences.filter(edited_at__isnull=False).count() == 1


def test_an_edited_sentence_that_lost_its_number_is_marked(as_, department, document, item,
                                                           address):  # fmt: skip
    row = first(item)
    data = filled(as_(department).get(address)) | {f"text-{row.pk}": "Исполнено почти всё, 1."}
    as_(department).post(address, data)

    for page in (address, document.get_absolute_url()):
        assert (
            "нет чисел, на которые оно опирается: 3." in as_(department).get(page).content.decode()
        )


def test_a_sentence_is_moved_with_what_was_typed_beside(as_, department, item, address):
    rows = list(item.sentences.order_by("position"))
    data = filled(as_(department).get(address)) | {
        f"text-{rows[1].pk}": "Набрано.", "move": f"{rows[0].pk}:1",
    }  # fmt: skip

    answer = as_(department).post(address, data)

    assert answer.url == address
    now = list(item.sentences.order_by("position"))
    assert now[:2] == [rows[1], rows[0]]
    assert now[0].text == "Набрано."


def test_a_sentence_taken_out_can_come_back(as_, department, document, item, address):
    row = first(item)
    data = filled(as_(department).get(address)) | {f"removed-{row.pk}": "on"}
    as_(department).post(address, data)
    assert row.text not in texts_of(document)["4.1"]

    data = filled(as_(department).get(address)) | {f"restored-{row.pk}": "on"}
    as_(department).post(address, data)
    assert row.text in texts_of(document)["4.1"]


def test_an_emptied_sentence_is_taken_out_not_kept_empty(as_, department, document, item, address):
    row = first(item)
    data = filled(as_(department).get(address)) | {f"text-{row.pk}": "  "}
    as_(department).post(address, data)

    row.refresh_from_db()
    assert row.is_removed
    assert row.text


def test_a_sentence_by_hand_is_added_last(as_, department, document, item, address):
    data = filled(as_(department).get(address)) | {"added": "Рассмотрено на коллегии."}
    as_(department).post(address, data)

    assert texts_of(document)["4.1"][-1] == "Рассмотрено на коллегии."
    assert item.sentences.get(origin=Origin.HAND).edited_by == department


def test_of_two_who_edit_the_second_is_told_and_loses_nothing(
    as_, department, department2, document, item, address
):
    row = first(item)
    second = filled(as_(department2).get(address)) | {f"text-{row.pk}": "Второй.", "added": "Ещё."}
    mine = filled(as_(department).get(address)) | {f"text-{row.pk}": "Первый."}
    as_(department).post(address, mine)

    answer = as_(department2).post(address, second)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Пункт тем временем сохранил другой сотрудник." in page
    assert "Второй." in page
    assert "Первый." in page
    assert "Ещё." in page
    row.refresh_from_db()
    assert row.text == "Первый."

    as_(department2).post(address, filled(answer))  # seen, and saved once more
    row.refresh_from_db()
    assert row.text == "Второй."
    assert texts_of(document)["4.1"][-1] == "Ещё."


def test_words_typed_in_a_sentence_that_is_gone_are_offered_anew(as_, department, item, address):
    row = first(item)
    data = filled(as_(department).get(address)) | {f"text-{row.pk}": "Набрано долго."}
    row.delete()
    item.version += 1
    item.save()

    answer = as_(department).post(address, data)

    assert answer.context["form"]["added"].value() == "Набрано долго."


def test_the_head_is_saved_once_and_the_slower_one_is_told(as_, department, department2, document):
    address = reverse("document-edit", args=[document.pk])
    as_(department).post(address, HEAD | {"version": 1})
    answer = as_(department2).post(address, HEAD | {"version": 1, "signatory_name": "Б. Б. Иной"})

    assert "тем временем изменены" in answer.content.decode()
    assert Document.objects.get().signatory_name == HEAD["signatory_name"]
    data = {
        name: answer.context["form"][name].value() or "" for name in answer.context["form"].fields
    }
    as_(department2).post(address, data)
    assert Document.objects.get().signatory_name == "Б. Б. Иной"


def test_an_approved_document_is_not_edited(as_, department, document, address):
    data = filled(as_(department).get(address))
    approve(document, department)

    assert as_(department).get(address).status_code == 403
    assert as_(department).post(address, data).status_code == 403


def test_a_draft_is_discarded_with_all_that_is_in_it(as_, department, document):
    as_(department).post(reverse("document-discard", args=[document.pk]))

    assert not Document.objects.exists()
    assert not Sentence.objects.exists()
