"""The document itself: whose execution, over which period, as of which day, by whom."""

import secrets

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directives.models import ReportingPeriod, Resolution
from documents.access import DocumentQuerySet
from organizations.models import Municipality, Organization

# Without letters and digits that are taken for one another when typed from paper.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12


def make_code() -> str:
    """The word in the address a QR leads to: about 59 bits, nobody guesses it."""
    return "".join(secrets.choice(_ALPHABET) for _at in range(CODE_LENGTH))


class State(models.TextChoices):
    """A draft is written and may be thrown away; what is approved stays for ever."""

    DRAFT = "draft", _("draft")
    APPROVED = "approved", _("approved document")


class Document(models.Model):
    """«Информация об исполнении резолюции» of the region, a municipality or one body.

    Neither municipality nor organization: the region. The words (`scope_name`, `issuer_name`,
    `title`, `period_words`) are kept as they were: bodies are renamed, old reports are not.
    """

    resolution = models.ForeignKey(
        Resolution, verbose_name=_("resolution"), on_delete=models.PROTECT, related_name="documents"
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="documents",
    )  # fmt: skip
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="documents",
    )  # fmt: skip
    scope_name = models.CharField(_("whose execution"), max_length=500)
    period = models.ForeignKey(
        ReportingPeriod, verbose_name=_("period"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="documents",
    )  # fmt: skip
    period_words = models.CharField(_("period in words"), max_length=120)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    as_of = models.DateField(_("as of"))
    title = models.CharField(_("title"), max_length=600)
    issued_by = models.ForeignKey(
        Organization, verbose_name=_("issued by"), on_delete=models.PROTECT,
        related_name="issued_documents",
    )  # fmt: skip
    issuer_name = models.CharField(_("name of the issuing body"), max_length=500)
    replaces = models.ForeignKey(
        "self", verbose_name=_("replaces"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="replaced_by",
    )  # fmt: skip

    signatory_post = models.CharField(_("post of the signatory"), max_length=200, blank=True)
    signatory_name = models.CharField(_("name of the signatory"), max_length=200, blank=True)
    executor_name = models.CharField(_("executor"), max_length=200, blank=True)
    executor_phone = models.CharField(_("executor's phone"), max_length=60, blank=True)

    status = models.CharField(
        _("status"), max_length=8, choices=State, default=State.DRAFT, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("created by"), on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField(_("created at"))
    drafted_at = models.DateTimeField(_("drafted at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), on_delete=models.PROTECT,
        null=True, editable=False, related_name="+",
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, editable=False)
    # «3/2026» of the department, «12-3/2026» of another body: its sequence begins anew each year.
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    sequence = models.PositiveIntegerField(null=True, editable=False)
    number = models.CharField(_("number"), max_length=30, blank=True, editable=False)
    code = models.CharField(_("code"), max_length=20, unique=True, default=make_code)
    # Counts the changes of the head of the document: two people do not overwrite each other.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["issued_by", "status"]),
            models.Index(fields=["municipality", "ends_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__isnull=True) | Q(organization__isnull=True),
                name="a_document_of_a_territory_or_a_body",
                violation_error_message=_("Name a municipality or an organization, not both."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="a_document_ends_after_it_starts",
                violation_error_message=_("The period ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status=State.DRAFT, number="", approved_at__isnull=True,
                    approved_on__isnull=True, approved_by__isnull=True,
                    year__isnull=True, sequence__isnull=True,
                )
                | Q(
                    status=State.APPROVED, approved_at__isnull=False, approved_on__isnull=False,
                    approved_by__isnull=False, year__isnull=False, sequence__isnull=False,
                )
                & ~Q(number="")
                & ~Q(signatory_name="")
                & ~Q(signatory_post=""),
                name="an_approved_document_has_number_date_and_signatory",
                violation_error_message=_(
                    "An approved document has a number, a date and a signatory."
                ),
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="one_document_of_a_number"
            ),
            models.UniqueConstraint(
                fields=["issued_by", "year", "sequence"], name="one_document_of_a_sequence"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("pk")),
                name="a_document_does_not_replace_itself",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="approved_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="approved"),
            )
        ]

    def __str__(self) -> str:
        return f"№ {self.number}" if self.number else f"{self.scope_name}, {self.period_words}"

    def get_absolute_url(self) -> str:
        return reverse("document-detail", args=[self.pk])

    @property
    def is_frozen(self) -> bool:
        return self.status == State.APPROVED

    @property
    def is_of_the_region(self) -> bool:
        return self.municipality_id is None and self.organization_id is None

    @property
    def frozen_address(self) -> str:
        """Where the number and the QR lead."""
        return reverse("document-by-code", args=[self.code])
