"""What a checked list says row by row, what is wrong in it, and what a person decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models.municipality import Municipality
from organizations.models.organization import Organization
from organizations.models.school_list import SchoolList


class Outcome(models.TextChoices):
    """What applying the list would do with a row."""

    NEW = "new", _("a new school")
    CHANGED = "changed", _("will change")
    UNCHANGED = "unchanged", _("unchanged")
    ERROR = "error", _("with errors")
    LEFT_OUT = "left_out", _("left out")


class Guess(models.TextChoices):
    """Why a match waits for a person."""

    NAME = "name", _("recognised by its name only")
    RENAMED = "renamed", _("the number is known under another name")
    MOVED = "moved", _("the school is known in another municipality")


class SchoolListRow(models.Model):
    """One school of the list, cleaned. An empty value means: the list does not say.

    Written by COPY and joined to organizations set-based. Links to bodies and territories have no
    constraint: checking forty thousand of them costs more than the list itself; what they name is
    read in the transaction that writes the row, and is never deleted.
    """

    school_list = models.ForeignKey(SchoolList, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # the sheet's own
    more_rows = ArrayField(models.PositiveIntegerField(), default=list)  # buildings of the school
    outcome = models.CharField(max_length=9, choices=Outcome)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    guess = models.CharField(max_length=8, choices=Guess, blank=True)
    is_decided = models.BooleanField(default=True)  # False: the guess waits
    fields = ArrayField(models.CharField(max_length=20), default=list)  # that would change
    # Contacts the school itself corrected, which the list would overwrite and does not.
    kept = ArrayField(models.CharField(max_length=20), default=list)
    # The organization's row version (xmin) that the comparison saw.
    known_version = models.BigIntegerField(null=True)

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    # Who the school will answer to; none where the list says nothing new of it.
    parent = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    name = models.CharField(max_length=250, blank=True)
    full_name = models.CharField(max_length=500, blank=True)
    match_name = models.CharField(max_length=250, blank=True)
    match_full_name = models.CharField(max_length=250, blank=True)
    sort_key = models.CharField(max_length=300, blank=True)
    inn = models.CharField(max_length=10, blank=True)
    kpp = models.CharField(max_length=9, blank=True)
    ogrn = models.CharField(max_length=13, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    education_levels = ArrayField(models.CharField(max_length=3), default=list)
    settlement = models.CharField(max_length=5, blank=True)
    pupils = models.PositiveIntegerField(null=True)
    address = models.CharField(max_length=500, blank=True)
    head_name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)
    is_branch = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["school_list", "number"], name="row_once_a_list"),
        ]

    def __str__(self) -> str:
        return self.name or self.full_name


class SchoolListProblem(models.Model):
    """What is wrong in a cell, a row, or the list as a whole."""

    school_list = models.ForeignKey(SchoolList, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(null=True)
    index = models.PositiveSmallIntegerField(null=True)  # of the column; none: the row as a whole
    column = models.CharField(max_length=300, blank=True)
    value = models.CharField(max_length=200, blank=True)  # the cell as it stands in the file
    message = models.CharField(max_length=500)
    is_error = models.BooleanField()

    class Meta:
        ordering = ["row", "index", "pk"]
        indexes = [models.Index(fields=["school_list", "is_error", "row"])]

    def __str__(self) -> str:
        return self.message


class SchoolListDrop(models.Model):
    """A row that is no school: a total, a signature, a kindergarten."""

    class Reason(models.TextChoices):
        NUMBERING = "numbering", _("numbers of the columns")
        HEADER = "header", _("the header once more")
        SECTION = "section", _("name of the municipality above its schools")
        TOTALS = "totals", _("totals")
        SIGNATURE = "signature", _("signature")
        KINDERGARTEN = "kindergarten", _("kindergarten")
        WITHOUT_NAME = "without_name", _("no name of a school")
        EMPTY = "empty", _("empty rows")

    school_list = models.ForeignKey(SchoolList, on_delete=models.CASCADE, related_name="drops")
    row = models.PositiveIntegerField(null=True)  # none for rows that are only counted
    reason = models.CharField(max_length=12, choices=Reason)
    text = models.CharField(max_length=120, blank=True)
    rows = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return self.text


class SchoolListPlace(models.Model):
    """A spelling of a municipality and what it was taken for."""

    school_list = models.ForeignKey(SchoolList, on_delete=models.CASCADE, related_name="places")
    spelling = models.CharField(max_length=300)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_sure = models.BooleanField(default=False)
    is_chosen = models.BooleanField(default=False)  # by a person
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["is_sure", "spelling"]
        constraints = [
            models.UniqueConstraint(fields=["school_list", "spelling"], name="spelling_once")
        ]

    def __str__(self) -> str:
        return self.spelling


class SchoolListMissing(models.Model):
    """A school at work within the scope that the list does not name, and what a person says."""

    class Fate(models.TextChoices):
        STAYS = "stays", _("forgotten in the list")
        CLOSED = "closed", _("the school was closed")
        JOINED = "joined", _("joined to another school")

    school_list = models.ForeignKey(SchoolList, on_delete=models.CASCADE, related_name="absent")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    fate = models.CharField(max_length=6, choices=Fate, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    successor = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["organization__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school_list", "organization"], name="missing_once"),
            models.CheckConstraint(
                condition=~Q(fate__in=["closed", "joined"]) | Q(closed_on__isnull=False),
                name="closing_has_its_day",
                violation_error_message=_("Say on which day the school was closed."),
            ),
            models.CheckConstraint(
                condition=~Q(fate="joined") | Q(successor__isnull=False),
                name="joining_has_its_successor",
                violation_error_message=_("Say which school it was joined to."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)


class RowDecision(models.Model):
    """What a person decided of a row; kept when the list is checked again."""

    school_list = models.ForeignKey(SchoolList, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    leave_out = models.BooleanField(default=False)
    # Of a guess: the same school (True) or another one (False).
    is_same = models.BooleanField(null=True)
    # Contacts the school itself corrected are overwritten by the list's.
    take_contacts = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_list", "number"], name="one_decision_a_row")
        ]

    def __str__(self) -> str:
        return str(self.number)


class CellCorrection(models.Model):
    """A cell mended in the browser: read instead of what the file says."""

    school_list = models.ForeignKey(
        SchoolList, on_delete=models.CASCADE, related_name="corrections"
    )
    row = models.PositiveIntegerField()
    index = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_list", "row", "index"], name="cell_once")
        ]

    def __str__(self) -> str:
        return self.text
