"""Filling a report in, through the pages: typed, kept, told, sent."""

import json
import re
import uuid
from html import unescape

import pytest
from django.urls import reverse

from directives.models import Status
from indicators import collecting, workflow
from indicators.models import IndicatorReport, IndicatorValue, ReportStep, Source
from indicators.workflow.reviewing import look
from organizations.models import Role
from tests.indicators import make_indicators as mk
from tests.make import make_period, make_school, make_user, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupils():
    return mk.make_quantity("pupils")


@pytest.fixture
def indicators(pupils):
    """Two shares of the pupils, a count and a yes or no."""
    return [
        mk.make_indicator("А", quantity=pupils),
        mk.make_indicator("Б", quantity=pupils),
        mk.make_indicator("В", measure="count", unit="ед."),
        mk.make_indicator("Г", measure="yes_no", unit=""),
    ]


@pytest.fixture
def collection(indicators, a_school, vyazma):
    return mk.make_collection(number=2)


@pytest.fixture
def report(collection, a_school) -> IndicatorReport:
    return mk.report_of(collection, a_school)


@pytest.fixture
def reporter(client, school):
    client.force_login(school)
    return client


def key_of(report: IndicatorReport, code: str) -> int:
    return report.collection.asked.get(indicator__code=code).pk


def value_of(report: IndicatorReport, code: str) -> IndicatorValue | None:
    return IndicatorValue.objects.filter(report=report, asked=key_of(report, code)).first()


def numbers(report: IndicatorReport, code: str) -> tuple[int | None, int | None] | None:
    value = value_of(report, code)
    return value and (value.numerator, value.denominator)


def fields(report: IndicatorReport, code: str, n="", d="", a="", e="", v=0, **more) -> dict:
    """What the form carries of one indicator; more buttons by their letter."""
    pk = key_of(report, code)
    typed = {"n": n, "d": d, "a": a, "e": e, "v": v} | more
    return {f"{name}-{pk}": str(text) for name, text in typed.items()}


def whole(report: IndicatorReport, **lines: dict) -> dict:
    """The form as posted without a script; what is not given is filled."""
    good = {"А": {"n": 3, "d": 10}, "Б": {"n": 4, "d": 10}, "В": {"n": 5}, "Г": {"n": 1}}
    data = {"key": str(uuid.uuid4())}
    for code, line in (good | lines).items():
        data |= fields(report, code, **line)
    return data


def type_in(client, report: IndicatorReport, code: str, **texts):
    """As the page does while one types."""
    address = reverse("indicator-value", args=[report.pk, key_of(report, code)])
    data = fields(report, code, **texts)
    return client.post(address, data, headers={"HX-Request": "true"})


def put(response) -> dict[str, str]:
    return json.loads(response["HX-Trigger-After-Swap"])["indicators:put"]["values"]


def post(client, report: IndicatorReport, action: str = "submit", **lines):
    address = reverse("indicator-fill", args=[report.pk])
    return client.post(address, whole(report, **lines) | {"action": action})


def text_of(response) -> str:
    """The page's words, without markup."""
    content = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content)).split())


def status_of(report: IndicatorReport) -> str:
    report.refresh_from_db()
    return report.status


def an_accepted_period(organization, school, municipality, *numbers_before):
    """The collection before: sent and accepted."""
    before = mk.make_collection(make_period(number=1))
    mk.accept(mk.report_of(before, organization), school, municipality, *numbers_before)
    return before


def test_what_is_typed_is_kept_at_once(reporter, report):
    answer = type_in(reporter, report, "А", n="8", d="10")
    assert numbers(report, "А") == (8, 10)
    assert status_of(report) == Status.IN_PROGRESS
    said = text_of(answer)
    assert "80,0" in said
    assert "8 из 10" in said
    page = reporter.get(reverse("indicator-fill", args=[report.pk]))
    assert f'name="n-{key_of(report, "А")}" value="8"' in page.content.decode()


def test_typing_never_replaces_a_field(reporter, report):
    """Only what stands beside the fields comes back, so the place is not lost."""
    answer = type_in(reporter, report, "А", n="8", d="10").content.decode()
    assert "<input" not in answer
    assert f"feedback-{key_of(report, 'Б')}" in answer
    assert 'id="progress"' in answer


