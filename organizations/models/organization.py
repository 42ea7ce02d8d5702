"""Bodies at the four levels of the resolution."""

from datetime import date

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.access import Viewpoint
from organizations.models.municipality import Municipality
from organizations.sorting import SortKeyField


class Level(models.TextChoices):
    """The four addressees of a resolution, from the region down."""

    DEPARTMENT = "department", _("department")
    MUNICIPAL = "municipal", _("municipal authority")
    INSTITUTE = "institute", _("institute")
    SCHOOL = "school", _("school")


class EducationLevel(models.TextChoices):
    """Levels of general education a school teaches."""

    NOO = "noo", _("primary")
    OOO = "ooo", _("basic")
    SOO = "soo", _("secondary")


class SchoolKind(models.TextChoices):
    """Kinds of school as the registers name them."""

    SECONDARY = "secondary", _("secondary school")
    BASIC = "basic", _("basic school")
    PRIMARY = "primary", _("primary school")
    GYMNASIUM = "gymnasium", _("gymnasium")
    LYCEUM = "lyceum", _("lyceum")
    BOARDING = "boarding", _("boarding school")
    EVENING = "evening", _("evening school")
    CADET = "cadet", _("cadet corps")
    SPECIAL = "special", _("special school")


class Settlement(models.TextChoices):
    """Where a school stands."""

    URBAN = "urban", _("urban")
    RURAL = "rural", _("rural")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, user) -> "OrganizationQuerySet":
        """Bodies whose work this user may see: one's own, and all below where one oversees."""
        view = Viewpoint.of(user)
        if view.everything:
            return self
        return self.filter(
            Q(pk__in=view.own) | Q(parent__in=view.oversees) | Q(parent__parent__in=view.oversees)
        )

    def reportable_by(self, user) -> "OrganizationQuerySet":
        """Bodies this user reports for: one's own, as a reporter or a coordinator."""
        return self.filter(pk__in=Viewpoint.of(user).reports)

    def reviewable_by(self, user) -> "OrganizationQuerySet":
        """Bodies directly below those this user coordinates."""
        return self.filter(parent__in=Viewpoint.of(user).coordinates)

    def at(self, level: Level) -> "OrganizationQuerySet":
        return self.filter(level=level)

    def active(self, today: date) -> "OrganizationQuerySet":
        """Not voided, not closed by this day, and an addressee (a branch only if staff say so)."""
        return self.filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=today),
            voided_at__isnull=True,
            is_addressee=True,
        )


@pghistory.track()
class Organization(models.Model):
    """One body at one level; `parent` is who it answers to.

    A stable identity: a rename, another parent or a new code changes the row and is kept with its
    date in the history. Municipality is empty for the department and the institute.
    """

    level = models.CharField(_("level"), max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("answers to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
    )
    name = models.CharField(_("short name"), max_length=250)
    full_name = models.CharField(_("full name"), max_length=500, blank=True)
    sort_key = SortKeyField(source="name")
    # Filled by school_list.names: the third way to recognise a school in a list.
    match_name = models.CharField(max_length=250, blank=True, editable=False)
    match_full_name = models.CharField(max_length=250, blank=True, editable=False)
    inn = models.CharField(
        _("INN"), max_length=10, blank=True, validators=[RegexValidator(r"^\d{10}$")]
    )
    kpp = models.CharField(
        _("KPP"), max_length=9, blank=True, validators=[RegexValidator(r"^\d{9}$")]
    )
    ogrn = models.CharField(
        _("OGRN"), max_length=13, blank=True, validators=[RegexValidator(r"^\d{13}$")]
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SchoolKind, blank=True)
    education_levels = ArrayField(
        models.CharField(max_length=3, choices=EducationLevel),
        verbose_name=_("education levels"),
        default=list,
        blank=True,
    )
    settlement = models.CharField(_("settlement"), max_length=5, choices=Settlement, blank=True)
    pupils = models.PositiveIntegerField(_("pupils"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=500, blank=True)
    head_name = models.CharField(_("head"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    # Contacts that the school itself corrected: a list does not overwrite them unasked.
    own_contacts = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, editable=False
    )
    is_branch = models.BooleanField(_("branch"), default=False)
    is_addressee = models.BooleanField(
        _("receives assignments"),
        default=True,
        help_text=_("A branch receives assignments only if staff say so."),
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    # An import taken back: the body stays for its history but takes part in nothing.
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["parent", "level"]),
            models.Index(fields=["municipality", "level"]),
            models.Index(fields=["inn"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ogrn"],
                condition=Q(is_branch=False) & ~Q(ogrn=""),
                name="ogrn_is_unique_among_bodies",
                violation_error_message=_("An organization with this OGRN already exists."),
            ),
            models.UniqueConstraint(
                fields=["level"],
                condition=Q(level=Level.DEPARTMENT),
                name="one_department",
                violation_error_message=_("There is one department."),
            ),
            models.CheckConstraint(
                condition=Q(level=Level.DEPARTMENT, parent__isnull=True)
                | ~Q(level=Level.DEPARTMENT) & Q(parent__isnull=False),
                name="all_but_the_department_answer_to_someone",
                violation_error_message=_("Say which body this organization answers to."),
            ),
            models.CheckConstraint(
                condition=Q(
                    level__in=[Level.DEPARTMENT, Level.INSTITUTE],
                    municipality__isnull=True,
                )
                | Q(
                    level__in=[Level.MUNICIPAL, Level.SCHOOL],
                    municipality__isnull=False,
                ),
                name="municipality_of_local_bodies_only",
                violation_error_message=_(
                    "Schools and municipal authorities stand in a municipality; "
                    "the department and the institute do not."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=models.F("opened_on")),
                name="closed_after_opened",
                violation_error_message=_("The closing date is before the opening date."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_at_work(self, today: date) -> bool:
        """Neither voided nor closed by this day."""
        return self.voided_at is None and (self.closed_on is None or self.closed_on > today)
