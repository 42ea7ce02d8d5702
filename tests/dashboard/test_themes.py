"""«Направления»: chains of levels, where each is stuck, and links that no item carries."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.completion import Measures
from directives.figures import Figures
from organizations.models import Level
from resolution_tracker.dashboard.themes.chain import (
    NOT_REPORTED,
    REVIEW,
    REWORK,
    Link,
    stuck_at,
)
from resolution_tracker.dashboard.themes.reading import COUNTED, Body, Held
from resolution_tracker.dashboard.themes.words import places
from tests import make, recount
from tests.dashboard.conftest import PAST
from tests.downloads.taking import take
from tests.make import TODAY

pytestmark = pytest.mark.django_db
BUDGET = 12
LEVELS = ["Департамент", "СОИРО", "Муниципальные органы", "Школы"]
COLUMNS = {
    "Поручений": "applicable", "Срок наступил": "come_due", "Исполнено": "executed",
    "Представлено": "reported", "Принято": "accepted", "Подтверждено": "substantiated",
    "Просрочено": "overdue", "На доработке": "returned", "На проверке": "submitted",
}  # fmt: skip


@pytest.fixture
def themed(region):
    """B leads from the department to the schools; C has no item of the department."""
    other = make.make_theme("C")
    theme = region.due.themes.get()
    for item in (region.own, region.institute, region.municipal):
        item.theme_links.create(theme=theme, is_primary=True)
    region.coming.theme_links.create(theme=theme)
    region.periodic.theme_links.create(theme=other, is_primary=True)
    region.due.theme_links.create(theme=other)
    region.theme, region.other_theme = theme, other
    return region


def page_of(client, **query):
    return client.get(reverse("theme-chains"), query).context["page"]


def link_of(page, code: str, level: str) -> Link:
    chain = next(chain for chain in page.chains if chain.theme.code == code)
    return next(link for link in chain.links if link.level == level)


def by_hand(day, items) -> dict[str, int]:
    numbers = {item.pk for item in items}
    rows = [row for row in recount.states(day) if row.assignment.directive_id in numbers]
    return recount.count(rows, day)


def test_each_link_counts_the_raw_rows_of_its_items(as_, themed, department):
    page = page_of(as_(department))
    carried = {
        ("B", "department"): [themed.own],
        ("B", "institute"): [themed.institute],
        ("B", "municipal"): [themed.municipal],
        ("B", "school"): [themed.due, themed.coming],
        ("C", "school"): [themed.due, themed.periodic],
    }
    for (code, level), items in carried.items():
        link = link_of(page, code, level)
        counts = by_hand(TODAY, items)
        for name in COLUMNS.values():
            assert link.measures.count(name) == counts[name], (code, level, name)
        assert sum(link.holds.values()) == counts["come_due"] - counts["executed"]
        assert sum(row.count for row in link.waiting) == counts["submitted"]


def test_the_items_of_other_themes_stand_in_brackets(as_, themed, department):
    page = page_of(as_(department))
    link = link_of(page, "B", "school")
    assert [item.number for item in link.primary] == ["4.1"]
    assert [item.number for item in link.secondary] == ["4.2"]
    assert "также" in page.sections[0].chain


def test_an_empty_link_is_named(as_, themed, department):
    page = page_of(as_(department))
    assert [link.level for link in page.chains[1].empty] == ["department", "institute", "municipal"]
    said = page.sections[1].standing
    assert "На уровне института направление не ведёт ни один пункт резолюции." in said


def test_the_files_hold_the_links_of_the_screen(as_, themed, department):
    client = as_(department)
    taken = take(client, reverse("theme-chains"))
    page = page_of(client)
    links = [link for chain in page.chains for link in chain.links]
    assert taken.column("Звено") == LEVELS * 2
    for head, name in COLUMNS.items():
        assert taken.values(head) == [link.measures.count(name) for link in links]
    assert taken.column("Состояние")[4:7] == ["нет пункта"] * 3
    assert taken.column("Пункты")[3] == "4.1"
    assert taken.column("Также пункты")[3] == "4.2"


def test_today_by_the_timeline_is_as_it_stands_and_a_past_day_as_it_was(as_, themed, department):
    client = as_(department)

    def figures(**query):
        chains = page_of(client, **query).chains
        return [link.measures.counts for chain in chains for link in chain.links]

    assert figures() == figures(as_of=TODAY.isoformat())
    then = PAST - timedelta(days=1)
    link = link_of(page_of(client, as_of=then.isoformat()), "B", "school")
    counts = by_hand(then, [themed.due, themed.coming])
    for name in COLUMNS.values():
        assert link.measures.count(name) == counts[name], name
    assert link.measures.come_due == 0


def test_a_reader_sees_the_chains_of_the_region_and_opens_no_rows(as_, themed, department, reader):
    whole = page_of(as_(department)).table.rows
    client = as_(reader)
    assert page_of(client).table.rows == whole
    content = client.get(reverse("theme-chains")).content.decode()
    assert reverse("assignment-list") not in content
    assert reverse("figure-detail", args=["execution"]) in content


def test_a_municipality_sees_its_own_part(as_, themed, municipality):
    page = page_of(as_(municipality))
    rows = [
        row for row in recount.states(TODAY)
        if row.assignment.directive_id in {themed.due.pk, themed.coming.pk}
        and row.assignment.organization.parent_id == themed.vyazma.pk
    ]  # fmt: skip
    link = link_of(page, "B", "school")
    assert link.measures.all == len(rows)
    assert "Исполняют другие организации" in page.sections[0].chain


def test_without_a_theme_the_page_says_what_to_do(as_, department):
    make.make_directive()
    content = as_(department).get(reverse("theme-chains")).content.decode()
    assert "ещё нет направлений" in content
    assert take(as_(department), reverse("theme-chains")).rows == []


@pytest.mark.parametrize("who", ["department", "municipality"])
def test_the_queries_do_not_grow_with_the_bodies(as_, themed, request, who):
    client = as_(request.getfixturevalue(who))
    client.get(reverse("theme-chains"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("theme-chains"))
    for _ in range(5):
        make.make_school(themed.vyazma)
    again = make.make_published(number="4.9", at=make.moment(TODAY - timedelta(days=30)))
    again.theme_links.create(theme=make.make_theme("D"), is_primary=True)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("theme-chains"))
    assert len(many) == len(few)
    assert len(many) <= BUDGET, [query["sql"][:90] for query in many]


class TestStuck:
    """The rule by itself: links of so many come due, so many executed."""

    BODIES = {7: Body(Level.MUNICIPAL, "Комитет", "в округе"), 8: Body("department", "Мин", "")}

    def link(self, level: str, due: int, executed: int, *held: tuple) -> Link:
        counts = dict.fromkeys(COUNTED, 0) | {"come_due": due, "executed": executed, "all": due}
        rows = [Held(1, status, reviewer, late, late, 0) for status, reviewer, late in held]
        items = [SimpleNamespace(number="1.1")]
        figures = Figures(Measures(counts))
        return Link(level, items, [], figures, rows, self.BODIES)

    def test_it_is_where_the_share_executed_is_lowest(self):
        upper = self.link("department", 10, 9, ("not_started", None, 1))
        lower = self.link("school", 10, 5, ("in_progress", None, 5))
        assert stuck_at([upper, lower]).link is lower

    def test_of_equal_shares_it_is_the_upper_link(self):
        upper = self.link("municipal", 2, 1, ("not_started", None, 1))
        lower = self.link("school", 10, 5, ("not_started", None, 5))
        assert stuck_at([upper, lower]).link is upper

    def test_what_has_not_come_due_and_what_is_done_is_not_stuck(self):
        assert stuck_at([self.link("department", 0, 0), self.link("school", 3, 3)]) is None

    def test_the_largest_part_holds_it(self):
        held = ("not_started", None, 2), ("returned", None, 3)
        found = stuck_at([self.link("school", 9, 4, *held)])
        assert (found.cause, found.acts) == (REWORK, {"school"})
        even = ("not_started", None, 3), ("returned", None, 3)
        assert stuck_at([self.link("school", 9, 3, *even)]).cause == NOT_REPORTED

    def test_what_waits_for_review_stands_at_the_reviewers(self):
        held = ("submitted", 7, 4), ("submitted", 8, 1), ("not_started", None, 2)
        found = stuck_at([self.link("school", 9, 2, *held)])
        assert (found.cause, found.acts) == (REVIEW, {"municipal", "department"})


def test_who_waits_at_whom_is_told_shortly(as_, themed, department):
    link = TestStuck().link("school", 9, 2, ("submitted", 7, 4))
    assert places(link.waiting) == "в округе"
    link = TestStuck().link("school", 9, 2, ("submitted", 7, 4), ("submitted", 8, 1))
    assert places(link.waiting) == "Мин 1, в округе 4"


def test_the_link_that_holds_the_review_is_marked(as_, themed, department):
    client = as_(department)
    assert "задерживает проверку" not in client.get(reverse("theme-chains")).content.decode()
    for school in themed.schools:
        for item, period in ((themed.due, None), (themed.periodic, themed.first)):
            assignment = make.assignment_of(item, school, period)
            if assignment.status in ("not_started", "in_progress"):
                make.submitted(assignment, make.make_user(organization=school), make.moment())

    page = page_of(client)
    chain = page.chains[1]  # C: only schools have items, municipalities decide
    assert chain.stuck.cause == REVIEW
    assert {link.level for link in chain.links if chain.is_held_by(link)} == {
        "municipal", "department",
    }  # fmt: skip
    assert "задерживает проверку" in page.sections[1].chain
    assert "ждёт проверки" in page.sections[1].standing
    taken = take(client, reverse("theme-chains"))
    assert taken.column("Состояние")[4:] == [
        "задерживает проверку", "нет пункта", "задерживает проверку", "ждёт проверки",
    ]  # fmt: skip
