"""What one body says in one collection, and its append-only history."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.models import Status
from directives.models.as_of import end_of
from indicators.models.as_of import ReportsAsOf
from indicators.models.collection import Collection
from indicators.models.indicator import Source
from organizations.access import Viewpoint
from organizations.models import Municipality, Organization, SchoolKind, Settlement

TO_DO = [Status.NOT_STARTED, Status.IN_PROGRESS, Status.RETURNED]
# Counted in a roll-up: accepted ones, and, where asked for, those that wait for a decision.
IN = {"accepted": [Status.ACCEPTED], "submitted": [Status.ACCEPTED, Status.SUBMITTED]}


class ReportState(models.Model):
    """What a report is at a moment: on the report now, on each entry then.

    The report's columns are the projection of its last entry; `indicators.workflow` writes both.
    """

    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.NOT_STARTED
    )
    # The body that decides: the parent at the moment of submission, stored.
    reviewer = models.ForeignKey(
        Organization,
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    due_on = models.DateField(_("due on"), null=True)  # none for figures the region has
    rework_due_on = models.DateField(_("rework due on"), null=True)
    first_submitted_on = models.DateField(_("first submitted on"), null=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    looked_at = models.DateTimeField(_("review begun at"), null=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    returns_count = models.PositiveSmallIntegerField(_("returns"), default=0)
    is_nil = models.BooleanField(_("no changes"), default=False)
    is_on_behalf = models.BooleanField(_("reported on behalf"), default=False)

    class Meta:
        abstract = True

    @classmethod
    def state_fields(cls) -> list[str]:
        """Attribute names of the state's columns, as both tables store them."""
        return [field.attname for field in ReportState._meta.get_fields()]


class ReportQuerySet(models.QuerySet["IndicatorReport"]):
    def as_of(self, day: date | None) -> "ReportQuerySet":
        """All reports and their values as they stood when this day was over; None: as they stand.

        The first in a chain: it begins the query anew.
        """
        if day is None:
            return self.all()
        query = ReportsAsOf.at_moment(IndicatorReport, ReportState, end_of(day))
        return ReportQuerySet(IndicatorReport, query=query, using=self._db)

    def own(self) -> "ReportQuerySet":
        """What bodies report themselves; not what the region gives or a machine computes."""
        return self.filter(source=Source.REPORTED)

    def visible_to(self, user) -> "ReportQuerySet":
        view = Viewpoint.of(user)
        if view.everything:
            return self
        return self.filter(organization__in=Organization.objects.visible_to(user).values("pk"))

    def reportable_by(self, user) -> "ReportQuerySet":
        """Of one's own bodies, and of schools directly below those one coordinates."""
        view = Viewpoint.of(user)
        return self.own().filter(
            Q(organization__in=view.reports)
            | Q(organization__level="school", organization__parent__in=view.coordinates)
        )

    def decidable_by(self, user) -> "ReportQuerySet":
        """Submitted, and waiting for a body this user coordinates."""
        return self.filter(status=Status.SUBMITTED, reviewer__in=Viewpoint.of(user).coordinates)

    def counted(self, basis: str) -> "ReportQuerySet":
        """`basis` is «accepted» or «submitted», see IN."""
        return self.filter(status__in=IN[basis])

    def expected(self) -> "ReportQuerySet":
        """The denominator of completeness: what bodies owe, less what was cancelled."""
        return self.own().exclude(status=Status.CANCELLED)

    def received(self) -> "ReportQuerySet":
        """Sent at least once and not taken back; «no changes» counts."""
        return self.expected().filter(first_submitted_on__isnull=False)

    def not_received(self) -> "ReportQuerySet":
        return self.expected().filter(first_submitted_on__isnull=True)


