"""The whole demo at a fixed day: what it tells, and that nothing in it breaks a rule."""

import io
import zipfile
from collections import Counter
from datetime import date

import pytest
from PIL import Image

from directives import completion
from directives.conditions import CONDITIONS
from directives.files.sniffing import sniff
from directives.files.types import BY_CONTENT_TYPE
from directives.models import (
    Assignment,
    Draft,
    Evidence,
    Kind,
    MarkState,
    ReportingPeriod,
    Status,
    StatusUpdate,
)
from organizations.models import Level, Organization, Role, SchoolList, User
from resolution_tracker.demo import filling
from resolution_tracker.demo.moments import moment
from resolution_tracker.shell.demo import USERS, choices
from tests.demo import checks
from tests.demo.conftest import filled_demo

TODAY = date(2026, 11, 23)
NOW = moment(TODAY, 18)
FAR_BEHIND, EXEMPLARY, OURS = "Рославльский округ", "Десногорск", "Вяземский округ"

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Filled once; each test sees it and changes nothing."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), filled_demo(NOW, filling.SCHOOLS, folder) as filled:
        yield filled


def person(username):
    return User.objects.get(username=username)


def test_no_rule_is_broken(demo):
    checks.everything_holds(NOW)


def test_each_body_has_its_items():
    schools = Organization.objects.at(Level.SCHOOL)
    dealt = Counter(Assignment.objects.values_list("directive__number", flat=True))
    basic = schools.filter(education_levels__overlap=["noo", "ooo"]).count()
    assert dealt["4.1"] == basic < schools.count()
    assert dealt["4.2"] == dealt["4.3"] == dealt["4.4"] == schools.count() == 350
    assert {dealt[number] for number in ("2.1", "2.2", "2.3", "2.4")} == {27}
    assert {dealt[f"1.{number}"] for number in (1, 2, 3, 4)} == {1}
    assert {dealt["3.1"], dealt["3.2"]} == {1}
    opened = ReportingPeriod.objects.filter(opened_at__isnull=False)
    assert set(opened.values_list("kind", "number")) == {("quarter", 1), ("half_year", 1)}


def test_mostly_done_some_late_one_far_behind_one_exemplary():
    rows = Assignment.objects.all()
    whole = completion.measure(rows, TODAY)
    assert whole.execution.share > 0.9
    assert whole.overdue > 10
    assert whole.accepted_late > 20
    by_place = completion.measure_by(rows, TODAY, "municipality__short_name")
    assert by_place[FAR_BEHIND].overdue == max(found.overdue for found in by_place.values())
    assert by_place[FAR_BEHIND].execution.share == min(
        found.execution.share for found in by_place.values() if found.come_due > 9
    )
    assert by_place[EXEMPLARY].execution.share == 1
    assert not by_place[EXEMPLARY].overdue


def test_item_of_december_is_under_way():
    found = completion.measure(Assignment.objects.filter(directive__number="4.2"), TODAY)
    assert found.come_due == 0
    assert 180 < found.accepted < 260
    assert found.submitted > 30
    assert found.not_reported > 20


def test_every_turn_of_the_work_is_there():
    kinds = Counter(StatusUpdate.objects.values_list("kind", flat=True))
    told = set(Kind) - {Kind.CANCELLED, Kind.REVIVED, Kind.MOVED}
    assert told <= set(kinds)
    assert kinds[Kind.WAIVED] == 1
    assert Assignment.objects.filter(returns_count__gte=2, status=Status.ACCEPTED).exists()
    assert set(Status) - {Status.CANCELLED} == set(
        Assignment.objects.values_list("status", flat=True)
    )
    shown = {name for name in CONDITIONS if Assignment.objects.showing(name, TODAY).exists()}
    assert set(CONDITIONS) - shown == {"cancelled"}


