"""What a draft says: its figures are those of the raw rows as of the day, each with its ground."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives import workflow
from directives.models import Assignment, StatusUpdate
from directives.models.as_of import end_of
from documents.models import Ground, Origin, Sentence, Standing, SummaryRow
from documents.words import NO_BREAK
from tests.documents.conftest import BEFORE
from tests.documents.written import approve, begin, texts_of
from tests.make import (
    TODAY,
    accepted,
    assignment_of,
    make_municipality,
    make_published,
    make_school,
    make_user,
    moment,
    submitted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("items")]


def test_a_regions_draft_says_the_figures_and_what_municipalities_wrote(department):
    said = texts_of(begin(department))

    assert list(said) == ["2.1", "3.1", "4.1"]
    assert said["4.1"][:2] == [
        f"Исполнено 1 из 3 поручений с наступившим сроком (33{NO_BREAK}%).",
        "Представили отчёт 1 из 3, принято отчётов 1, подтверждено документами 1.",
    ]
    # Two with as many are both named: neither is «most of all».
    assert said["4.1"][2].startswith("Просрочено: 2 (в округе «Вяземский округ» 1, в округе")
    assert "Вяземский округ: Сделано." in said["2.1"]
    day = f"8{NO_BREAK}ноября{NO_BREAK}2026{NO_BREAK}г."
    assert said["3.1"] == [f"Отчёт представлен {day}, находится на проверке.", "Сделано."]


def test_a_municipality_speaks_of_its_own_and_names_who_is_late(municipality, vyazma, others):
    document = begin(municipality, municipality=vyazma.municipality)

    said = texts_of(document)
    assert list(said) == ["2.1", "4.1"]
    assert f"Просрочено: 1 ({others[0].name})." in said["4.1"]
    assert [row.executor for row in document.summary.all()] == [
        vyazma.name, "МБОУ СОШ № 2 г. Вязьмы", others[0].name,
    ]  # fmt: skip


def test_a_school_says_how_its_items_stand_and_its_own_words(school, a_school):
    document = begin(school, organization=a_school)

    [item] = document.items.all()
    assert [row.text for row in item.said] == [
        f"Исполнено, снято с контроля 8{NO_BREAK}ноября{NO_BREAK}2026{NO_BREAK}г.", "Сделано.",
    ]  # fmt: skip
    assert item.standing == Standing.EXECUTED
    assert item.executor == a_school.name
    assert "№ 12-од от 08.11.2026" in item.proofs
    ground = item.sentences.last().grounds.get()
    assert ground.update.assignment.organization == a_school


def test_items_and_summary_equal_the_raw_rows_as_they_stood(
    department, municipality, school, a_school, vyazma, others
):
    """What happened after the day is not there: neither in the items nor in the annex."""
    extra = make_published("school", due_on=TODAY - timedelta(days=3), number="4.2")
    day = TODAY - timedelta(days=2)
    accepted(assignment_of(extra, a_school), school, municipality, moment(day))
    submitted(assignment_of(extra, others[0]), make_user(organization=others[0]), moment(TODAY, 9))
    waiting = Assignment.objects.get(directive__number="2.1", organization=vyazma)
    workflow.accept(assignment=waiting, by=department, at=moment(TODAY, 10))

    document = begin(department, as_of=day, at=moment(TODAY, 11))

    states = _states(day)
    for item in document.items.all():
        assert _figures(item) == _counted(
            row for row in states if row.assignment.directive_id == item.directive_id
        ), item.number
    summary = {row.municipality_id: row for row in document.summary.filter(municipality__gt=0)}
    for place, row in summary.items():
        raw = _counted(state for state in states if state.municipality_id == place)
        assert (row.total, row.executed, row.overdue, row.come_due, row.executed_due) == (
            raw["applicable"], raw["accepted"], raw["overdue"], raw["come_due"], raw["executed"],
        )  # fmt: skip
        assert row.total == row.executed + row.in_work + row.overdue
    whole = SummaryRow.total_of(list(document.summary.all()))
    assert whole.total == _counted(states)["applicable"]


FIGURES = "applicable come_due executed reported accepted substantiated overdue".split()


def _figures(item) -> dict[str, int]:
    return {name: getattr(item, name) for name in FIGURES}


def _states(day) -> list[StatusUpdate]:
    """The last timeline row of each assignment before the day was over."""
    last = {}
    rows = StatusUpdate.objects.filter(recorded_at__lt=end_of(day)).select_related("assignment")
    for row in rows.order_by("number"):
        last[row.assignment_id] = row
    for row in last.values():
        row.seen_on = day
    return list(last.values())


def _counted(rows) -> dict[str, int]:
    """Without a query: what the words of the glossary say, row by row."""
    found = Counter(dict.fromkeys(FIGURES, 0))
    for row in rows:
        if row.status in ("not_applicable", "waived", "cancelled"):
            continue
        is_accepted, has_come = row.status == "accepted", row.due_on < row.seen_on
        found["applicable"] += 1
        found["come_due"] += has_come
        found["executed"] += has_come and is_accepted
        found["reported"] += row.first_submitted_on is not None
        found["accepted"] += is_accepted
        found["substantiated"] += is_accepted and row.is_substantiated
        found["overdue"] += row.status in ("not_started", "in_progress") and has_come
    return dict(found)


@pytest.mark.usefixtures("noon")
def test_each_figure_leads_to_exactly_the_rows_it_counts(department, as_):
    begin(department)

    for ground in Ground.objects.exclude(name=""):
        page = as_(department).get(ground.address)
        assert page.status_code == 200, ground.address
        if "/assignments/" in ground.address:
            assert page.context["total"] == ground.n, ground.address


def test_what_a_municipality_has_approved_appears_in_the_regions_draft(
    municipality, department, vyazma
):
    """In its own words, once, with the number it rests on; its raw report is not told as well."""
    own = begin(municipality, municipality=vyazma.municipality)
    item = own.items.get(number="4.1")
    Sentence.objects.create(
        item=item, position=9, text="Школы обсудили переход на совещании.", origin=Origin.HAND,
        edited_at=BEFORE,
    )  # fmt: skip
    said = texts_of(begin(department))
    assert not any("обсудили" in text for text in said["4.1"])

    approved = approve(own, municipality)
    document = begin(department)

    said = texts_of(document)
    assert "Вяземский округ: Школы обсудили переход на совещании." in said["4.1"]
    assert said["2.1"].count("Вяземский округ: Сделано.") == 1
    sentence = Sentence.objects.get(item__document=document, text__contains="обсудили")
    assert sentence.origin == Origin.SUMMARY
    assert sentence.grounds.get().address == approved.frozen_address


def test_figures_of_a_municipalitys_document_are_not_repeated_by_the_region(
    municipality, department, vyazma
):
    approve(begin(municipality, municipality=vyazma.municipality), municipality)

    texts = [text for rows in texts_of(begin(department)).values() for text in rows]
    assert not any("Вяземский округ: Исполнено" in text for text in texts)


def test_a_replaced_document_speaks_no_longer(municipality, department, vyazma):
    place = vyazma.municipality
    first = approve(begin(municipality, municipality=place), municipality)
    second = begin(municipality, municipality=place, replaces=first)
    sentence = second.items.get(number="2.1").sentences.filter(origin=Origin.REPORT).get()
    Sentence.objects.filter(pk=sentence.pk).update(text="Уточнено.", edited_at=BEFORE)
    approve(second, municipality)

    said = texts_of(begin(department))["2.1"]
    assert "Вяземский округ: Уточнено." in said
    assert "Вяземский округ: Сделано." not in said


def test_equal_words_of_several_are_said_once_with_all_who_said_them(department, others):
    authority = others[1].parent
    coordinator = make_user(organization=authority, role="coordinator")
    directive = Assignment.objects.filter(directive__number="2.1").first().directive
    submitted(assignment_of(directive, authority), coordinator, BEFORE)

    document = begin(department)

    [sentence] = Sentence.objects.filter(item__document=document, origin=Origin.SUMMARY)
    assert "Вяземский округ" in sentence.text
    assert authority.municipality.short_name in sentence.text
    assert sentence.grounds.count() == 2


def test_an_item_nobody_was_asked_says_so(department):
    place = make_municipality()
    document = begin(department, municipality=place)

    assert set(map(tuple, texts_of(document).values())) == {
        ("В отчётном периоде отчёт не представляется.",)
    }
    assert not document.summary.exists()


def test_a_draft_reads_as_much_for_few_schools_as_for_many(department, vyazma):
    def reads() -> int:
        with CaptureQueriesContext(connection) as captured:
            begin(department)
        return sum(row["sql"].startswith("SELECT") for row in captured)

    few = reads()
    for _number in range(4):
        make_school(vyazma)
    assert reads() == few