def test_typing_and_sending_say_the_same(reporter, report):
    typed = text_of(type_in(reporter, report, "А", n="11", d="10"))
    said = "Числитель (11) больше знаменателя (10)."
    assert said in typed
    assert said in text_of(post(reporter, report, А={"n": 11, "d": 10}))
    assert status_of(report) == Status.IN_PROGRESS


def test_a_mistake_is_kept_and_told_with_a_link_to_its_field(reporter, report):
    page = post(reporter, report, А={"n": 11, "d": 10})
    assert page.status_code == 200
    assert f'href="#id_n-{key_of(report, "А")}"' in page.content.decode()
    assert numbers(report, "А") == (11, 10)


def test_what_is_no_whole_number_is_told_and_not_kept(reporter, report):
    type_in(reporter, report, "А", n="8", d="10")
    assert "без дробной части" in text_of(type_in(reporter, report, "А", n="8,5", d="12", v=1))
    assert numbers(report, "А") == (8, 12)
    page = post(reporter, report, А={"n": "восемь", "d": 12})
    assert 'value="восемь"' in page.content.decode()
    assert status_of(report) == Status.IN_PROGRESS


def test_empty_is_not_zero(reporter, report):
    page = post(reporter, report, А={"n": "", "d": 10})
    assert "пустое поле не означает ноль" in text_of(page)
    post(reporter, report, А={"n": 0, "d": 10})
    assert status_of(report) == Status.SUBMITTED


def test_an_empty_field_is_no_mistake_while_typing(reporter, report):
    said = text_of(type_in(reporter, report, "А", n="", d="10"))
    assert "пустое поле" not in said
    assert "знаменатель" not in text_of(type_in(reporter, report, "А", n="5", d="", v=1)).lower()


def test_denominator_zero_is_not_applicable(reporter, report):
    assert "не применимо" in text_of(type_in(reporter, report, "А", n="", d="0"))
    post(reporter, report, А={"n": "", "d": 0}, Б={"n": "", "d": 0})
    assert status_of(report) == Status.SUBMITTED


def test_a_shared_denominator_is_typed_once(reporter, report):
    answer = type_in(reporter, report, "А", n="8", d="10")
    assert numbers(report, "Б") == (None, 10)
    assert put(answer)[f"d-{key_of(report, 'Б')}"] == "10"
    type_in(reporter, report, "Б", n="7", d="10", v=1)
    type_in(reporter, report, "А", n="8", d="12", v=1)
    assert numbers(report, "Б") == (7, 12)


def test_a_denominator_that_differs_is_not_overwritten_but_told(reporter, report):
    type_in(reporter, report, "А", n="8", d="10")
    type_in(reporter, report, "Б", n="7", d="10", v=1)
    IndicatorValue.objects.filter(pk=value_of(report, "Б").pk).update(denominator=11)
    said = text_of(type_in(reporter, report, "А", n="8", d="12", v=1))
    assert numbers(report, "Б") == (7, 11)
    assert "А — 12, Б — 11" in said


def test_denominators_come_from_the_passport(reporter, report, a_school, pupils):
    mk.make_passport(a_school, {pupils: 120})
    page = reporter.get(reverse("indicator-fill", args=[report.pk]))
    said = text_of(page)
    assert page.content.decode().count('value="120"') == 2
    assert "из паспорта: 120" in said
    assert "Осталось заполнить 4 поля из 6" in said
    assert "По паспорту здесь 120." in text_of(type_in(reporter, report, "А", n="3", d="121"))
    assert value_of(report, "А").denominator == 121


def test_a_passport_filled_later_reaches_what_nobody_typed(reporter, report, a_school, pupils):
    post(reporter, report, "save", А={}, Б={}, В={}, Г={})
    assert not IndicatorValue.objects.filter(report=report).exists()
    mk.make_passport(a_school, {pupils: 120})
    page = reporter.get(reverse("indicator-fill", args=[report.pk]))
    assert page.content.decode().count('value="120"') == 2


