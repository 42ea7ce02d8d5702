"""Whatever stands in the cells of a list, it is read without an exception."""

from hypothesis import given, settings
from hypothesis import strategies as st

from organizations.models import Organization
from organizations.school_list.duplicates import merge_duplicates
from organizations.school_list.entries import read_entries
from organizations.school_list.header import Column, Header
from organizations.school_list.names import match_name, match_names
from organizations.school_list.reader import Row
from organizations.school_list.text import display, tidied
from tests.school_list.sheets import INDEX, INN, OGRN, municipality

FIELDS = [
    *("municipality", "oktmo", "full_name", "short_name", "inn", "kpp", "ogrn", "inn_kpp", "kind"),
    *("education_levels", "settlement", "pupils", "address", "head_name", "phone", "email"),
    *("website", "founder", "branch", "note", None),
]
LIKELY = [
    *(
        "",
        " ",
        "-",
        "нет",
        "Вяземский район",
        "г. Смоленск",
        "Вязьма",
        "66605000",
        "МБОУ «СОШ № 1»",
    ),
    *(
        "муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 2»",
        "Итого",
        "Исп.",
    ),
    *(*INN, *OGRN, f"{INN[0]}/679901001", "679901001", "6.7E+09", "СОШ", "НОО, ООО", "1-9", "село"),
    *("1 236 чел.", "8(48131) 5-12-34", "school@vyazma.example", "https://vyazma.example", "да"),
    *(
        "\x1f",
        "\ud800",
        "\x00",
        "№",
        "'=1",
        "\u00a0школа\u200b",
        "Cредняя",
        "http://[",
        "١٢٣٤٥٦٧٨٩٠",
    ),
]
TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
CELLS = st.one_of(
    st.sampled_from(LIKELY),
    TEXT,
    st.lists(st.sampled_from(LIKELY), min_size=2, max_size=3).map(" ".join),
    st.floats(),
    st.integers(),
    st.integers(10**12, 10**13).map(float),
    st.just(10**4000),
    st.booleans(),
    st.none(),
)


@st.composite
def tables(draw):
    fields = draw(st.lists(st.sampled_from(FIELDS), min_size=3, max_size=12, unique=True))
    rows = draw(st.lists(st.lists(CELLS, max_size=len(fields) + 1), max_size=6))
    header = Header(
        1, 1, [Column(at, field or "Прочее", field, 1) for at, field in enumerate(fields)]
    )
    return header, [Row(number, cells) for number, cells in enumerate([fields, *rows], start=1)]


@settings(max_examples=400, deadline=None)
@given(tables())
def test_any_cells_are_read(table):
    header, rows = table
    if len(rows) == 1:
        return
    reading = read_entries(rows, header, INDEX, scope=municipality("Вяземский округ"))
    told = len(reading.entries) + sum(reading.dropped.values())
    assert told == len(rows) - 1
    merge_duplicates(reading)
    for entry in reading.entries:
        for name, value in entry.values.items():
            if isinstance(value, str):
                value.encode()
                assert "\x00" not in value
                assert len(value) <= Organization._meta.get_field(name).max_length
    for problem in (*reading.errors, *reading.warnings):
        problem.message.encode()
        assert 2 <= problem.row <= len(rows)
        assert problem.index is None or problem.column == header.columns[problem.index].heading


@given(st.lists(st.one_of(TEXT, st.sampled_from(LIKELY)), min_size=1, max_size=5))
def test_a_column_is_tidied_as_each_of_its_cells(cells):
    assert list(tidied(cells)) == [display(cell) for cell in cells]


@given(st.lists(st.one_of(TEXT, st.sampled_from(LIKELY)), min_size=1, max_size=5))
def test_names_are_normalised_together_as_one_by_one(names):
    assert match_names(names) == [match_name(name) for name in names]


@given(st.one_of(CELLS))
def test_what_is_shown_is_one_line_without_unseen_characters(cell):
    shown = display(cell)
    assert shown == display(shown)
    assert shown == " ".join(shown.split())
    shown.encode()
