"""A workbook of values on its way in: its rows, what each would do, and what is wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.collection import Asked, Collection
from indicators.models.value import Absence
from organizations.access import Viewpoint
from organizations.models import Level, Organization


class Purpose(models.TextChoices):
    """Whose figures the workbook brings."""

    REPORTS = "reports", _("reports of bodies")
    REGION = "region", _("figures the region has")


class ValueListQuerySet(models.QuerySet["ValueList"]):
    def visible_to(self, user) -> "ValueListQuerySet":
        """One's own, those of the bodies one reports for or coordinates; staff see all.

        That of an authority may hold its schools: others of its people do not see it.
        """
        view = Viewpoint.of(user)
        if view.is_staff or view.has("department", "coordinator"):
            return self
        own = Q(organization__in=view.reports) & ~Q(organization__level=Level.MUNICIPAL)
        return self.filter(
            Q(uploaded_by=user) | Q(organization__in=view.coordinates) | own,
            purpose=Purpose.REPORTS,
        )


class ValueList(models.Model):
    """An uploaded workbook. Nothing is taken from it before somebody has seen what it would do."""

    class State(models.TextChoices):
        CHECKED = "checked", _("checked")
        APPLIED = "applied", _("taken in")
        UNDONE = "undone", _("values taken back")
        DISCARDED = "discarded", _("discarded")

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="value_lists")
    purpose = models.CharField(max_length=7, choices=Purpose)
    # The body, or the authority with all its schools; none for figures of the region.
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+"
    )
    file = models.FileField(upload_to="value-lists/%Y/%m/")
    name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=9, choices=State, default=State.CHECKED)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ValueListQuerySet.as_manager()

    class Meta:
        verbose_name = _("workbook of values")
        verbose_name_plural = _("workbooks of values")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose=Purpose.REGION, organization__isnull=True)
                | Q(purpose=Purpose.REPORTS, organization__isnull=False),
                name="reports_come_for_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ValueListRow(models.Model):
    """One row of the workbook, under the sheet's own number, and what it would do."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new value")
        CHANGED = "changed", _("changed value")
        SAME = "same", _("unchanged")
        BLANK = "blank", _("left empty")
        REFUSED = "refused", _("refused")

    value_list = models.ForeignKey(ValueList, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, null=True, related_name="+")
    body_text = models.CharField(max_length=300, blank=True)
    code_text = models.CharField(max_length=60, blank=True)
    numerator = models.PositiveIntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    absence = models.CharField(max_length=8, choices=Absence, blank=True)
    explanation = models.CharField(max_length=1000, blank=True)
    # What stood there before it was taken in: the way back.
    old_numerator = models.PositiveIntegerField(null=True)
    old_denominator = models.PositiveIntegerField(null=True)
    old_absence = models.CharField(max_length=8, blank=True)
    old_explanation = models.CharField(max_length=1000, blank=True)
    # The value's version after it was taken in; a later one was changed by somebody since.
    taken_version = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=7, choices=Outcome)

    class Meta:
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["value_list", "row"], name="a_row_of_values_once")
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.body_text} {self.code_text}"


class ValueListProblem(models.Model):
    """What is wrong in a cell, or worth a look."""

    value_list = models.ForeignKey(ValueList, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(null=True)
    index = models.PositiveSmallIntegerField(null=True)  # of the column; none: the row as a whole
    column = models.CharField(max_length=300, blank=True)
    value = models.CharField(max_length=200, blank=True)  # the cell as it stands in the file
    message = models.CharField(max_length=500)
    is_error = models.BooleanField()

    class Meta:
        ordering = ["row", "index", "pk"]

    def __str__(self) -> str:
        return self.message