class IndicatorReport(ReportState):
    """One organization × one collection × one source.

    What a body reports itself is carried through review; what the region uploads or a machine
    computes about it stands beside it, accepted as it is written.
    """

    collection = models.ForeignKey(
        Collection,
        verbose_name=_("collection"),
        on_delete=models.PROTECT,
        related_name="reports",
        db_index=False,
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="indicator_reports",
    )
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.REPORTED)
    # Collection and municipality are looked up together (report_roll_up): an index of either alone
    # would lead the planner to every report of a territory.
    # Where the body stood when it was asked: a roll-up of a past period stays what it was.
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    settlement = models.CharField(_("settlement"), max_length=5, choices=Settlement, blank=True)
    school_kind = models.CharField(_("kind"), max_length=12, choices=SchoolKind, blank=True)
    updated_at = models.DateTimeField(_("last update"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator report")
        verbose_name_plural = _("indicator reports")
        indexes = [
            models.Index(fields=["collection", "municipality", "status"], name="report_roll_up"),
            models.Index(
                fields=["reviewer", "submitted_at"],
                condition=Q(status="submitted"),
                name="report_waiting_review",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "collection", "source"], name="one_report_of_a_body"
            ),
            models.CheckConstraint(
                condition=Q(source=Source.REPORTED, due_on__isnull=False)
                | ~Q(source=Source.REPORTED) & Q(due_on__isnull=True, status="accepted"),
                name="a_report_of_a_body_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="submitted")
                | Q(reviewer__isnull=False, submitted_at__isnull=False),
                name="a_submitted_report_waits_for_a_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | Q(rework_due_on__isnull=False),
                name="a_returned_report_has_a_rework_date",
            ),
            models.CheckConstraint(
                condition=Q(status="accepted", accepted_at__isnull=False)
                | ~Q(status="accepted") & Q(accepted_at__isnull=True),
                name="an_accepted_report_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection} · {self.organization}"

    @property
    def is_to_do(self) -> bool:
        return self.status in TO_DO

    @property
    def acts_by(self):
        """The date the body works towards: of rework after a return, else the due date."""
        if self.status == Status.RETURNED and self.rework_due_on:
            return self.rework_due_on
        return self.due_on

    def is_overdue(self, today) -> bool:
        """Past the date and not sent. A slow reviewer never makes a school late."""
        return self.is_to_do and self.acts_by < today


class ReportStep(models.TextChoices):
    """What an entry of a report's history records."""

    STARTED = "started", _("work begun")
    SUBMITTED = "submitted", _("submitted for review")
    WITHDRAWN = "withdrawn", _("submission withdrawn")
    LOOKED = "looked", _("review begun")
    RETURNED = "returned", _("returned for rework")
    ACCEPTED = "accepted", _("accepted")
    REOPENED = "reopened", _("acceptance taken back")
    GIVEN = "given", _("figures of the region taken in")
    CANCELLED = "cancelled", _("cancelled")
    REVIVED = "revived", _("revived")
    MOVED = "moved", _("moved to another body")


REPORT_NEEDS_REASON = [ReportStep.RETURNED, ReportStep.REOPENED, ReportStep.CANCELLED]


class ReportEntry(ReportState):
    """One entry of a report's history, with the state it led to. PostgreSQL keeps it as it is."""

    report = models.ForeignKey(
        IndicatorReport,
        verbose_name=_("indicator report"),
        on_delete=models.PROTECT,
        related_name="entries",
    )
    number = models.PositiveIntegerField(_("number in the history"))
    kind = models.CharField(_("kind"), max_length=10, choices=ReportStep)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    acting_organization = models.ForeignKey(
        Organization,
        verbose_name=_("acting organization"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    text = models.TextField(_("text"), blank=True)
    # The form's key: a button pressed twice records one submission.
    submission_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("entry of a report")
        verbose_name_plural = _("entries of a report")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_entry_a_number"),
            models.CheckConstraint(
                condition=~Q(kind__in=REPORT_NEEDS_REASON) | ~Q(text=""),
                name="a_decision_on_a_report_needs_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.report_id} № {self.number} {self.get_kind_display()}"
