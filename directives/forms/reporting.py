"""What a reporter types: a text, and for each checkpoint its state and requisites.

What is valid is kept even where something beside it is not; nothing typed is lost.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from directives.models import Checkpoint, Mark, MarkState

LONGEST_TEXT = 10_000
_EARLIEST = date(1992, 1, 1)

Values = dict[str, str | date | None]
EMPTY_MARK: Values = {
    "state": "", "order_number": "", "order_date": None, "link": "", "comment": ""
}  # fmt: skip


class DayField(forms.DateField):
    """A date as people write it: 01.09.2026, 1.9.26, 01/09/2026, 2026-09-01, 01092026."""

    def __init__(self, **options) -> None:
        super().__init__(
            input_formats=["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d%m%Y"],
            widget=forms.DateInput(format="%d.%m.%Y"),
            error_messages={
                "invalid": _("Write the date as DD.MM.YYYY, for example 01.09.2026."),
                "required": _("Give the date."),
            },
            **options,
        )

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip().rstrip("г. ").replace(",", ".").replace("/", ".")
        return super().to_python(value)


class WebAddressField(forms.URLField):
    """The address of a page; anything but http and https is refused."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class MarkForm(forms.Form):
    """One checkpoint. Only the requisites it asks for are there."""

    STATES = [
        (MarkState.DONE, _("Done")),
        ("", _("Not yet")),
        (MarkState.NOT_APPLICABLE, _("Does not concern us")),
    ]

    state = forms.ChoiceField(
        label=_("State"), choices=STATES, required=False, widget=forms.RadioSelect
    )
    order_number = forms.CharField(label=_("Number"), max_length=60, required=False)
    order_date = DayField(label=_("Date"), required=False)
    link = WebAddressField(
        label=_("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={
            "invalid": _("Write the address of the page, for example https://school.ru/orders.")
        },
    )
    comment = forms.CharField(label=_("Why it does not concern us"), max_length=1000,
                              required=False)  # fmt: skip

    def __init__(self, checkpoint: Checkpoint, today: date, *args, **kwargs) -> None:
        super().__init__(*args, prefix=f"c{checkpoint.pk}", **kwargs)
        self.checkpoint, self.today = checkpoint, today
        asked = {"order_number": checkpoint.asks_number, "order_date": checkpoint.asks_date,
                 "link": checkpoint.asks_link}  # fmt: skip
        for name in [name for name, is_asked in asked.items() if not is_asked]:
            del self.fields[name]
        for name, field in self.fields.items():
            field.widget.attrs["autocomplete"] = "off"
            field.widget.attrs.pop("maxlength", None)
            if name != "state":
                field.widget.attrs["aria-describedby"] = f"id_{self.prefix}-{name}_error"

    @property
    def requisites(self) -> list[forms.BoundField]:
        names = ("order_number", "order_date", "link")
        return [self[name] for name in names if name in self.fields]

    def clean_order_date(self) -> date | None:
        value = self.cleaned_data["order_date"]
        if value and value > self.today:
            raise forms.ValidationError(_("The date is later than today."))
        if value and value < _EARLIEST:
            raise forms.ValidationError(_("Check the year: the date is too early."))
        return value

    def values(self) -> Values:
        """What of it can be kept: the valid fields; of an invalid one, nothing."""
        self.is_valid()
        typed = {name: self.cleaned_data.get(name) or None for name in EMPTY_MARK}
        return {name: typed[name] or empty for name, empty in EMPTY_MARK.items()}


class TextForm(forms.Form):
    """The words of the report."""

    text = forms.CharField(
        label=_("What has been done"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "aria-describedby": "id_text_help id_text_error"}),
        error_messages={
            "max_length": _(
                "The text is longer than %(limit_value)d characters (%(show_value)d). "
                "It is kept in the draft; shorten it before sending."
            )
        },
    )


class ReportForms:
    """The report as one form on the page: the text and a form for each checkpoint."""

    def __init__(
        self,
        checkpoints: Iterable[Checkpoint],
        today: date,
        *,
        text: str = "",
        marks: Mapping[int, Mark] | None = None,
        data: QueryDict | None = None,
    ) -> None:
        data = _without_control_characters(data) if data is not None else None
        self.data = data
        self.text = TextForm(data, initial={"text": text})
        # The browser would cut what is pasted without a word.
        self.text.fields["text"].widget.attrs.pop("maxlength", None)
        self.marks = [
            MarkForm(point, today, data, initial=values_of((marks or {}).get(point.pk)))
            for point in checkpoints
        ]

    def is_valid(self) -> bool:
        return all([self.text.is_valid(), *(form.is_valid() for form in self.marks)])

    def typed_text(self) -> str:
        """The text as typed, also where it is too long to be sent."""
        self.text.is_valid()
        if "text" in self.text.cleaned_data:
            return self.text.cleaned_data["text"]
        return self.data.get("text", "").strip()

    def values(self) -> dict[int, Values]:
        return {form.checkpoint.pk: form.values() for form in self.marks}


def values_of(mark: Mark | None) -> Values:
    return {name: getattr(mark, name) for name in Mark.CONTENT} if mark else dict(EMPTY_MARK)


def _without_control_characters(data: QueryDict) -> QueryDict:
    """Line ends as one character; NUL and the like cannot be stored and mean nothing."""
    clean = data.copy()
    for name, values in data.lists():
        clean.setlist(name, [_plain(value) for value in values])
    return clean


def _plain(value: str) -> str:
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in value if char >= " " or char in "\n\t")