def test_six_users_sign_in_and_nobody_else(client):
    assert [choice.username for choice in choices()] == list(USERS)
    assert client.login(username="school", password="demo")
    six = User.objects.filter(username__in=USERS)
    assert len({user.password for user in six}) == 1
    assert all(user.patronymic for user in six)
    usable = [user.username for user in User.objects.all() if user.has_usable_password()]
    assert sorted(usable) == sorted(USERS)
    assert person("staff").is_staff
    assert not person("staff").is_superuser
    assert person("school").memberships.get().role == Role.REPORTER
    assert person("municipality").memberships.get().organization.municipality.short_name == OURS


def test_every_body_has_somebody():
    bodies = Organization.objects.filter(memberships__isnull=True)
    assert not bodies.exists()
    assert not Organization.objects.filter(level=Level.MUNICIPAL, phone="").exists()


def test_the_municipality_finds_its_work():
    user = person("municipality")
    waiting = Assignment.objects.decidable_by(user)
    assert 8 <= waiting.count() <= 12
    assert waiting.showing("review_overdue", TODAY).count() == 2
    asked = Assignment.objects.answerable_by(user)
    assert asked.filter(extension_awaits__isnull=False).count() == 1
    assert asked.filter(exemption_awaits__isnull=False).count() == 1


def test_the_department_finds_its_work():
    user = person("department")
    waiting = Assignment.objects.decidable_by(user)
    assert 10 <= waiting.count() <= 14
    assert waiting.filter(is_on_behalf=True).count() >= 2
    assert waiting.filter(directive__level=Level.INSTITUTE).exists()
    own = waiting.get(directive__level=Level.DEPARTMENT)
    last = own.timeline.filter(kind=Kind.SUBMITTED).order_by("-number").first()
    assert last.author == user
    assert Assignment.objects.answerable_by(person("department2")).count() >= 4


def test_the_school_has_one_next_step():
    own = Assignment.objects.reportable_by(person("school"))
    stands = {row.directive.number: row.status for row in own.select_related("directive")}
    assert stands == {
        "4.1": Status.ACCEPTED,
        "4.2": Status.RETURNED,
        "4.3": Status.SUBMITTED,
        "4.4": Status.NOT_STARTED,
    }
    draft = Draft.objects.get()
    assert draft.assignment.directive.number == "4.2"
    assert draft.author == person("school")
    assert draft.text
    assert draft.marks.filter(state=MarkState.DONE).count() > 5
    assert draft.files.count() == 1


def test_files_open_and_would_have_been_taken():
    files = list(Evidence.objects.all())
    assert 60 < len(files) <= 150
    assert len({file.file.name for file in files}) == len(files)
    for evidence in files:
        with evidence.file.open() as file:
            content = file.read()
        assert len(content) == evidence.size
        kind = sniff(io.BytesIO(content), evidence.name)
        assert kind is BY_CONTENT_TYPE[evidence.content_type]
        assert evidence.name.endswith(kind.endings)
        if kind.is_picture:
            Image.open(io.BytesIO(content)).load()
        if evidence.name.endswith("docx"):
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_nothing_is_left_unsaid_in_the_texts():
    texts = StatusUpdate.objects.values_list("text", flat=True)
    assert not [text for text in texts if "{" in text or "None" in text]
    final = StatusUpdate.objects.filter(kind=Kind.SUBMITTED, is_nil=False)
    assert not final.filter(text="").exists()


def test_a_second_time_does_nothing(demo, tmp_path):
    before = StatusUpdate.objects.count(), User.objects.count()
    with filled_demo(NOW, filling.SCHOOLS, tmp_path) as again:
        assert again is None
        assert (StatusUpdate.objects.count(), User.objects.count()) == before


def test_two_lists_of_schools_are_on_their_way():
    first, messy, clean = SchoolList.objects.order_by("pk")
    assert (first.state, first.new, first.error_rows) == ("applied", 350, 0)
    assert (messy.municipality.short_name, messy.state) == (OURS, "checked")
    assert (messy.error_rows, messy.undecided, messy.missing, messy.dropped) == (3, 1, 1, 4)
    assert (clean.state, clean.changed, clean.error_rows) == ("confirmed", 1, 0)
    assert not clean.problems.exists()
