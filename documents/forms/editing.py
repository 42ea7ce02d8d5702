"""The head of a document, and one item with its sentences."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from directives.forms.reporting import LONGEST_TEXT
from documents.models import Document, DocumentItem, Sentence
from documents.writing import HEAD, Typed

_FEWEST, _LINE = 2, 95


def _area(rows: int = _FEWEST, **attributes: object) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attributes})


class HeadForm(forms.ModelForm):
    """Title, signatory and executor. `version` tells whether somebody was faster."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = Document
        fields = HEAD
        widgets = {"title": _area()}
        labels = {
            "title": _("Title, after “INFORMATION”"),
            "signatory_post": _("Post of the signatory"),
            "signatory_name": _("Initials and surname of the signatory"),
            "executor_name": _("Executor, surname and initials"),
            "executor_phone": _("Executor's phone"),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version


class ItemForm(forms.Form):
    """Each sentence in a field of its own; those taken out can come back."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    proofs = forms.CharField(
        label=_("Supporting documents"), max_length=LONGEST_TEXT, required=False, widget=_area(4)
    )
    added = forms.CharField(
        label=_("Add a sentence"), max_length=LONGEST_TEXT, required=False, widget=_area(3)
    )

    def __init__(self, data, *, item: DocumentItem, sentences: list[Sentence]) -> None:
        initial = {"version": item.version, "proofs": item.proofs}
        super().__init__(data, initial=initial)
        self.sentences = sentences
        for place, row in enumerate(sentences, 1):
            if row.is_removed:
                self.fields[f"restored-{row.pk}"] = forms.BooleanField(
                    label=_("Bring it back"), required=False
                )
                continue
            rows = max(_FEWEST, -(-len(row.text) // _LINE) + row.text.count("\n"))
            self.fields[f"text-{row.pk}"] = forms.CharField(
                label=_("Sentence %(n)s") % {"n": place}, initial=row.text, required=False,
                max_length=LONGEST_TEXT, widget=_area(min(rows, 16)),
            )  # fmt: skip
            self.fields[f"removed-{row.pk}"] = forms.BooleanField(
                label=_("Take it out"), required=False
            )

    def typed(self, move: str = "") -> Typed:
        """`move`: «17:-1» of the button that was pressed; anything else moves nothing."""
        data = self.cleaned_data
        named = [row.pk for row in self.sentences]
        return Typed(
            version=data["version"],
            texts={pk: data[f"text-{pk}"] for pk in named if f"text-{pk}" in data},
            removed=frozenset(pk for pk in named if data.get(f"removed-{pk}")),
            restored=frozenset(pk for pk in named if data.get(f"restored-{pk}")),
            added=data["added"],
            proofs=data["proofs"],
            move=_move(move),
        )

    def after_another(self, data: QueryDict, item: DocumentItem) -> "ItemForm":
        """What was typed, to be looked at beside what was saved meanwhile and saved once more.

        The words of sentences that are gone come as a sentence to add: nothing typed is lost.
        """
        data = data.copy()
        data["version"] = str(item.version)
        there = {f"text-{row.pk}" for row in self.sentences if not row.is_removed}
        lost = [
            value
            for name, value in data.items()
            if name.startswith("text-") and name not in there and value.strip()
        ]
        added = [data.get("added", "").strip(), *(text.strip() for text in lost)]
        data["added"] = "\n".join(filter(None, added))
        return ItemForm(data, item=item, sentences=self.sentences)


def _move(text: str) -> tuple[int, int] | None:
    pk, _colon, step = text.partition(":")
    if pk.isdecimal() and len(pk) < 19 and step in ("1", "-1"):
        return int(pk), int(step)
    return None
