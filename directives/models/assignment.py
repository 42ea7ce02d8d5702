"""The unit that has a status and a date."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives import conditions
from directives.models.as_of import QueryAsOf, end_of
from directives.models.directive import Directive
from directives.models.period import ReportingPeriod
from organizations.access import Viewpoint
from organizations.models import Municipality, Organization


class Status(models.TextChoices):
    """Where an assignment stands. Overdue is not among them: it is derived."""

    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    SUBMITTED = "submitted", _("under review")
    RETURNED = "returned", _("returned for rework")
    ACCEPTED = "accepted", _("executed")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    WAIVED = "waived", _("waived")
    CANCELLED = "cancelled", _("cancelled")


class State(models.Model):
    """What an assignment is at a moment: on the assignment now, on each timeline row then.

    The assignment's columns are the projection of its last timeline row; `directives.workflow` is
    their only writer. Everything a dashboard groups by is here, so that nothing is joined for.
    """

    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.NOT_STARTED
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    # The body that decides on the last submission: the parent at that moment, stored.
    reviewer = models.ForeignKey(
        Organization,
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    original_due_on = models.DateField(_("original due date"))
    due_on = models.DateField(_("due on"))
    rework_due_on = models.DateField(_("rework due on"), null=True)
    first_submitted_on = models.DateField(_("first submitted on"), null=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    looked_at = models.DateTimeField(_("review begun at"), null=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    checkpoints_done = models.PositiveSmallIntegerField(_("checkpoints done"), default=0)
    checkpoints_applicable = models.PositiveSmallIntegerField(
        _("applicable checkpoints"), default=0
    )
    proof_count = models.PositiveSmallIntegerField(_("live proofs"), default=0)
    returns_count = models.PositiveSmallIntegerField(_("returns"), default=0)
    extensions_count = models.PositiveSmallIntegerField(_("extensions"), default=0)
    is_substantiated = models.BooleanField(_("substantiated"), default=False)
    is_on_behalf = models.BooleanField(_("reported on behalf"), default=False)
    # One open request of each kind: which body it waits for, and the date asked for.
    extension_awaits = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+"
    )
    extension_until = models.DateField(_("extension asked until"), null=True)
    exemption_awaits = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.status in conditions.OPEN

    @property
    def is_extended(self) -> bool:
        return self.extensions_count > 0

    @property
    def acts_by(self) -> date:
        """The date the body works towards: of rework after a return, else the due date."""
        if self.status == Status.RETURNED and self.rework_due_on:
            return self.rework_due_on
        return self.due_on

    def is_overdue(self, today: date) -> bool:
        """Past the date and not submitted; the same rule as `conditions.overdue`."""
        late = self.status in (Status.NOT_STARTED, Status.IN_PROGRESS, Status.RETURNED)
        return late and self.acts_by < today

    @property
    def is_accepted_late(self) -> bool:
        return bool(
            self.status == Status.ACCEPTED
            and self.first_submitted_on
            and self.first_submitted_on > self.due_on
        )

    @classmethod
    def state_fields(cls) -> list[str]:
        """Attribute names of the state's columns, as both tables store them."""
        return [field.attname for field in State._meta.get_fields()]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def as_of(self, day: date | None) -> "AssignmentQuerySet":
        """All assignments as they stood when this day was over; None: as they stand now.

        The first in a chain: it begins the query anew.
        """
        if day is None:
            return self.all()
        timeline = Assignment._meta.get_field("timeline").related_model
        query = QueryAsOf.of(Assignment, State, timeline, end_of(day))
        return AssignmentQuerySet(Assignment, query=query, using=self._db)

    def visible_to(self, user) -> "AssignmentQuerySet":
        """Assignments of visible bodies, and of every body for items one's institute supports."""
        view = Viewpoint.of(user)
        if view.everything:
            return self
        seen = Q(organization__in=Organization.objects.visible_to(user).values("pk"))
        if view.has("institute"):
            supported = Directive.objects.supported_by_bodies(view.own).values("pk")
            seen |= Q(directive__in=supported)
        return self.filter(seen)

    def reportable_by(self, user) -> "AssignmentQuerySet":
        """One's own bodies' assignments."""
        return self.filter(organization__in=Viewpoint.of(user).reports)

    def decidable_by(self, user) -> "AssignmentQuerySet":
        """Submitted, and waiting for a body this user coordinates."""
        return self.filter(status=Status.SUBMITTED, reviewer__in=Viewpoint.of(user).coordinates)

    def answerable_by(self, user) -> "AssignmentQuerySet":
        """With a request that waits for a body this user coordinates."""
        bodies = Viewpoint.of(user).coordinates
        return self.filter(Q(extension_awaits__in=bodies) | Q(exemption_awaits__in=bodies))

    def showing(self, name: str, today: date) -> "AssignmentQuerySet":
        """Rows of one named condition: exactly those its figure counts."""
        return self.filter(conditions.CONDITIONS[name](today))

    def overdue(self, today: date) -> "AssignmentQuerySet":
        return self.showing("overdue", today)

    def open(self) -> "AssignmentQuerySet":
        return self.filter(status__in=conditions.OPEN)


class Assignment(State):
    """One directive × one organization × (for periodic ones) one period."""

    directive = models.ForeignKey(
        Directive,
        verbose_name=_("directive"),
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    period = models.ForeignKey(
        ReportingPeriod,
        verbose_name=_("period"),
        on_delete=models.PROTECT,
        null=True,
        related_name="assignments",
    )
    updated_at = models.DateTimeField(_("last update"))

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [
            # FLOORS: one region's matrix stays at 1.5 ms with a country in the database.
            models.Index(
                fields=["directive", "period", "municipality", "status", "due_on"],
                include=[
                    "rework_due_on", "first_submitted_on", "original_due_on", "submitted_at",
                    "is_substantiated", "returns_count", "extensions_count",
                    "checkpoints_done", "checkpoints_applicable",
                ],
                name="assignment_matrix",
            ),
            models.Index(
                fields=["reviewer", "submitted_at"],
                condition=Q(status="submitted"),
                name="assignment_waiting_review",
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(status__in=["not_started", "in_progress", "returned"]),
                name="assignment_still_to_do",
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "organization", "period"],
                nulls_distinct=False,
                name="dealt_out_once",
                violation_error_message=_("This assignment has already been dealt out."),
            ),
            models.CheckConstraint(
                condition=~Q(status="submitted")
                | Q(reviewer__isnull=False, submitted_at__isnull=False),
                name="submitted_waits_for_a_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | Q(rework_due_on__isnull=False),
                name="returned_has_a_rework_date",
            ),
            models.CheckConstraint(
                condition=Q(status="accepted", accepted_at__isnull=False)
                | ~Q(status="accepted") & Q(accepted_at__isnull=True),
                name="accepted_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(checkpoints_done__lte=models.F("checkpoints_applicable")),
                name="progress_cannot_exceed_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive.number} · {self.organization}"
