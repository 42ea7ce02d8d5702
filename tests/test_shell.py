"""What surrounds each page: the way in, the head, and the demo's door."""

from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.core.management.base import CommandError
from django.test import RequestFactory
from django.urls import reverse

from directives.models import Resolution
from organizations.models import Role
from resolution_tracker import navigation
from resolution_tracker.management.commands.run import refuse_a_mixture
from resolution_tracker.shell import demo, start
from tests import make

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/my/?page=2"}


@pytest.fixture
def filled(a_school):
    """A system past its first steps."""
    make.make_user("somebody", make.make_department(), Role.COORDINATOR)
    return Resolution.objects.create(title="Резолюция", heading="Резолюция")


# The way in


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("department", "resolution"),
        ("viewer", "resolution"),
        ("soiro", "resolution"),
        ("municipality", "desk"),
        ("school", "my-assignments"),
        ("staff", "staff-home"),
        ("reader", "resolution"),
    ],
)
def test_each_role_arrives_where_its_work_begins(client, request, filled, who, page):
    client.force_login(request.getfixturevalue(who))

    response = client.get("/")

    assert (response.status_code, response.url) == (302, reverse(page))


def test_a_viewer_below_the_department_arrives_at_the_resolution(client, filled, vyazma):
    client.force_login(make.make_user("watcher", vyazma, Role.VIEWER))

    assert client.get("/").url == reverse("resolution")


def test_a_person_without_a_role_is_told_whom_to_ask(client, outsider, staff):
    staff.email = "help@example.org"
    staff.save()
    client.force_login(outsider)

    page = client.get("/").content.decode()

    assert "У вас пока нет роли" in page
    assert "help@example.org" in page


def test_staff_of_an_empty_system_are_told_what_to_do_first(client, staff):
    client.force_login(staff)

    page = client.get("/").content.decode()

    assert "Система пока пуста" in page
    assert "manage.py load_resolution" in page
    assert [step.is_done for step in start.first_steps()] == [False, False, False]


def test_the_first_steps_end_with_somebody_who_can_place_items_on_control(client, staff, a_school):
    Resolution.objects.create(title="Резолюция", heading="Резолюция")
    make.make_user("reporter", a_school, Role.REPORTER)
    make.make_user("viewer", make.make_department(), Role.VIEWER)
    assert [step.is_done for step in start.first_steps()] == [True, True, False]

    make.make_user("coordinator", make.make_department(), Role.COORDINATOR)

    assert not start.first_steps()


def test_the_sign_in_page_of_a_system_without_users_says_how_to_make_the_first(client, db):
    assert "manage.py createsuperuser" in client.get("/accounts/login/").content.decode()


def test_and_no_longer_when_there_is_one(client, outsider):
    assert "createsuperuser" not in client.get("/accounts/login/").content.decode()


# Who has not signed in


def test_a_page_leads_to_sign_in_and_back(client, db):
    response = client.get("/?x=1")

    assert response.url == f"/accounts/login/?next={quote('/?x=1')}"


def test_a_fragment_of_an_expired_session_leaves_the_page_alone(client, db):
    response = client.get("/", headers=HTMX)

    assert response.status_code == 401
    assert response.content == b""
    assert response["X-Sign-In"] == "/accounts/login/?next=%2Fmy%2F%3Fpage%3D2"


def test_search_engines_are_sent_away(client, db):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_pages_without_an_icon_of_their_own_get_ours(client, db):
    assert "favicon" in client.get("/favicon.ico").url


# The demo's door


@pytest.fixture
def two_of_the_demo(settings, department, municipality):
    """The cast's `department` and `municipality`, as the demo makes them."""
    settings.DEMO = True
    for user in (department, municipality):
        user.email = f"{user.username}@{demo.MAIL_DOMAIN}"
        user.save()


def test_a_demo_user_enters_with_one_click(client, two_of_the_demo, department):
    page = client.get("/accounts/login/").content.decode()
    assert page.count('action="/demo/sign-in/"') == 2
    assert "видит весь регион" in page

    client.post("/demo/sign-in/", {"username": "department"})

    assert client.session["_auth_user_id"] == str(department.pk)


def test_the_demo_door_changes_the_session_key(client, two_of_the_demo):
    client.post("/demo/sign-in/", {"username": "municipality"})
    before = client.session.session_key

    client.post("/demo/sign-in/", {"username": "department"})

    assert client.session.session_key != before


def test_the_demo_door_leads_back_but_not_off_the_site(client, two_of_the_demo):
    for back, leads_to in (("/review/", "/review/"), ("https://example.org/", reverse("home"))):
        response = client.post("/demo/sign-in/", {"username": "department", "next": back})
        assert response.url == leads_to


@pytest.mark.parametrize("username", ["outsider", "nobody", "", "\x00"])
def test_the_demo_door_lets_in_only_the_known(client, settings, outsider, username):
    settings.DEMO = True

    assert client.post("/demo/sign-in/", {"username": username}).status_code == 404


def test_the_demo_door_is_closed_to_a_working_account_of_the_same_login(
    client, settings, department
):
    settings.DEMO = True

    assert client.post("/demo/sign-in/", {"username": "department"}).status_code == 404
    assert "/demo/sign-in/" not in client.get("/accounts/login/").content.decode()