def test_a_jump_asks_for_a_sentence_and_a_sentence_answers(
    reporter, report, a_school, school, municipality
):
    an_accepted_period(a_school, school, municipality, (2, 10), (4, 10), (5, None), (1, 1))
    said = text_of(type_in(reporter, report, "А", n="9", d="10"))
    assert "В прошлый раз было 20, теперь 90" in said
    page = post(reporter, report, А={"n": 9, "d": 10, "v": 1})
    assert "В прошлый раз было 20, теперь 90" in text_of(page)
    assert f'id="reason-{key_of(report, "А")}" open' in page.content.decode()
    post(reporter, report, А={"n": 9, "d": 10, "v": 1, "e": "Открыт кружок."})
    assert status_of(report) == Status.SUBMITTED


def test_the_last_value_its_period_and_the_target_stand_beside_the_fields(
    reporter, report, a_school, school, municipality, indicators
):
    mk.make_target(indicators[0], 90)
    before = an_accepted_period(a_school, school, municipality, (8, 10), (4, 10), (5, None), (1, 1))
    said = text_of(reporter.get(reverse("indicator-fill", args=[report.pk])))
    assert f"{before.period.name} 80,0\u00a0%".replace("\u00a0", " ") in said
    assert "90,0 %" in said
    assert "улучшается" in text_of(type_in(reporter, report, "А", n="17", d="20"))
    assert "цель достигнута" in text_of(type_in(reporter, report, "А", n="18", d="20", v=1))
    assert "отстаёт" in text_of(type_in(reporter, report, "А", n="15", d="20", v=2))


def test_below_ten_nothing_is_coloured(reporter, report, indicators):
    mk.make_target(indicators[0], 90)
    answer = type_in(reporter, report, "А", n="9", d="9")
    assert "standing--" not in answer.content.decode()
    assert "менее 10" in text_of(answer)


def test_one_value_has_not_changed(reporter, report, a_school, school, municipality):
    an_accepted_period(a_school, school, municipality, (8, 10), (4, 10), (5, None), (1, 1))
    answer = type_in(reporter, report, "А", same="")
    assert numbers(report, "А") is None
    address = reverse("indicator-value", args=[report.pk, key_of(report, "А")])
    data = fields(report, "А") | {"same": key_of(report, "А")}
    answer = reporter.post(address, data, headers={"HX-Request": "true"})
    assert numbers(report, "А") == (8, 10)
    assert put(answer)[f"n-{key_of(report, 'А')}"] == "8"


def test_the_last_values_fill_what_is_empty_without_a_script(
    reporter, report, a_school, school, municipality
):
    an_accepted_period(a_school, school, municipality, (8, 10), (4, 10), (5, None), (1, 1))
    empty = {"n": ""}
    post(reporter, report, "last", А={"n": 9, "d": 10}, Б=empty, В=empty, Г=empty)
    assert [numbers(report, code) for code in "АБВГ"] == [(9, 10), (4, 10), (5, None), (1, 1)]
    assert status_of(report) == Status.IN_PROGRESS


def test_no_changes_sends_the_last_values(reporter, report, a_school, school, municipality):
    an_accepted_period(a_school, school, municipality, (8, 10), (4, 10), (5, None), (1, 1))
    data = {"key": str(uuid.uuid4())}
    for _twice in range(2):
        answer = reporter.post(reverse("indicator-nil", args=[report.pk]), data)
        assert answer["Location"] == reverse("indicator-report", args=[report.pk])
    assert status_of(report) == Status.SUBMITTED
    assert report.is_nil
    assert report.entries.filter(kind=ReportStep.SUBMITTED).count() == 1


def test_no_changes_that_need_a_look_lead_to_the_form(
    reporter, report, a_school, school, municipality
):
    an_accepted_period(a_school, school, municipality, (8, 10), (4, 10), (5, None), (1, 1))
    type_in(reporter, report, "А", n="11", d="10")
    answer = reporter.post(reverse("indicator-nil", args=[report.pk]), follow=True)
    assert "больше знаменателя" in text_of(answer)
    assert numbers(report, "Б") == (4, 10)
    assert status_of(report) == Status.IN_PROGRESS


