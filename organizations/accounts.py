"""The group of staff: what those who keep the tables and accounts may do in the admin."""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet

from organizations.models import Membership, Organization, Role, User

STAFF_GROUP = "staff"


def ensure_staff_group() -> Group:
    """The group with exactly the permissions that our admins name; run again after an update.

    Permissions must exist (migrate has run). Each admin says in `staff_may` what it grants.
    """
    group, _created = Group.objects.get_or_create(name=STAFF_GROUP)
    codenames: dict[type, set[str]] = {}
    for model in apps.get_models():
        if not admin.site.is_registered(model):
            continue
        model_admin = admin.site.get_model_admin(model)
        for part in (model_admin, *model_admin.inlines):
            for action in getattr(part, "staff_may", ()):
                codenames.setdefault(part.model, set()).add(
                    f"{action}_{part.model._meta.model_name}"
                )
    types = ContentType.objects.get_for_models(*codenames)
    wanted = {(types[model].pk, name) for model, names in codenames.items() for name in names}
    group.permissions.set(
        permission
        for permission in Permission.objects.filter(content_type__in=types.values())
        if (permission.content_type_id, permission.codename) in wanted
    )
    return group


def make_staff(user: User) -> None:
    """Let this person keep the tables and accounts; the group is made if there is none."""
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    user.groups.add(Group.objects.filter(name=STAFF_GROUP).first() or ensure_staff_group())


def without_role(people: QuerySet[User]) -> QuerySet[User]:
    """Those of `people` who can sign in and do nothing: no role anywhere, and not staff."""
    return people.filter(is_active=True, is_staff=False, memberships__isnull=True)


def nobody_reports_for(bodies: QuerySet[Organization]) -> QuerySet[Organization]:
    """Those of `bodies` for which no account that can sign in may report."""
    reporters = Membership.objects.filter(
        organization=OuterRef("pk"),
        role__in=[Role.REPORTER, Role.COORDINATOR],
        user__is_active=True,
    )
    return bodies.filter(~Exists(reporters))
