"""Approval: what must be there, the number, and that nothing changes since then."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from directives.workflow import Refused
from documents import approving, writing
from documents.models import (
    Document,
    DocumentItem,
    Ground,
    IndicatorRow,
    Sentence,
    SummaryRow,
)
from documents.writing import Typed
from tests.documents.written import HEAD, approve, begin
from tests.indicators.make_indicators import make_indicator
from tests.make import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("items", "noon")]


@pytest.fixture
def document(department):
    return begin(department)


def test_a_document_without_a_signatory_is_not_approved(document, department):
    with pytest.raises(Refused, match="подписывающего"):
        approving.approve(document=document, by=department, at=moment())


def test_an_item_that_says_nothing_is_not_approved(document, department):
    item = document.items.get(number="3.1")
    item.sentences.all().delete()
    with pytest.raises(Refused, match=r"Пункт 3\.1 пуст"):
        approve(document, department)


def test_it_is_confirmed_on_a_page_that_shows_the_whole(document, department, as_):
    writing.save_head(document=document, values=HEAD, version=1)
    address = reverse("document-approve", args=[document.pk])

    shown = as_(department).get(address)
    page = shown.content.decode()
    for sentence in Sentence.objects.all():
        assert sentence.text in page
    assert "ИТОГО" in page
    assert HEAD["signatory_name"] in page
    document.refresh_from_db()
    assert not document.is_frozen

    for _press in range(2):  # pressed twice
        as_(department).post(address, {"seen": shown.context["seen"]})
    document.refresh_from_db()
    assert (document.number, document.approved_on) == ("1/2026", date(2026, 11, 23))


def test_numbers_run_by_body_and_year(document, department, municipality, vyazma):
    approve(document, department)
    second = approve(begin(department), department)
    own = approve(begin(municipality, municipality=vyazma.municipality), municipality)
    next_year = approve(begin(department), department, moment(date(2027, 1, 11)))

    assert second.number == "2/2026"
    assert own.number == f"{vyazma.pk}-1/2026"
    assert next_year.number == "1/2027"


def test_the_database_freezes_every_row_of_it(document, department):
    document.indicators.create(
        position=1, indicator=make_indicator("П-01"), code="П-01", name="Доля"
    )
    approve(document, department)

    touched = [
        Document.objects.filter(pk=document.pk),
        DocumentItem.objects.filter(document=document),
        Sentence.objects.filter(item__document=document),
        Ground.objects.filter(sentence__item__document=document),
        SummaryRow.objects.filter(document=document),
        IndicatorRow.objects.filter(document=document),
    ]
    for rows in touched:
        assert rows.exists(), rows.model
        field = next(f for f in rows.model._meta.concrete_fields if not f.primary_key)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**{field.attname: rows.values_list(field.attname, flat=True)[0]})
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_the_database_lets_nothing_be_added_to_it(document, department):
    item = document.items.first()
    approve(document, department)

    with pytest.raises(DatabaseError), transaction.atomic():
        Sentence.objects.create(item=item, position=99, text="Добавлено.", origin="hand")
    with pytest.raises(DatabaseError), transaction.atomic():
        SummaryRow.objects.create(document=document, position=99, executor="Ещё")


def test_nothing_moves_into_it_from_another(document, department):
    approve(document, department)
    other = begin(department)
    row = Sentence.objects.filter(item__document=other).first()
    with pytest.raises(DatabaseError), transaction.atomic():
        Sentence.objects.filter(pk=row.pk).update(item=document.items.first())


def test_whoever_writes_is_told_in_words(document, department):
    item = document.items.first()
    approve(document, department)
    typed = writing.Typed(version=1, texts={})
    for act in (
        lambda: writing.save_item(item=item, typed=typed, by=department, at=moment()),
        lambda: writing.redraw(document=document, at=moment()),
        lambda: writing.discard(document=document),
        lambda: writing.save_head(document=document, values=HEAD, version=2),
    ):
        with pytest.raises(Refused, match="Документ утверждён: изменить его нельзя"):
            act()


def test_names_of_bodies_stay_as_they_were(document, department):
    approve(document, department)
    body = document.issued_by
    body.name = body.full_name = "Министерство просвещения"
    body.save()

    document.refresh_from_db()
    assert document.issuer_name == "Департамент образования"


def test_a_corrected_one_says_what_it_replaces_and_both_say_so(document, department, as_):
    first = approve(document, department)
    address = reverse("document-add") + f"?replaces={first.pk}"
    form = as_(department).get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"starts_on": "01.09.2026", "ends_on": "28.12.2026", "as_of": "23.11.2026"}

    answer = as_(department).post(address, data)

    second = Document.objects.exclude(pk=first.pk).get()
    assert answer.url == second.get_absolute_url()
    assert second.replaces == first
    assert second.signatory_name == HEAD["signatory_name"]
    assert "Взамен № 1/2026" in as_(department).get(second.get_absolute_url()).content.decode()
    assert "Заменён" not in as_(department).get(first.get_absolute_url()).content.decode()
    approve(second, department)
    page = as_(department).get(first.get_absolute_url()).content.decode()
    assert "Заменён документом № 2/2026" in page


def test_the_code_reopens_exactly_that_view(document, department, as_):
    address = document.frozen_address
    assert as_(department).get(address).status_code == 404  # a draft has no address to take away
    approve(document, department)

    by_code, by_key = as_(department).get(address), as_(department).get(document.get_absolute_url())
    assert by_code.status_code == 200
    main = [page.content.decode().partition("<main")[2] for page in (by_code, by_key)]
    assert main[0].partition("</main>")[0] == main[1].partition("</main>")[0]


def test_what_was_changed_after_it_was_shown_is_shown_again(document, department, as_):
    writing.save_head(document=document, values=HEAD, version=1)
    address = reverse("document-approve", args=[document.pk])
    client = as_(department)
    seen = client.get(address).context["seen"]

    item = document.items.first()
    words = Typed(version=item.version, texts={}, added="Дописано тем временем.")
    writing.save_item(item=item, typed=words, by=department, at=moment(hour=13))
    page = client.post(address, {"seen": seen}, follow=True)
    document.refresh_from_db()
    assert not document.is_frozen
    assert page.redirect_chain == [(address, 302)]
    assert "Дописано тем временем." in page.content.decode()

    client.post(address)  # nobody says what they have seen
    document.refresh_from_db()
    assert not document.is_frozen
    client.post(address, {"seen": page.context["seen"]})
    document.refresh_from_db()
    assert document.is_frozen
