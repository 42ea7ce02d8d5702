"""What a person uploads: which files, and which municipality they speak of."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from organizations.models import SchoolList, User
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake.access import municipalities_of
from resolution_tracker.intake.receiving import receive
from resolution_tracker.intake.scope import scope_told_by, set_scope

BY_CONTENT = "content"
WHOLE_REGION = "all"
FILES_AT_ONCE = 30
TYPES = ".xlsx,.xls,.ods,.csv"


class FilesInput(forms.ClearableFileInput):
    """One file or several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """All the chosen files; what is in them is judged one by one, when they are read."""

    widget = FilesInput

    def clean(self, data, initial=None) -> list[UploadedFile]:
        files = [file for file in data or [] if file]
        if not files:
            raise forms.ValidationError(_("Choose a file."), code="required")
        if len(files) > FILES_AT_ONCE:
            raise forms.ValidationError(
                _("Choose at most %(n)d files at once."), params={"n": FILES_AT_ONCE}
            )
        return files


class UploadForm(forms.Form):
    """Files and their scope; whoever keeps one municipality's list is not asked for it."""

    files = FilesField(
        label=_("File with the list"),
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods) or .csv, up to 20 MB."),
    )
    scope = forms.ChoiceField(label=_("Whose schools are in the list"))

    def __init__(self, *args, user: User, replaces: SchoolList | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.replaces = replaces
        self.places = {place.oktmo: place for place in municipalities_of(user)}
        choices = [(oktmo, place.short_name) for oktmo, place in self.places.items()]
        if user.is_staff:
            by_content = _("One municipality or all: the list itself tells")
            choices = [(BY_CONTENT, by_content), (WHOLE_REGION, _("All municipalities")), *choices]
        self.fields["scope"].choices = choices
        if len(choices) == 1:
            del self.fields["scope"]
        is_for_several = user.is_staff and replaces is None
        if is_for_several:
            self.fields["files"].label = _("Files with lists")
        self.fields["files"].widget.attrs |= {"accept": TYPES, "multiple": is_for_several}

    def clean(self) -> dict:
        """A newer file of one municipality takes the place of the one before: not two at once."""
        said = super().clean()
        is_one = "scope" not in self.fields or said.get("scope") in self.places
        if len(said.get("files", [])) > 1 and (is_one or self.replaces):
            self.add_error("files", _("One list of one municipality: choose one file."))
        return said

    @property
    def said_scope(self) -> str:
        """An OKTMO, or one of the two words above."""
        return self.cleaned_data.get("scope") or next(iter(self.places))


@dataclass(frozen=True)
class Taken:
    """What became of one file: a list, or the sentence why it was refused."""

    name: str
    school_list: SchoolList | None = None
    refusal: str = ""


def take(form: UploadForm, *, by: User, at: datetime) -> list[Taken]:
    """Receive the files of a valid form one by one; a refused one does not stop the others."""
    return [_take(file, form, by, at) for file in form.cleaned_data["files"]]


def _take(file: UploadedFile, form: UploadForm, by: User, at: datetime) -> Taken:
    try:
        school_list = receive(
            file,
            name=file.name,
            at=at,
            by=by,
            municipality=form.places.get(form.said_scope),
            replaces=form.replaces,
        )
        told = scope_told_by(school_list) if form.said_scope == BY_CONTENT else None
        if told:
            school_list = set_scope(school_list, told)
    except SchoolListError as error:
        return Taken(file.name, refusal=str(error))
    return Taken(file.name, school_list)