def test_there_is_nothing_to_repeat_without_an_earlier_report(reporter, report):
    answer = reporter.post(reverse("indicator-nil", args=[report.pk]), follow=True)
    assert "Нет принятого отчёта" in text_of(answer)


def test_a_reason_stands_for_a_number(reporter, report):
    page = post(reporter, report, В={"a": "other"})
    assert "почему нет числа" in text_of(page).lower()
    assert status_of(report) == Status.IN_PROGRESS
    post(reporter, report, В={"a": "other", "e": "Карантин.", "v": 1}, Г={"a": "not_ours"})
    assert status_of(report) == Status.SUBMITTED


def test_a_made_up_reason_is_not_kept(reporter, report):
    type_in(reporter, report, "В", a="lazy")
    assert value_of(report, "В") is None


def test_an_explanation_too_long_is_told_and_stays_in_its_field(reporter, report):
    said = text_of(type_in(reporter, report, "В", n="5", e="я" * 1001))
    assert "длиннее 1000 знаков" in said
    assert value_of(report, "В").explanation == ""
    assert "я" * 1001 in post(reporter, report, В={"n": 5, "e": "я" * 1001}).content.decode()


def test_a_button_pressed_twice_sends_once(reporter, report):
    data = whole(report) | {"action": "submit"}
    address = reverse("indicator-fill", args=[report.pk])
    first, second = reporter.post(address, data), reporter.post(address, data)
    assert first["Location"] == second["Location"] == reverse("indicator-report", args=[report.pk])
    assert report.entries.filter(kind=ReportStep.SUBMITTED).count() == 1


def test_another_person_is_not_overwritten_unasked(reporter, client, report, a_school, school):
    other = make_user("colleague", a_school, Role.REPORTER, last_name="Петрова", first_name="Анна")
    mk.fill(report, other, (7, 10), (4, 10), (5, None), (1, 1))
    answer = type_in(reporter, report, "А", n="8", d="10", v=0)
    said = text_of(answer)
    assert "Петрова А." in said
    assert "7 / 10" in said
    assert "8 / 10" in said
    assert numbers(report, "А") == (7, 10)
    type_in(reporter, report, "А", n="8", d="10", v=0, mine=1)
    assert numbers(report, "А") == (8, 10)


def test_what_another_person_saved_can_be_taken(reporter, report, a_school):
    other = make_user("colleague", a_school, Role.REPORTER)
    mk.fill(report, other, (7, 10), (4, 10), (5, None), (1, 1))
    type_in(reporter, report, "А", n="8", d="10", v=0)
    answer = type_in(reporter, report, "А", n="8", d="10", v=0, theirs=1)
    assert numbers(report, "А") == (7, 10)
    assert put(answer)[f"n-{key_of(report, 'А')}"] == "7"
    assert put(answer)[f"v-{key_of(report, 'А')}"] == "1"


def test_a_whole_form_keeps_what_another_person_did_not_touch(reporter, report, a_school):
    other = make_user("colleague", a_school, Role.REPORTER)
    first = report.collection.asked.get(indicator__code="А")
    workflow.keep_value(
        report=report, asked=first, typed=workflow.Typed(7, 10), by=other, at=moment()
    )
    page = post(reporter, report, А={"n": 8, "d": 10, "v": 0})
    assert "Оставить моё" in text_of(page)
    assert numbers(report, "А") == (7, 10)
    assert numbers(report, "В") == (5, None)
    assert status_of(report) == Status.IN_PROGRESS


def test_what_has_been_sent_is_not_typed_over(reporter, report):
    post(reporter, report)
    said = text_of(type_in(reporter, report, "А", n="9", d="10", v=1))
    assert "на проверке" in said
    assert numbers(report, "А") == (3, 10)
    for action in ("save", "last"):
        page = post(reporter, report, action, А={"n": 9, "d": 10, "v": 1})
        assert "на проверке" in text_of(page)
        assert 'value="9"' in page.content.decode()
    same = reporter.post(reverse("indicator-fill", args=[report.pk]), {"action": "last"})
    assert "на проверке" in text_of(same)