def test_there_is_no_demo_door_outside_a_demo(client, department):
    assert client.post("/demo/sign-in/", {"username": "department"}).status_code == 404
    page = client.get("/accounts/login/").content.decode()
    assert "/demo/sign-in/" not in page
    assert "Это демонстрация" not in page


def test_a_working_system_is_not_made_of_the_demo(settings, two_of_the_demo):
    refuse_a_mixture()
    settings.DEMO = False
    with pytest.raises(CommandError, match="DATA_DIR=var/work DEMO=0 make run"):
        refuse_a_mixture()


def test_the_demo_is_not_shown_over_a_working_system(settings, department):
    refuse_a_mixture()
    settings.DEMO = True
    with pytest.raises(CommandError, match="DEMO=0 make run"):
        refuse_a_mixture()


def test_the_demo_knows_the_users_of_the_design():
    known = "department department2 municipality soiro school village governor staff"
    assert list(demo.USERS) == known.split()


# The head


@pytest.mark.parametrize(
    ("who", "sections"),
    [
        (
            "department",
            (
                "Резолюция По_муниципалитетам Карта Направления Динамика Показатели Дисциплина "
                "На_проверке Документы"
            ),
        ),
        (
            "viewer",
            (
                "Резолюция По_муниципалитетам Карта Направления Динамика Показатели Дисциплина "
                "Документы"
            ),
        ),
        (
            "soiro",
            (
                "Резолюция По_муниципалитетам Карта Направления Динамика Показатели Дисциплина "
                "Документы"
            ),
        ),
        (
            "municipality",
            (
                "Рабочий_стол Резолюция По_школам Направления Динамика Показатели Дисциплина "
                "На_проверке Документы Списки_школ"
            ),
        ),
        ("school", "Мои_поручения Резолюция Показатели Документы"),
        ("staff", "Резолюция Показатели Документы Организации Списки_школ Справочники"),
        ("reader", "Резолюция По_муниципалитетам Карта Направления Динамика Документы"),
        ("outsider", ""),
    ],
)
def test_each_role_sees_its_own_sections(rf, request, who, sections):
    items = _items(rf, request.getfixturevalue(who))

    assert " ".join(item.label.replace(" ", "_") for item in items) == sections


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        (
            "department",
            "Отчёты На_проверке Все_показатели Свод Кто_отчитался Каталог Паспорта Файлы Сбор",
        ),
        ("viewer", "На_проверке Все_показатели Свод Кто_отчитался Каталог Паспорта"),
        ("soiro", "Отчёты Все_показатели Свод Каталог Файлы"),
        (
            "municipality",
            "Отчёты На_проверке Все_показатели Свод Кто_отчитался Каталог Паспорта Файлы",
        ),
        ("school", "Отчёты Все_показатели Свод Каталог Паспорта Файлы"),
        ("staff", "Все_показатели Свод Кто_отчитался Каталог Паспорта Файлы Сбор"),
        ("outsider", ""),
    ],
)
def test_each_role_sees_its_own_pages_of_the_indicators(client, request, who, pages):
    user = request.getfixturevalue(who)
    client.force_login(user)
    found = navigation.pages_for(
        SimpleNamespace(user=user, path="/indicators/roll-up/", resolver_match=None)
    )

    assert " ".join(item.label.replace(" ", "_") for item in found) == pages
    assert [item.label for item in found if item.is_current] == ["Свод"] * bool(pages)
    for item in found:
        assert client.get(item.url, follow=True).status_code == 200, item.label


@pytest.mark.parametrize(
    ("who", "path", "pages", "here"),
    [
        (
            "department",
            "/resolution/",
            "Текст_и_ход_исполнения Поручения Не_представили Две_даты Мои_поручения На_контроле",
            "Текст_и_ход_исполнения",
        ),
        (
            "municipality",
            "/assignments/not-reported/",
            "Текст_и_ход_исполнения Поручения Не_представили Две_даты Мои_поручения",
            "Не_представили",
        ),
        ("school", "/resolution/", "", ""),
        ("reader", "/resolution/", "", ""),
        ("viewer", "/discipline/reviewers/", "Исполнители Проверяющие", "Проверяющие"),
        ("department", "/map/", "", ""),
    ],
)
def test_pages_of_a_section_stand_under_the_head(request, who, path, pages, here):
    user = request.getfixturevalue(who)
    found = navigation.pages_for(SimpleNamespace(user=user, path=path, resolver_match=None))

    assert " ".join(item.label.replace(" ", "_") for item in found) == pages
    assert [item.label.replace(" ", "_") for item in found if item.is_current] == here.split()


def test_the_head_asks_at_most_two_queries(rf, department, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        _items(rf, department)


def test_the_head_counts_what_waits_for_a_decision(rf, department, municipality, a_school, school):
    assignment = make.assignment_of(make.make_published(), a_school)
    make.submitted(assignment, school)

    counts = {item.label: item.count for item in _items(rf, municipality)}

    assert counts["На проверке"] == 1
    assert {item.label: item.count for item in _items(rf, department)}["На проверке"] == 0


def test_the_head_says_which_section_one_is_in(rf, department):
    items = _items(rf, department, reverse("review-queue"))

    assert [item.label for item in items if item.is_current] == ["На проверке"]


def _items(rf: RequestFactory, user, path: str = "/") -> list[navigation.Item]:
    request = rf.get(path)
    request.user = user
    return navigation.items_for(request)
