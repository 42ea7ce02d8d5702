"""What a document says of each item, sentence by sentence, and what each sentence rests on."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directives.completion import RATIOS
from directives.models import Directive, StatusUpdate
from documents.models.document import Document
from documents.models.frozen import refuse_when_approved


class Standing(models.TextChoices):
    """How an item stands: the one cell of the form that has a colour."""

    EXECUTED = "executed", _("executed")
    IN_WORK = "in_work", _("in work")
    OVERDUE = "overdue", _("overdue")
    NOT_DUE = "not_due", _("the date has not come")
    LEFT_OUT = "left_out", _("left out of the count")


class DocumentItem(models.Model):
    """One row of the form. Number and text are the resolution's, verbatim, as they stood."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    directive = models.ForeignKey(
        Directive, verbose_name=_("directive"), on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(_("number"), max_length=10)
    text = models.TextField(_("text"))
    executor = models.CharField(_("executor"), max_length=600)
    due_words = models.CharField(_("due date in words"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    standing = models.CharField(_("status"), max_length=8, choices=Standing)
    standing_words = models.CharField(_("status in words"), max_length=200, blank=True)
    proofs = models.TextField(_("supporting documents"), blank=True)
    drafted_proofs = models.TextField(blank=True, editable=False)
    # The figures of the item as of the day, over all its periods in the document.
    applicable = models.PositiveIntegerField(default=0)
    come_due = models.PositiveIntegerField(default=0)
    executed = models.PositiveIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    substantiated = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    # Counts its changes: who saves over somebody else's is told, and loses nothing.
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    edited_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("item of a document")
        verbose_name_plural = _("items of a document")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "directive"], name="an_item_once_in_a_document"
            ),
        ]
        triggers = [refuse_when_approved("SELECT {row}.document_id")]

    def __str__(self) -> str:
        return f"{self.document_id} · {self.number}"

    @property
    def said(self) -> list["Sentence"]:
        """The sentences of the document; those taken out stay in the draft alone."""
        return [row for row in self.sentences.all() if not row.is_removed]


class Origin(models.TextChoices):
    """Where a sentence comes from."""

    FIGURE = "figure", _("from the figures")
    SUMMARY = "summary", _("from the municipality's own summary")
    REPORT = "report", _("from the body's report")
    HAND = "hand", _("written by hand")


class Sentence(models.Model):
    """One sentence (or passage) of «Информация об исполнении» with what it was drafted as."""

    item = models.ForeignKey(DocumentItem, on_delete=models.CASCADE, related_name="sentences")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("text"))
    drafted_text = models.TextField(blank=True, editable=False)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin)
    # What it is of those drafted for the item: found again when the draft is redrawn.
    key = models.CharField(max_length=80, blank=True, editable=False)
    is_removed = models.BooleanField(_("taken out"), default=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    edited_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("sentence")
        verbose_name_plural = _("sentences")
        ordering = ["item", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "key"], condition=~Q(key=""), name="drafted_once_for_an_item"
            ),
        ]
        triggers = [
            refuse_when_approved(
                "SELECT i.document_id FROM documents_documentitem i WHERE i.id = {row}.item_id"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_edited(self) -> bool:
        """Somebody decided about it: redrawing leaves it as it is."""
        return self.edited_at is not None


class Ground(models.Model):
    """What a sentence rests on: a figure as of the document's day, a report, or a sentence that a
    municipality has approved. Several of them where several bodies said the same.
    """

    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="grounds")
    position = models.PositiveSmallIntegerField(default=0)
    # A ratio (directives.completion.RATIOS) or one named condition (directives.conditions).
    name = models.CharField(_("figure"), max_length=40, blank=True)
    query = models.CharField(_("narrowed by"), max_length=300, blank=True)
    n = models.PositiveIntegerField(_("number"), null=True)
    of = models.PositiveIntegerField(_("of"), null=True)
    update = models.ForeignKey(
        StatusUpdate, verbose_name=_("report it rests on"), on_delete=models.PROTECT, null=True,
        related_name="+",
    )  # fmt: skip
    source = models.ForeignKey(
        Sentence, verbose_name=_("sentence it rests on"), on_delete=models.PROTECT, null=True,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("ground of a sentence")
        verbose_name_plural = _("grounds of sentences")
        ordering = ["sentence", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(n__isnull=False, update__isnull=True, source__isnull=True) & ~Q(name="")
                | Q(name="", n__isnull=True, update__isnull=False, source__isnull=True)
                | Q(name="", n__isnull=True, update__isnull=True, source__isnull=False),
                name="a_ground_is_a_figure_a_report_or_a_sentence",
            )
        ]
        triggers = [
            refuse_when_approved(
                "SELECT i.document_id FROM documents_sentence s JOIN documents_documentitem i"
                " ON i.id = s.item_id WHERE s.id = {row}.sentence_id"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.n}" if self.name else "text"

    @property
    def address(self) -> str:
        """The formula and the rows of a ratio, the rows of a condition, the report, the document.

        A report comes with its assignment's key, a sentence with its document.
        """
        if self.update_id:
            return reverse("assignment-detail", args=[self.update.assignment_id])
        if self.source_id:
            return self.source.item.document.frozen_address
        if self.name in RATIOS:
            return f"{reverse('figure-detail', args=[self.name])}?{self.query}"
        return f"{reverse('assignment-list')}?{self.query}&{urlencode({'show': self.name})}"
