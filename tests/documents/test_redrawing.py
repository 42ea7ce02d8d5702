"""«Обновить черновик»: what nobody edited follows the figures, what was edited stays."""

import pytest
from django.urls import reverse

from directives.models import Assignment
from documents import drafting, writing
from documents.models import Sentence
from tests.documents.written import begin, texts_of
from tests.make import accepted, make_user, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("items", "noon")]


@pytest.fixture
def document(department):
    return begin(department)


@pytest.fixture
def moved(document, others, municipality):
    """A second school's report has been accepted since the draft was drawn."""
    assignment = Assignment.objects.get(organization=others[0])
    accepted(assignment, make_user(organization=others[0]), municipality, moment(hour=9))


def sentence(document, number: str, key: str) -> Sentence:
    return Sentence.objects.get(
        item__document=document, item__number=number, key__startswith=f"{key}:"
    )


def save(document, number: str, by, **typed) -> None:
    item = document.items.get(number=number)
    base = {"version": item.version, "texts": {}} | typed
    writing.save_item(item=item, typed=writing.Typed(**base), by=by, at=moment())


def test_nothing_changes_where_nothing_happened(document):
    before = texts_of(document)

    assert drafting.would_change(document).is_empty
    assert writing.redraw(document=document, at=moment(hour=13)).is_empty
    assert texts_of(document) == before


def test_what_nobody_edited_follows_the_figures(document, moved):
    foreseen = drafting.would_change(document)
    assert "Исполнено 1 из 3" in texts_of(document)["4.1"][0]  # looking changes nothing

    changes = writing.redraw(document=document, at=moment(hour=13))

    assert changes == foreseen
    assert "Исполнено 2 из 3" in texts_of(document)["4.1"][0]
    assert sentence(document, "4.1", "execution").grounds.get().n == 2
    assert document.items.get(number="4.1").accepted == 2
    assert document.summary.get(executor="Вяземский округ").executed == 2
    assert changes.cells == ["4.1"]


def test_an_edited_sentence_stays_and_its_ground_moves(document, moved, department):
    row = sentence(document, "4.1", "execution")
    save(document, "4.1", department, texts={row.pk: "Исполнена треть поручений: 1 из 3."})

    changes = writing.redraw(document=document, at=moment(hour=13))

    row.refresh_from_db()
    assert row.text == "Исполнена треть поручений: 1 из 3."
    assert row.drafted_text.startswith("Исполнено 2 из 3")
    assert row.grounds.get().n == 2
    assert [change.before for change in changes.kept] == [row.text]


def test_what_was_taken_out_and_what_was_added_stays_in_its_place(document, moved, department):
    honest, execution = (sentence(document, "4.1", key) for key in ("honest", "execution"))
    save(document, "4.1", department, removed=frozenset([honest.pk]), added="Внесено вручную.")
    save(document, "4.1", department, move=(execution.pk, 1))

    writing.redraw(document=document, at=moment(hour=13))

    said = texts_of(document)["4.1"]
    assert [text.split()[0] for text in said] == [
        "Просрочено:",
        "Исполнено",
        "Исполнено",
        "Внесено",
    ]
    assert said[2].startswith("Исполнено 2 из 3")
    honest.refresh_from_db()
    assert honest.is_removed


def test_a_sentence_whose_figure_is_gone_goes(document, others, municipality, department):
    assert any(text.startswith("Просрочено") for text in texts_of(document)["4.1"])
    for assignment in Assignment.objects.filter(organization__in=others):
        reviewer = make_user(organization=assignment.organization.parent, role="coordinator")
        accepted(assignment, make_user(organization=assignment.organization), reviewer,
                 moment(hour=9))  # fmt: skip

    changes = writing.redraw(document=document, at=moment(hour=13))

    assert any(change.before.startswith("Просрочено") for change in changes.dropped)
    assert not any(text.startswith("Просрочено") for text in texts_of(document)["4.1"])


def test_who_is_writing_is_told_that_the_draft_was_redrawn(document, moved, department):
    item = document.items.get(number="4.1")
    writing.redraw(document=document, at=moment(hour=13))
    assert document.items.get(number="4.1").version == item.version + 1
    assert document.items.get(number="3.1").version == 1


def test_supporting_documents_that_somebody_typed_over_stay(document, moved, department):
    save(document, "4.1", department, proofs="Приказы школ, 3 документа.")
    writing.redraw(document=document, at=moment(hour=13))
    assert document.items.get(number="4.1").proofs == "Приказы школ, 3 документа."


def test_the_page_says_what_would_change_and_then_what_did(document, moved, department, as_):
    address = reverse("document-redraft", args=[document.pk])
    page = as_(department).get(address).content.decode()
    assert "Исполнено 1 из 3" in page
    assert "Исполнено 2 из 3" in page

    answer = as_(department).post(address, follow=True)
    assert "Черновик обновлён" in answer.content.decode()
