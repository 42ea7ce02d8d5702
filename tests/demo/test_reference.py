"""What every installation stands on: the text verbatim, the bodies, the items, nothing twice."""

import json
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from directives import resolution_text
from directives.models import (
    Addressee,
    Assignment,
    Checkpoint,
    Control,
    Directive,
    PeriodDueDate,
    ReportingPeriod,
    Resolution,
    Theme,
)
from directives.resolution_text import Part
from indicators.models import Indicator, Mechanism, Quantity, Target
from organizations.models import Level, Municipality, Organization
from resolution_tracker import reference

TODAY = date(2026, 11, 23)
SOURCE = (reference.FIXTURES / "resolution.txt").read_bytes()


def test_taking_the_text_apart_loses_no_byte():
    document = reference.read_resolution()
    assert document.source().encode() == SOURCE
    assert Counter(piece.part for piece in document.pieces) == {
        Part.HEADING: 1,
        Part.ADDRESSEE: 4,
        Part.ITEM: 14,
    }
    assert {piece.bullet for piece in document.pieces if piece.part is Part.ITEM} == {"- ", "– "}


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\n\n",
        "Заголовок",
        "Первая\r\nвторая\r\n\r\nКому:\r\n- раз;\r\n\r\nпродолжение\r\n",
        "Кому:\n— раз\n\n\nКому ещё:\n\n- два\n \n",
    ],
)
def test_any_text_comes_back_as_it_was(source):
    assert resolution_text.parse(source).source() == source


def test_what_follows_an_item_belongs_to_it():
    [section] = resolution_text.parse("Кому:\n- внести в\n\nсоответствии;\n- два").sections
    assert section.items == ["внести в\n\nсоответствии;", "два"]


def test_an_item_needs_an_addressee():
    with pytest.raises(ValueError, match="addressee"):
        resolution_text.parse("Заголовок\n- сделать")


@pytest.fixture
def loaded(db):
    return reference.load(TODAY)


def test_the_items_are_the_document_s_own_words(loaded):
    """Heading, addressees and items from the database, with bullets and blank lines, are it."""
    resolution = Resolution.objects.get()
    document = reference.read_resolution()
    texts = iter(
        text
        for addressee in resolution.addressees.all()
        for text in [
            addressee.heading,
            *resolution.directives.filter(level=addressee.level).values_list("text", flat=True),
        ]
    )
    for piece in document.pieces:
        piece.text = resolution.heading if piece.part is Part.HEADING else next(texts)
    assert document.source().encode() == SOURCE
    assert next(texts, None) is None
    assert "2022года" in resolution.directives.get(number="4.1").text
    assert "акты в\n\nсоответствии" in resolution.directives.get(number="4.2").text
    assert not resolution.directives.get(number="2.2").text.endswith(";")


def test_bodies_of_the_region(loaded):
    assert Municipality.objects.count() == 27
    department = Organization.objects.get(level=Level.DEPARTMENT)
    assert department.full_name == "Министерство образования и науки Смоленской области"
    assert "Департамент Смоленской области" in department.note
    assert Counter(Organization.objects.values_list("level", flat=True)) == {
        Level.DEPARTMENT: 1,
        Level.INSTITUTE: 1,
        Level.MUNICIPAL: 27,
    }
    assert not Organization.objects.exclude(level=Level.DEPARTMENT).exclude(parent=department)


def test_items_with_their_control_themes_and_checkpoints(loaded):
    assert Addressee.objects.count() == 4
    assert Theme.objects.count() == 6
    numbers = Counter(Directive.objects.values_list("level", flat=True))
    assert numbers == {"department": 4, "municipal": 4, "institute": 2, "school": 4}
    once = Directive.objects.filter(control=Control.ONCE).values_list("number", flat=True)
    assert set(once) == {"1.2", "2.2", "4.1", "4.2"}
    for row in reference.read("directives.json"):
        directive = Directive.objects.get(number=row["number"])
        links = directive.theme_links.all()
        assert [link.theme.code for link in links if link.is_primary] == row["themes"][:1]
        assert {link.theme.code for link in links} == set(row["themes"])
        codes = [link.checkpoint.code for link in directive.checkpoint_links.all()]
        assert codes == row["checkpoints"]
        named = directive.date_in_text and directive.date_in_text.isoformat()
        assert named == row["date_in_text"]
        assert directive.supported_by.exists() == row["supported_by_institute"]


def test_a_shared_checkpoint_is_one_row(loaded):
    rows = json.loads((reference.FIXTURES / "checkpoints.json").read_text(encoding="utf-8"))
    assert Checkpoint.objects.count() == len(rows)
    shared = Checkpoint.objects.filter(directives__number="4.1").filter(directives__number="4.2")
    assert shared.count() == 7


def test_every_level_has_a_date_in_every_period(loaded):
    assert ReportingPeriod.objects.filter(school_year=2026).count() == 7
    assert PeriodDueDate.objects.count() == 28
    assert not ReportingPeriod.objects.exclude(opened_at=None)


def test_nothing_is_published(loaded):
    assert not Directive.objects.published().exists()
    assert not Assignment.objects.exists()


def test_a_second_time_changes_nothing_that_staff_have_edited(loaded):
    Municipality.objects.filter(short_name="Вяземский округ").update(oktmo="66999000")
    Organization.objects.filter(level=Level.INSTITUTE).update(name="Институт")
    Theme.objects.filter(code="A").update(name="Своё название")
    Resolution.objects.update(heading="Резолюция форума")
    directive = Directive.objects.get(number="2.1")
    directive.theme_links.all().delete()
    Checkpoint.objects.filter(code="ГОТ-01").update(hint="Своя подсказка")
    Indicator.objects.filter(code="МШ-01").update(name="Своя доля", is_in_use=False)
    Quantity.objects.get(code="pupils").parts.clear()
    Target.objects.filter(indicator__code="МШ-01").update(value=50)
    before = [list(model.objects.order_by("pk").values()) for model in _MODELS]
    assert reference.load(TODAY).created == {}
    assert [list(model.objects.order_by("pk").values()) for model in _MODELS] == before
    assert not directive.theme_links.exists()
    assert not Quantity.objects.get(code="pupils").parts.exists()


_MODELS = [
    Municipality, Organization, Theme, Checkpoint, Resolution, Addressee, Directive,
    ReportingPeriod, PeriodDueDate, Mechanism, Quantity, Indicator, Target,
]  # fmt: skip


def test_what_is_missing_is_created_again(loaded):
    Directive.objects.get(number="3.2").delete()
    assert reference.load(TODAY).created == {"directives": 1}
    assert Directive.objects.get(number="3.2").checkpoints.count() == 4


def test_the_next_school_year_brings_its_own_periods(loaded):
    assert reference.load(date(2027, 9, 1)).created == {"periods": 7, "targets": 30}


def test_a_target_that_staff_have_set_goes_on_into_the_next_year(loaded):
    Target.objects.filter(indicator__code="МШ-01").update(value=50)
    reference.load(date(2027, 9, 1))
    assert Target.objects.get(indicator__code="МШ-01", school_year=2027).value == 50
    assert reference.load(date(2027, 9, 1)).created == {}


@pytest.mark.django_db
def test_the_command_says_what_it_created():
    said = StringIO()
    call_command("load_resolution", stdout=said)
    call_command("load_resolution", stdout=said)
    first, second = said.getvalue().splitlines()
    assert "directives 14" in first
    assert "indicators 30" in first
    assert second == "nothing was missing"
