"""A list of schools that somebody uploaded, and how far it is on its way in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.access import Viewpoint
from organizations.models.municipality import Municipality
from organizations.models.people import User


def territories_of(view: Viewpoint) -> models.QuerySet[Municipality]:
    """Whose lists are kept from here: staff keep all, a municipal coordinator their own."""
    if view.is_staff:
        return Municipality.objects.all()
    return Municipality.objects.filter(
        organizations__level="municipal", organizations__in=view.coordinates
    ).distinct()


class SchoolListQuerySet(models.QuerySet["SchoolList"]):
    def visible_to(self, user) -> "SchoolListQuerySet":
        """Staff see every list; a municipal coordinator those of their own municipality."""
        view = Viewpoint.of(user)
        return self if view.is_staff else self.filter(municipality__in=territories_of(view))

    def open(self) -> "SchoolListQuerySet":
        """On their way: neither applied nor given up."""
        return self.filter(state__in=OPEN)


class State(models.TextChoices):
    """How far a list is."""

    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    CONFIRMED = "confirmed", _("confirmed by the municipality")
    QUEUED = "queued", _("being applied")
    APPLIED = "applied", _("applied")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    REPLACED = "replaced", _("replaced by a newer file")
    DISCARDED = "discarded", _("discarded")


OPEN = [State.CHECKING, State.CHECKED, State.CONFIRMED, State.QUEUED]
# A person may still change what will be applied.
EDITABLE = [State.CHECKED, State.CONFIRMED]


class SchoolList(models.Model):
    """One uploaded file. Municipality is its scope; empty: all of them."""

    State = State

    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="school_lists",
    )
    file = models.FileField(_("file"), upload_to="school-lists/%Y/%m/")
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    # Sentences for the person: why rows could not be read yet; why it was not applied.
    refusal = models.CharField(max_length=500, blank=True)
    not_applied = models.CharField(max_length=500, blank=True)

    # What was understood.
    sheets = ArrayField(models.CharField(max_length=200), default=list)  # to choose from
    sheet = models.CharField(max_length=200, blank=True)
    header_row = models.PositiveIntegerField(null=True)
    header_last_row = models.PositiveIntegerField(null=True)
    # The sheet or header was pointed at by a person; else it is found again at each check.
    sheet_is_chosen = models.BooleanField(default=False)
    header_is_chosen = models.BooleanField(default=False)
    shape = models.CharField(max_length=64, blank=True)  # what is remembered of the columns

    # Counts of the last check, and of what was applied.
    checked_at = models.DateTimeField(null=True)
    schools = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    error_rows = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    undecided = models.PositiveIntegerField(default=0)  # guesses that wait for a person
    dropped = models.PositiveIntegerField(default=0)
    dealt_out = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)

    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # Of the history entries that applying wrote: undoing goes back by them.
    history = models.UUIDField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SchoolListQuerySet.as_manager()

    class Meta:
        verbose_name = _("school list")
        verbose_name_plural = _("school lists")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["municipality", "-uploaded_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=False)
                | ~Q(state__in=[State.APPLIED, State.UNDOING, State.UNDONE]),
                name="applied_list_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=False) | ~Q(state=State.UNDONE),
                name="undone_list_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_editable(self) -> bool:
        """Whether decisions may still be made."""
        return self.state in EDITABLE

    @property
    def unanswered(self) -> int:
        """Missing schools of which nobody has said what became of them."""
        return self.absent.filter(fate="").count()

    @property
    def joined_to_the_closed(self) -> models.QuerySet:
        """Missing schools joined to a school that goes with the same list."""
        going = self.absent.filter(fate__in=["closed", "joined"])
        return going.filter(fate="joined", successor__in=going.values("organization"))

    @property
    def is_understood(self) -> bool:
        """Whether the columns are known well enough for rows to be read."""
        return self.header_row is not None and self.checked_at is not None and not self.refusal


class SchoolListProgress(models.Model):
    """How far a job is; written over a connection of its own, or nobody would see it in time."""

    school_list = models.OneToOneField(
        SchoolList, on_delete=models.CASCADE, primary_key=True, related_name="progress"
    )
    step = models.CharField(max_length=20)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step} {self.done}/{self.total}"


class ListField(models.TextChoices):
    """What a column of a list may hold: the fields a heading can be mapped to."""

    MUNICIPALITY = "municipality", _("Municipality")
    OKTMO = "oktmo", _("OKTMO")
    FULL_NAME = "full_name", _("Full name")
    SHORT_NAME = "short_name", _("Short name")
    INN = "inn", _("INN")
    KPP = "kpp", _("KPP")
    INN_KPP = "inn_kpp", _("INN/KPP in one cell")
    OGRN = "ogrn", _("OGRN")
    KIND = "kind", _("Kind of school")
    EDUCATION_LEVELS = "education_levels", _("Education levels")
    SETTLEMENT = "settlement", _("Urban or rural")
    PUPILS = "pupils", _("Pupils")
    ADDRESS = "address", _("Address")
    HEAD_NAME = "head_name", _("Head")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    WEBSITE = "website", _("Website")
    FOUNDER = "founder", _("Founder")
    BRANCH = "branch", _("Branch")
    NOTE = "note", _("Note")


class SchoolListColumn(models.Model):
    """A column of the sheet as its header names it, and what it is taken for."""

    school_list = models.ForeignKey(SchoolList, on_delete=models.CASCADE, related_name="columns")
    index = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300)
    field = models.CharField(max_length=20, choices=ListField, blank=True)
    certainty = models.FloatField(default=0)  # of the guess, 0 to 1
    is_chosen = models.BooleanField(default=False)
    sample_1 = models.CharField(max_length=120, blank=True)
    sample_2 = models.CharField(max_length=120, blank=True)
    sample_3 = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["school_list", "index"], name="column_once"),
            models.UniqueConstraint(
                fields=["school_list", "field"],
                condition=~Q(field=""),
                name="one_column_for_a_field",
                violation_error_message=_("Two columns are said to hold the same."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def samples(self) -> list[str]:
        """The first filled values of the column."""
        return [text for text in (self.sample_1, self.sample_2, self.sample_3) if text]


class RememberedColumn(models.Model):
    """What a person said of a column, for the next file whose header has the same shape."""

    shape = models.CharField(max_length=64)
    index = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=20, choices=ListField, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shape", "index"], name="column_remembered_once")
        ]

    def __str__(self) -> str:
        return f"{self.shape[:8]} {self.index}"
