"""The roll-up page: its figures, switches, cost, files, and what outsiders do not see."""

import re
from datetime import timedelta

import pytest

from indicators.models import Mechanism
from tests import make
from tests.downloads.taking import csv_of, take
from tests.indicators import make_indicators as mk
from tests.indicators.test_roll_up import write

pytestmark = pytest.mark.django_db
PAGE = "/indicators/roll-up/"
THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture
def places(vyazma):
    """Вяземский округ, two more of the region, and one of another region."""
    own = [make.make_authority(make.make_municipality(name)) for name in ("Ельня", "Ярцево")]
    between = make.make_authority(
        make.make_municipality("Чужой округ"), parent=make.make_institute()
    )
    return [vyazma, *own, between]


@pytest.fixture
def case(places):
    """Two quarters of a share with a target of 50 %, of a count and of a share nobody targets.

    |                  | before  | now      |                                |
    |------------------|---------|----------|--------------------------------|
    | Вяземский округ  | 10 / 40 | 30 / 40  | met                            |
    | Ельня            | 4 / 40  | 8 / 40   | improving (10 % before)        |
    | Ярцево           |         | 1 / 5    | of few: not rated              |
    | Чужой округ      |         | 40 / 40  | not of the region              |

    Region: 39 / 85 = 45.9 %, improving (14 / 80 = 17.5 % before).
    """
    mechanism = Mechanism.objects.create(code="9.9", name="Проверочный механизм")
    share = mk.make_indicator("А-1", mechanism=mechanism)
    count = mk.make_indicator("Б-2", measure="count", unit="ед.")
    mk.make_target(share, 50)
    schools = [
        make.make_school(body, settlement="urban" if n else "rural", kind="basic")
        for n, body in enumerate(places)
    ]
    before, now = [
        mk.make_collection(make.make_period(number=n, due_on=make.TODAY + timedelta(days=10)))
        for n in (1, 2)
    ]
    for collection, shares in ((before, [(10, 40), (4, 40)]),
                               (now, [(30, 40), (8, 40), (1, 5), (40, 40)])):  # fmt: skip
        asked = [mk.asked(collection, row) for row in (share, count)]
        for n, (school, value) in enumerate(zip(schools, shares, strict=False)):
            write(mk.report_of(collection, school), "accepted",
                  {asked[0]: value, asked[1]: (1000 + n, None)})  # fmt: skip
    return now, share, count


@pytest.fixture
def read(client):
    """The page as a user sees it: rows of the table as lists of plain words."""

    def read(user, collection, **asked):
        client.force_login(user)
        response = client.get(PAGE, {"period": collection.period_id, **asked})
        assert response.status_code == 200
        return rows_of(response.content.decode())

    return read


def rows_of(html: str) -> list[list[str]]:
    table = re.search(r'<table class="table table--many wide">.*?</table>', html, re.DOTALL).group()
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[re.sub(r"<[^>]+>", "", cell).replace(THIN, " ") for cell in row] for row in cells]


def test_municipalities_of_the_region_and_its_sum(case, department, read):
    now, _share, _count = case
    head, target, counted, *rows = read(department, now)
    assert head[1:] == ["А-1", "Б-2"]
    assert target[1] == "50,0"
    assert counted[1] == "3 из 3"
    assert rows == [
        ["Вяземский округ", "75,0", "1 000"],
        ["Ельня", "20,0", "1 001"],
        ["Ярцево", "20,0", "1 002"],
        ["Региональный уровень", "", ""],
        ["Регион", "45,9", "3 003"],
    ]


def test_each_figure_says_how_it_stands_and_opens_its_indicator(case, department, client):
    now, share, _count = case
    client.force_login(department)
    html = client.get(PAGE, {"period": now.period_id}).content.decode()
    link = f'href="/indicators/{share.pk}/?period={now.period_id}"'
    for name, value in (("met", "75,0"), ("improving", "20,0"), ("small", "20,0"),
                        ("improving", "45,9")):  # fmt: skip
        cell = f'<td class="{name}"><a aria-describedby="is-{name}" {link}>{value}</a></td>'
        assert cell in html
    for name in ("met", "improving", "behind", "small"):
        assert f'id="is-{name}"' in html


def test_what_waits_counts_only_where_it_is_asked_for(case, department, read, vyazma):
    now, share, _count = case
    school = make.make_school(vyazma)
    mk.collecting.deal_out(collection=now, at=make.moment())
    write(mk.report_of(now, school), "submitted", {mk.asked(now, share): (0, 60)})
    accepted, submitted = read(department, now), read(department, now, basis="submitted")
    assert (accepted[2][1], accepted[3][1]) == ("3 из 4", "75,0")
    assert (submitted[2][1], submitted[3][1]) == ("4 из 4", "30,0")


