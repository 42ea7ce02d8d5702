"""The page of one item: each sentence in its field, with its ground and the places around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.forms import BoundField
from django.urls import reverse

from documents.forms.editing import ItemForm
from documents.models import Document, DocumentItem, Sentence
from documents.pages.paper import Line, line_of, sentences_with_grounds


@dataclass(frozen=True)
class Field:
    """A sentence to edit. `saved`: what another has saved, where it differs from what was typed."""

    line: Line
    text: BoundField | None
    removed: BoundField | None
    restored: BoundField | None
    saved: str = ""

    @property
    def pk(self) -> int:
        return self.line.sentence.pk


@dataclass
class ItemPage:
    """`before` and `after_it`: the neighbouring items, for going through the document."""

    document: Document
    item: DocumentItem
    sentences: list[Sentence]
    before: DocumentItem | None = None
    after_it: DocumentItem | None = None
    refusal: str = ""
    fields: list[Field] = field(default_factory=list)

    @classmethod
    def read(cls, document: Document, item: DocumentItem) -> "ItemPage":
        items = list(document.items.all())
        at = next(place for place, row in enumerate(items) if row.pk == item.pk)
        held = DocumentItem.objects.prefetch_related(sentences_with_grounds()).get(pk=item.pk)
        return cls(
            document,
            held,
            list(held.sentences.all()),
            items[at - 1] if at else None,
            items[at + 1] if at + 1 < len(items) else None,
        )

    def with_form(self, form: ItemForm) -> "ItemPage":
        self.fields = [self._field(row, form) for row in self.sentences]
        return self

    def _field(self, row: Sentence, form: ItemForm) -> Field:
        if row.is_removed:
            return Field(line_of(row), None, None, form[f"restored-{row.pk}"])
        text = form[f"text-{row.pk}"]
        typed = str(text.value() or "").replace("\r\n", "\n").strip()
        saved = row.text if self.refusal and typed != row.text else ""
        return Field(line_of(row), text, form[f"removed-{row.pk}"], None, saved)

    @property
    def there(self) -> list[Field]:
        return [row for row in self.fields if row.text]

    @property
    def removed(self) -> list[Field]:
        return [row for row in self.fields if row.restored]

    def after(self, posted: Mapping[str, str]) -> str:
        """Where saving leads: to the next item, here again after a move, or to the document."""
        if posted.get("then") == "next" and self.after_it:
            return reverse("document-edit-item", args=[self.document.pk, self.after_it.pk])
        if posted.get("move") or posted.get("then") == "here":
            return reverse("document-edit-item", args=[self.document.pk, self.item.pk])
        return f"{self.document.get_absolute_url()}#item-{self.item.pk}"
