"""People and their roles in bodies."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.organization import Level, Organization


class User(AbstractUser):
    """A person who signs in. What one may do follows from memberships, not from this row."""

    patronymic = models.CharField(_("patronymic"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)

    @property
    def short_name(self) -> str:
        """Surname and initials as an office writes them: «Иванова А. П.»; else the login."""
        initials = "".join(f" {part[0]}." for part in (self.first_name, self.patronymic) if part)
        return f"{self.last_name}{initials}" if self.last_name else self.username


class Role(models.TextChoices):
    """What a person does in an organization."""

    REPORTER = "reporter", _("reporter")
    COORDINATOR = "coordinator", _("coordinator")
    VIEWER = "viewer", _("viewer")
    READER = "reader", _("reader of approved documents")


class Membership(models.Model):
    """A user's role in one organization.

    A reporter reports for it; a coordinator also reviews those directly below and sees all below;
    a viewer sees all below and changes nothing; a reader, outside the bodies' own work (the
    governor's office), reads totals and approved documents: no drafts, no rows, no persons.
    """

    user = models.ForeignKey(
        User,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"],
                name="one_role_per_user_and_organization",
                violation_error_message=_("This user already has a role in this organization."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization} · {self.get_role_display()}"

    def clean(self) -> None:
        super().clean()
        # A form in which no body was chosen says so beside the field; there is nothing to compare.
        if self.role != Role.READER or self.organization_id is None:
            return
        if self.organization.level != Level.DEPARTMENT:
            raise ValidationError(
                {"role": _("Approved documents of the region are read at the department.")}
            )