def test_a_closed_collection_is_frozen(reporter, report, collection, staff):
    collecting.close_collection(collection=collection, by=staff, at=moment())
    said = text_of(type_in(reporter, report, "А", n="9", d="10"))
    assert "Период закрыт" in said
    assert "сохранено" not in said
    assert value_of(report, "А") is None
    page = reporter.get(reverse("indicator-fill", args=[report.pk]), follow=True)
    assert "Сбор закрыт" in text_of(page)


def test_a_school_is_not_asked_what_it_does_not_teach(reporter, a_school, vyazma):
    a_school.education_levels = ["noo", "ooo"]
    a_school.save()
    mk.make_indicator("Всем")
    mk.make_indicator("ЕГЭ", name="Доля участников ЕГЭ", education_levels=["soo"])
    mk.make_indicator("ОГЭ", name="Доля участников ОГЭ", education_levels=["ooo"])
    report = mk.report_of(mk.make_collection(), a_school)
    said = text_of(reporter.get(reverse("indicator-fill", args=[report.pk])))
    assert "Доля участников ОГЭ" in said
    assert "ЕГЭ" not in said
    address = reverse("indicator-value", args=[report.pk, key_of(report, "ЕГЭ")])
    assert reporter.post(address, {}).status_code == 404


def test_what_the_region_gives_is_shown_and_counted(reporter, report, a_school, indicators):
    from_region = mk.make_indicator("Р", name="Доля сдавших", source=Source.UPLOADED)
    asked = report.collection.asked.create(
        indicator=from_region, definition=from_region.definitions.get()
    )
    beside = IndicatorReport.objects.create(
        collection=report.collection, organization=a_school, source=Source.UPLOADED,
        municipality=a_school.municipality, status=Status.ACCEPTED, accepted_at=moment(),
        updated_at=moment(),
    )  # fmt: skip
    IndicatorValue.objects.create(
        report=beside, asked=asked, numerator=9, denominator=10, updated_at=moment()
    )
    said = text_of(reporter.get(reverse("indicator-fill", args=[report.pk])))
    assert "Доля сдавших" in said
    assert "В отчёте 8 полей" in said
    assert "регионом 2" in said
    said = text_of(reporter.get(reverse("indicator-report-list")))
    assert "Осталось заполнить 6 полей из 8" in said


def test_a_returned_value_has_its_remark_above_its_field(reporter, report, municipality, school):
    post(reporter, report)
    workflow.return_for_rework(
        report=report, by=municipality, at=moment(), text="Уточните.",
        remarks={key_of(report, "Б"): "Сверьте с журналом."},
    )  # fmt: skip
    page = reporter.get(reverse("indicator-fill", args=[report.pk])).content.decode()
    row = page[page.index(f'id="row-{key_of(report, "Б")}"') :]
    assert row.index("Сверьте с журналом.") < row.index("<input id=")
    assert page.count("Сверьте с журналом.") == 1
    said = text_of(reporter.get(reverse("indicator-report-list")))
    assert "Уточните." in said
    assert "доработать отчёт по показателям" in said
    said = text_of(reporter.get(reverse("indicator-report", args=[report.pk])))
    assert "Сверьте с журналом. (было 4 / 10)" in said


def test_a_report_is_withdrawn_until_the_reviewer_looks(reporter, report, municipality):
    address = reverse("indicator-withdraw", args=[report.pk])
    post(reporter, report)
    reporter.post(address)
    assert status_of(report) == Status.IN_PROGRESS
    post(reporter, report)
    report.refresh_from_db()
    look(report=report, by=municipality, at=moment())
    assert "уже открыл" in text_of(reporter.post(address, follow=True))
    assert status_of(report) == Status.SUBMITTED


def test_the_authority_fills_in_for_its_school(client, municipality, report):
    client.force_login(municipality)
    page = client.get(reverse("indicator-fill", args=[report.pk]))
    assert "от имени организации" in text_of(page)
    post(client, report)
    assert status_of(report) == Status.SUBMITTED
    assert report.is_on_behalf


