"""What narrows the list of documents. Whatever the address says, the page stands."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.access import DocumentQuerySet
from documents.models import State
from organizations.models import Municipality


class ListForm(forms.Form):
    """Scope, status and number."""

    q = forms.CharField(label=_("Number"), max_length=40, required=False)
    scope = forms.ChoiceField(label=_("Whose execution"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("any")), (State.APPROVED, _("Approved")), (State.DRAFT, _("Drafts"))],
    )

    def __init__(self, data, documents: DocumentQuerySet) -> None:
        super().__init__(data)
        self.documents = documents
        known = documents.order_by().values("municipality")
        places = Municipality.objects.filter(pk__in=known).values_list("pk", "short_name")
        self.fields["scope"].choices = [
            ("", _("any")), ("region", _("The region as a whole")), ("body", _("One body")),
            *((str(pk), name) for pk, name in places),
        ]  # fmt: skip

    def rows(self) -> DocumentQuerySet:
        self.is_valid()
        said, rows = self.cleaned_data, self.documents
        if said.get("status"):
            rows = rows.filter(status=said["status"])
        scope = said.get("scope")
        if scope == "region":
            rows = rows.filter(municipality__isnull=True, organization__isnull=True)
        elif scope == "body":
            rows = rows.filter(organization__isnull=False)
        elif scope:
            at = int(scope)
            rows = rows.filter(Q(municipality=at) | Q(organization__municipality=at))
        if number := said.get("q", "").lstrip("№ "):
            rows = rows.filter(Q(number__startswith=number) | Q(code=number))
        return rows

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())
