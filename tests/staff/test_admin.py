"""The admin: what staff may do in it, and what nobody may."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.urls import reverse

from directives.models import Checkpoint, Directive, StatusUpdate
from organizations.accounts import ensure_staff_group
from organizations.models import Membership, Organization, Role, User
from tests import make

pytestmark = pytest.mark.django_db

TABLES = [
    "directives_resolution", "directives_directive", "directives_checkpoint", "directives_theme",
    "directives_reportingperiod", "directives_assignment", "directives_statusupdate",
    "directives_evidence", "organizations_municipality", "organizations_organization",
    "organizations_user", "organizations_membership",
]  # fmt: skip
RECORD = ["directives_assignment", "directives_statusupdate", "directives_evidence"]
NO_INLINES = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}


def inline(prefix: str, **fields) -> dict[str, str]:
    """Management data of an inline without rows, or with what is given."""
    data = NO_INLINES | fields
    return {f"{prefix}-{name}": value for name, value in data.items()}


def person(**fields) -> dict[str, str]:
    data = {
        "username": "ivanova", "last_name": "Иванова", "first_name": "Анна", "patronymic": "",
        "email": "ivanova@school.example", "phone": "", "usable_password": "true",
        "password1": "тихий-зимний-вечер", "password2": "тихий-зимний-вечер",
    }  # fmt: skip
    return data | inline("memberships") | fields


def test_choosing_a_body_tells_its_place(keeper, client, a_school, django_assert_max_num_queries):
    choice = {"app_label": "organizations", "model_name": "membership"}
    query = choice | {"field_name": "organization", "term": a_school.name}
    with django_assert_max_num_queries(12):
        answer = client.get(reverse("admin:autocomplete"), query)

    offered = [row["text"] for row in answer.json()["results"]]
    assert f"{a_school.name}, {a_school.municipality}" in offered


def test_headings_of_lists_are_russian(keeper, client, school, a_school):
    def headings(table: str) -> list[str]:
        page = client.get(reverse(f"admin:{table}_changelist")).content.decode()
        found = re.findall(r'<th scope="col".*?</th>', page, re.DOTALL)
        return [re.sub(r"<[^>]+>", "", heading).strip().lower() for heading in found]

    make.submitted(make.assignment_of(make.make_published(), a_school), school)
    for table in TABLES:
        assert not [word for word in headings(table) if re.search("[a-z]", word)], table
    assert "фамилия, имя, отчество" in headings("organizations_user")


@pytest.mark.parametrize("table", TABLES)
def test_staff_open_every_list_in_a_bounded_number_of_queries(
    keeper, client, table, school, a_school, django_assert_max_num_queries
):
    directive = make.make_published()
    make.submitted(make.assignment_of(directive, a_school), school)
    client.get(reverse(f"admin:{table}_changelist"))
    with django_assert_max_num_queries(16):
        response = client.get(reverse(f"admin:{table}_changelist"))
    assert response.status_code == 200


# What a strict content security policy refuses.
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(\bsrc=|application/json))")


@pytest.mark.parametrize("table", TABLES)
def test_no_page_of_the_admin_needs_inline_code_or_styles(keeper, client, table, a_school):
    make.make_published()
    make.make_period()
    app, model = table.split("_")
    row = client.get(reverse(f"admin:{table}_changelist")).context["cl"].queryset.first()
    paths = ["", "import/", "export/", "add/"]
    if row:
        paths += [f"{row.pk}/change/", f"{row.pk}/history/", f"{row.pk}/delete/"]
    for path in paths:
        page = client.get(f"/admin/{app}/{model}/{path}")
        assert not INLINE.search(page.content.decode()), path


@pytest.mark.parametrize("table", RECORD)
def test_what_was_recorded_can_be_read_but_not_changed(keeper, client, school, a_school, table):
    directive = make.make_published()
    make.submitted(make.assignment_of(directive, a_school), school)
    row = StatusUpdate.objects.latest("pk") if table == "directives_statusupdate" else None
    assert client.get(reverse(f"admin:{table}_add")).status_code == 403
    if row:
        url = reverse(f"admin:{table}_change", args=[row.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"text": "другое"}).status_code == 403
        assert client.post(reverse(f"admin:{table}_delete", args=[row.pk])).status_code == 403
    page = client.get(reverse(f"admin:{table}_changelist")).content.decode()
    assert 'name="action"' not in page


def test_not_even_a_superuser_changes_the_timeline(client, admin_user, school, a_school):
    directive = make.make_published()
    update = make.submitted(make.assignment_of(directive, a_school), school)
    client.force_login(admin_user)
    url = reverse("admin:directives_statusupdate_change", args=[update.pk])
    assert client.post(url, {"text": "другое"}).status_code == 403


def test_organizations_have_no_form_in_the_admin(keeper, client, a_school):
    url = reverse("admin:organizations_organization_change", args=[a_school.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "другая"}).status_code == 403
    assert client.get(reverse("admin:organizations_organization_add")).status_code == 403


@pytest.mark.parametrize("who", ["school", "municipality", "department", "outsider"])
def test_the_admin_is_closed_to_everyone_else(request, client, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("admin:index")).status_code in (302, 403)


def test_staff_make_a_user_with_a_role(keeper, client, a_school):
    roles = inline(
        "memberships", TOTAL_FORMS="1",
        **{"0-organization": str(a_school.pk), "0-role": Role.REPORTER},
    )  # fmt: skip
    client.post(reverse("admin:organizations_user_add"), person(**roles))
    user = User.objects.get(username="ivanova")
    assert user.check_password("тихий-зимний-вечер")
    assert [row.organization for row in user.memberships.all()] == [a_school]


def test_a_reader_reads_at_the_department_and_nowhere_else(keeper, client, a_school):
    department = make.make_department()
    for body, taken in ((a_school, False), ("", False), (department, True)):
        place = str(body.pk) if body else ""
        roles = inline(
            "memberships", TOTAL_FORMS="1",
            **{"0-organization": place, "0-role": Role.READER},
        )  # fmt: skip
        response = client.post(reverse("admin:organizations_user_add"), person(**roles))
        assert response.status_code == (302 if taken else 200)
        assert User.objects.filter(username="ivanova").exists() == taken
    assert User.objects.get(username="ivanova").memberships.get().organization == department


def test_a_person_may_set_the_password_by_a_link(keeper, client):
    fields = person(usable_password="false", password1="", password2="")
    client.post(reverse("admin:organizations_user_add"), fields)
    user = User.objects.get(username="ivanova")
    assert not user.has_usable_password()
    assert [letter.to for letter in mail.outbox] == [["ivanova@school.example"]]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_a_link_needs_an_address(keeper, client):
    fields = person(usable_password="false", password1="", password2="", email="")
    response = client.post(reverse("admin:organizations_user_add"), fields)
    assert response.context["adminform"].form.errors["email"]
    assert not User.objects.filter(username="ivanova").exists()


def test_staff_cannot_make_a_superuser(keeper, client):
    client.post(
        reverse("admin:organizations_user_add"),
        person(is_superuser="on", is_staff="on", user_permissions="1"),
    )
    user = User.objects.get(username="ivanova")
    url = reverse("admin:organizations_user_change", args=[user.pk])
    change = person(is_superuser="on", is_active="on", user_permissions="1", groups="1")
    assert client.post(url, change).status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.user_permissions.exists()
    assert not user.groups.exists()


def test_staff_cannot_touch_a_superuser(keeper, client, admin_user):
    url = reverse("admin:organizations_user_change", args=[admin_user.pk])
    assert client.post(url, person()).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[admin_user.pk])
    new = {"password1": "совсем-новый-пароль", "password2": "совсем-новый-пароль"}
    assert client.post(password, new).status_code == 403
    actions = {"action": "deactivate", "_selected_action": str(admin_user.pk)}
    client.post(reverse("admin:organizations_user_changelist"), actions)
    admin_user.refresh_from_db()
    assert admin_user.is_active
    assert admin_user.check_password("password")


def test_a_new_staff_member_gets_the_group_and_loses_it_with_the_mark(keeper, client):
    client.post(reverse("admin:organizations_user_add"), person())
    user = User.objects.get(username="ivanova")
    url = reverse("admin:organizations_user_change", args=[user.pk])
    client.post(url, person(is_active="on", is_staff="on"))
    assert user.groups.count() == 1
    client.post(url, person(is_active="on"))
    assert user.groups.count() == 0


def test_accounts_are_switched_off_not_deleted(keeper, client, school):
    assert (
        client.post(reverse("admin:organizations_user_delete", args=[school.pk])).status_code == 403
    )
    data = {"action": "deactivate", "_selected_action": [str(school.pk), str(keeper.pk)]}
    client.post(reverse("admin:organizations_user_changelist"), data)
    school.refresh_from_db()
    keeper.refresh_from_db()
    assert (school.is_active, keeper.is_active) == (False, True)
    assert LogEntry.objects.filter(object_id=str(school.pk)).exists()


def test_people_without_a_role_are_one_filter(keeper, client, school, outsider):
    response = client.get(reverse("admin:organizations_user_changelist"), {"roles": "none"})
    assert list(response.context["cl"].queryset) == [outsider]


def test_the_text_of_a_published_item_is_frozen(keeper, client):
    directive = make.make_published()
    url = reverse("admin:directives_directive_change", args=[directive.pk])
    assert "text" not in client.get(url).context["adminform"].form.fields
    links = inline("checkpoint_links") | inline("theme_links")
    assert client.post(url, {"text": "другое", **links}).status_code == 302
    assert Directive.objects.get(pk=directive.pk).text == directive.text
    assert (
        client.post(reverse("admin:directives_directive_delete", args=[directive.pk])).status_code
        == 403
    )


def test_a_later_checkpoint_is_added_to_a_published_item_and_none_vanishes(keeper, client):
    directive = make.make_published()
    link, later = directive.checkpoint_links.get(), make.make_checkpoint()
    rows = inline(
        "checkpoint_links", TOTAL_FORMS="2", INITIAL_FORMS="1",
        **{
            "0-id": str(link.pk), "0-DELETE": "on", "0-checkpoint": str(later.pk),
            "0-position": "0", "1-checkpoint": str(later.pk), "1-position": "1",
        },
    )  # fmt: skip
    url = reverse("admin:directives_directive_change", args=[directive.pk])
    client.post(url, rows | inline("theme_links"))
    assert set(directive.checkpoints.all()) == {link.checkpoint, later}


def test_what_a_used_checkpoint_asks_is_frozen(keeper, client):
    checkpoint = make.make_published().checkpoints.get()
    url = reverse("admin:directives_checkpoint_change", args=[checkpoint.pk])
    client.post(url, {"code": checkpoint.code, "title": "Другое", "hint": "Подсказка"})
    checkpoint = Checkpoint.objects.get(pk=checkpoint.pk)
    assert (checkpoint.hint, checkpoint.title != "Другое") == ("Подсказка", True)


def test_the_history_says_what_changed_and_who_did_it(keeper, client):
    theme = make.make_theme("A", name="Было")
    url = reverse("admin:directives_theme_change", args=[theme.pk])
    client.post(url, {"code": "A", "short_name": theme.short_name, "name": "Стало"})
    page = client.get(reverse("admin:directives_theme_history", args=[theme.pk]))
    [change, first] = page.context["changes"]
    assert (change.by, first.is_first) == (keeper, True)
    assert [(value.before, value.after) for value in change.values] == [("Было", "Стало")]


def test_the_staff_group_grants_nothing_beyond_the_tables(keeper):
    ensure_staff_group()
    granted = set(keeper.get_all_permissions())
    assert "directives.view_statusupdate" in granted
    for forbidden in (
        "directives.change_statusupdate", "directives.add_assignment",
        "directives.delete_evidence", "organizations.change_organization",
        "organizations.delete_user", "auth.change_group", "auth.add_permission",
    ):  # fmt: skip
        assert forbidden not in granted


def test_a_membership_is_unique(keeper, client, school, a_school):
    data = {"user": school.pk, "organization": a_school.pk, "role": Role.COORDINATOR}
    response = client.post(reverse("admin:organizations_membership_add"), data)
    assert response.status_code == 200
    assert Membership.objects.count() == Organization.objects.filter(pk=a_school.pk).count()