def test_divided_by_settlement_and_by_kind(case, department, read):
    now, _share, _count = case
    assert read(department, now, by="settlement")[3:] == [
        ["Город", "20,0", "2 003"],
        ["Село", "75,0", "1 000"],
        ["Регион", "45,9", "3 003"],
    ]
    assert [row[1] for row in read(department, now, by="school_kind")[3:]] == ["45,9", "45,9"]


def test_narrowed_to_a_mechanism(case, department, read):
    now, share, _count = case
    assert read(department, now, mechanism=share.mechanism_id)[0][1:] == ["А-1"]


def test_sorted_by_an_indicator_what_is_not_rated_comes_last(case, department, read):
    now, share, count = case
    names = [row[0] for row in read(department, now, sort=f"{share.pk}")[3:6]]
    assert names == ["Ельня", "Вяземский округ", "Ярцево"]
    names = [row[0] for row in read(department, now, sort=f"-{count.pk}")[3:6]]
    assert names == ["Ярцево", "Ельня", "Вяземский округ"]


@pytest.mark.usefixtures("no_query_per_row")
def test_the_number_of_queries_does_not_grow(case, department, municipality, client,
                                             django_assert_max_num_queries):  # fmt: skip
    now, _share, _count = case
    for _ in range(6):
        mk.make_indicator()
    for user in (department, municipality):
        client.force_login(user)
        with django_assert_max_num_queries(14):
            client.get(PAGE, {"period": now.period_id})


def test_a_figure_of_few_is_hidden_from_outsiders_on_the_page_and_in_files(
    case, school, municipality, department, read, client
):
    now, _share, _count = case
    for user, said in ((school, "менее 10"), (municipality, "менее 10"), (department, "20,0")):
        assert read(user, now)[5][1] == said
        answer = client.get(PAGE, {"period": now.period_id, "format": "csv"})
        line = next(row for row in csv_of(answer) if row[0] == "Ярцево")
        assert line[1].removesuffix("%") == said


def test_a_kind_of_one_or_two_schools_is_not_told_to_outsiders(case, school, department, read):
    now, _share, _count = case
    assert read(school, now, by="settlement")[3][1:] == ["менее 3 школ"] * 2
    assert read(school, now, by="school_kind")[3][1:] == ["45,9", "3 003"]
    assert read(department, now, by="settlement")[3][1:] == ["20,0", "2 003"]


@pytest.mark.parametrize("by", ["municipality", "settlement"])
def test_files_have_the_rows_of_the_page_in_its_order(case, department, read, client, by):
    now, share, _count = case
    asked = {"by": by, "sort": f"-{share.pk}"}
    page = [[row[0], *(cell.replace(" ", "") for cell in row[1:])]
            for row in read(department, now, **asked)]  # fmt: skip
    taken = take(client, PAGE, asked | {"period": now.period_id})
    assert [
        [cell.removesuffix("%") for cell in row] for row in taken.rows[: len(page) - 3]
    ] == page[3:]
    below = {row[0]: row[1:] for row in taken.rows[len(page) - 3 :]}
    assert below.keys() == {"Целевое значение", "Учтено организаций", "Не учтено организаций"}
    whole = next(row for row in taken.sheet.iter_rows(min_row=2) if row[0].value == page[-1][0])
    assert [cell.value for cell in whole][1:] == [0.459, 3003]
    assert (taken.about["Период"], taken.about["Учитываются"]) == (
        now.period.full_name, "Принятые отчёты")  # fmt: skip
    assert [note.split(" — ")[0] for note in taken.notes[2:]] == ["А-1", "Б-2"]


def test_nothing_was_collected_yet(department, client):
    client.force_login(department)
    answer = client.get(PAGE)
    assert "ещё не собирались" in answer.content.decode()
    assert client.get(PAGE, {"format": "csv"}).status_code == 200


def test_ones_own_municipality_is_marked(case, municipality, department, school, client, read):
    now, _share, _count = case
    assert [row[0] for row in read(municipality, now)[3:5]] == ["Вяземский округ (ваш)", "Ельня"]
    for user, rows in ((municipality, 1), (department, 0), (school, 0)):
        client.force_login(user)
        html = client.get(PAGE, {"period": now.period_id}).content.decode()
        assert html.count('<tr class="own">') == rows
        assert "2 показателя: таблицу можно прокручивать" in html


def test_it_is_for_everybody_with_a_role(case, client, school, soiro, staff, outsider):
    for user, status in ((school, 200), (soiro, 200), (staff, 200), (outsider, 404)):
        client.force_login(user)
        assert client.get(PAGE).status_code == status


@pytest.mark.parametrize("asked", ["period=x&by=no&basis=no&sort=--&mechanism=x&theme=9",
                                   "period=999999999999999999999", "theme=1"])  # fmt: skip
def test_an_address_that_makes_no_sense_shows_what_there_is(case, department, client, asked):
    client.force_login(department)
    assert client.get(f"{PAGE}?{asked}").status_code == 200
