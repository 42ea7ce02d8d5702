"""People and their roles. Staff keep accounts but cannot make themselves superusers."""

from allauth.account.forms import ResetPasswordForm
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import (
    AdminUserCreationForm,
    SetUnusablePasswordMixin,
    UserChangeForm,
)
from django.contrib.auth.models import Group
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from organizations.accounts import STAFF_GROUP, make_staff, without_role
from organizations.admin.base import StaffAdmin
from organizations.models import Membership, User

BY_LINK = _("The person sets it by a link sent to the e-mail address")


class MembershipInline(admin.TabularInline):
    staff_may = ("view", "add", "change", "delete")
    model = Membership
    autocomplete_fields = ["organization"]
    extra = 1


class NewUserForm(AdminUserCreationForm):
    """An initial password, or none: then a link goes to the e-mail address."""

    usable_password = SetUnusablePasswordMixin.create_usable_password_field(
        _("The first password is set now, or by the person through a link sent by e-mail.")
    )

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ["username", "last_name", "first_name", "patronymic", "email", "phone"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["usable_password"]
        field.label = _("First password")
        field.choices = [("true", _("Set here")), ("false", BY_LINK)]

    def clean(self):
        """A link needs somewhere to go."""
        cleaned = super().clean()
        if self.data.get("usable_password") == "false" and not self.data.get("email", "").strip():
            self.add_error("email", _("Give the address the link is to be sent to."))
        return cleaned


class ChangeUserForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


class RoleFilter(admin.SimpleListFilter):
    """People who can do nothing yet."""

    title = _("roles")
    parameter_name = "roles"

    def lookups(self, request, model_admin):
        return [("none", _("without a role"))]

    def queryset(self, request, queryset):
        return without_role(queryset) if self.value() == "none" else queryset


@admin.register(User)
class UserAdmin(StaffAdmin, StockUserAdmin):
    staff_may = ("view", "add", "change")
    form = ChangeUserForm
    add_form = NewUserForm
    inlines = [MembershipInline]
    actions = ["send_password_link", "deactivate"]
    list_display = [
        "username",
        "full_name",
        "email",
        "roles",
        "is_active",
        "is_staff",
        "last_login",
    ]
    list_filter = [
        "is_active", "is_staff", RoleFilter, "memberships__role", "memberships__organization__level"
    ]  # fmt: skip
    search_fields = [
        "username", "last_name", "first_name", "email", "memberships__organization__name",
    ]  # fmt: skip
    readonly_fields = ["last_login", "date_joined"]
    _person = ["last_name", "first_name", "patronymic", "email", "phone"]
    add_fieldsets = [
        (None, {"fields": ["username", *_person]}),
        (_("Password"), {"fields": ["usable_password", "password1", "password2"]}),
    ]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": _person}),
        (_("Rights"), {"fields": ["is_active", "is_staff"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request):
        roles = Membership.objects.select_related("organization")
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", roles))

    def get_fieldsets(self, request, obj=None):
        """Only a superuser sees who is one."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        full = ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]
        return [
            (name, {"fields": full} if "is_staff" in options["fields"] else options)
            for name, options in fieldsets
        ]

    def has_change_permission(self, request, obj=None) -> bool:
        """A superuser's account is changed by superusers alone: a password is all it takes."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or obj is None or not obj.is_superuser)

    def has_delete_permission(self, request, obj=None) -> bool:
        """A person leaves, what they signed stays: accounts are switched off."""
        return False

    def save_related(self, request, form, formsets, change) -> None:
        """After Django has written the groups, so that the staff group is not lost."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        if user.is_staff and not user.is_superuser:
            make_staff(user)
        elif not user.is_staff:
            user.groups.remove(*Group.objects.filter(name=STAFF_GROUP))
        if not change and not user.has_usable_password():
            self._send_links(request, [user])

    @admin.display(description=_("surname, name, patronymic"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return " ".join(filter(None, [user.last_name, user.first_name, user.patronymic]))

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return "; ".join(
            f"{row.organization} ({row.get_role_display()})" for row in user.memberships.all()
        )

    @admin.action(description=_("Send a link to set a password"), permissions=["change"])
    def send_password_link(self, request, queryset) -> None:
        self._send_links(request, queryset.filter(is_active=True).exclude(email=""))

    @admin.action(
        description=_("Switch off (the person can no longer sign in)"), permissions=["change"]
    )
    def deactivate(self, request, queryset) -> None:
        people = queryset.exclude(pk=request.user.pk)
        if not request.user.is_superuser:
            people = people.filter(is_superuser=False)
        count = 0
        for user in people.filter(is_active=True):
            user.is_active = False
            user.save(update_fields=["is_active"])
            self.log_change(request, user, [{"changed": {"fields": ["is_active"]}}])
            count += 1
        messages.info(
            request,
            ngettext("%(n)s account switched off.", "%(n)s accounts switched off.", count)
            % {"n": count},
        )

    def _send_links(self, request, users) -> None:
        sent = 0
        for user in users:
            form = ResetPasswordForm(data={"email": user.email})
            if form.is_valid():
                form.save(request)
                sent += 1
        messages.info(
            request, ngettext("%(n)s link sent.", "%(n)s links sent.", sent) % {"n": sent}
        )


@admin.register(Membership)
class MembershipAdmin(StaffAdmin):
    list_display = ["user", "organization", "role"]
    list_filter = ["role", "organization__level", "organization__municipality"]
    list_select_related = ["user", "organization"]
    search_fields = ["user__username", "user__last_name", "organization__name"]
    autocomplete_fields = ["user", "organization"]
    ordering = ["organization__sort_key", "user__last_name"]