def test_an_authority_says_why_it_does_not_wait_for_its_schools(
    client, municipality, collection, vyazma
):
    report = mk.report_of(collection, vyazma)
    client.force_login(municipality)
    address = reverse("indicator-fill", args=[report.pk])
    data = {"action": "submit", "key": str(uuid.uuid4())}
    assert "Приняты отчёты не всех школ" in text_of(client.post(address, data))
    assert status_of(report) == Status.NOT_STARTED
    client.post(address, data | {"text": "Школа на карантине."})
    assert status_of(report) == Status.SUBMITTED
    said = text_of(client.get(reverse("indicator-report", args=[report.pk])))
    assert "Школа на карантине." in said


def test_a_session_that_ended_keeps_what_was_typed(client, report, school):
    address = reverse("indicator-fill", args=[report.pk])
    client.post(address, whole(report, А={"n": 8, "d": 10}) | {"action": "save"})
    assert value_of(report, "А") is None
    client.force_login(school)
    assert "Введённое до входа сохранено" in text_of(client.get(address))
    assert numbers(report, "А") == (8, 10)


def test_a_stranger_finds_nothing(client, report, other_school, other_municipality, outsider):
    for user in (other_school, other_municipality, outsider):
        client.force_login(user)
        for name in ("indicator-report", "indicator-fill"):
            assert client.get(reverse(name, args=[report.pk])).status_code == 404
        assert type_in(client, report, "А", n="1", d="2").status_code == 404
        for name in ("indicator-nil", "indicator-withdraw"):
            assert client.post(reverse(name, args=[report.pk])).status_code == 404


def test_who_only_sees_a_report_does_not_fill_it_in(client, report, department, viewer, staff):
    for user in (department, viewer, staff):
        client.force_login(user)
        assert client.get(reverse("indicator-report", args=[report.pk])).status_code == 200
        assert client.get(reverse("indicator-fill", args=[report.pk])).status_code == 403
        assert type_in(client, report, "А", n="1", d="2").status_code == 403
        for name in ("indicator-nil", "indicator-withdraw"):
            assert client.post(reverse(name, args=[report.pk])).status_code == 403


def test_who_reports_for_nobody_has_no_list(client, viewer, outsider, staff):
    for user in (viewer, outsider, staff):
        client.force_login(user)
        assert client.get(reverse("indicator-report-list")).status_code == 404


@pytest.fixture
def queries(django_assert_max_num_queries, client, school):
    """How many a page takes."""

    def count(name: str, *arguments, most: int) -> int:
        client.force_login(school)
        with django_assert_max_num_queries(most) as seen:
            assert client.get(reverse(name, args=arguments)).status_code == 200
        return len(seen)

    return count


PAGES = [("indicator-fill", 25), ("indicator-report", 25), ("indicator-report-list", 20)]


@pytest.mark.parametrize(("name", "most"), PAGES)
def test_more_indicators_cost_no_more_queries(
    queries, name, most, vyazma, a_school, school, municipality, no_query_per_row
):
    taken = []
    for number, more in ((1, 2), (2, 20)):
        for _one in range(more):
            mk.make_target(mk.make_indicator(quantity=mk.make_quantity()), 80)
        collection = mk.make_collection(make_period(number=number))
        report = mk.report_of(collection, a_school)
        rows = collection.asked.count()
        mk.fill(report, school, *[(n, 20) for n in range(rows)])
        arguments = [] if name == "indicator-report-list" else [report.pk]
        taken.append(queries(name, *arguments, most=most))
        if number == 1:
            workflow.submit(report=report, by=school, at=moment(), key=uuid.uuid4())
            workflow.accept(report=report, by=municipality, at=moment())
    assert taken[1] - taken[0] <= 3  # an earlier period is there the second time


def test_many_bodies_cost_no_more_queries(queries, vyazma, a_school, school, indicators):
    def add(count: int) -> None:
        for _one in range(count):
            body = make_school(vyazma)
            school.memberships.create(organization=body, role=Role.REPORTER)

    add(2)
    mk.make_collection(make_period(number=1))
    first = queries("indicator-report-list", most=20)
    add(6)
    mk.make_collection(make_period(number=2))
    assert queries("indicator-report-list", most=30) - first <= 8  # one more open period
