"""What the address of the list of organizations may say."""

from datetime import date

import django_filters
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from organizations.accounts import nobody_reports_for
from organizations.models import Level, Municipality, Organization, SchoolKind

REGIONAL = "region"  # bodies of no municipality: the department and the institute
STATES = [
    ("active", _("working")),
    ("closed", _("closed")),
    ("any", _("working and closed")),
]
ACCOUNTS = [("none", _("nobody can report"))]


def _capitalised(choices) -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in choices]


class OrganizationFilter(django_filters.FilterSet):
    """Working bodies unless the address asks for the closed ones."""

    q = django_filters.CharFilter(label=_("Name, INN or OGRN"), method="search", max_length=200)
    municipality = django_filters.ChoiceFilter(label=_("Municipality"), method="in_municipality")
    level = django_filters.ChoiceFilter(label=_("Level"))
    kind = django_filters.ChoiceFilter(label=_("Kind"))
    state = django_filters.ChoiceFilter(label=_("State"), method="in_state")
    accounts = django_filters.ChoiceFilter(label=_("Accounts"), method="with_accounts")

    class Meta:
        model = Organization
        fields: list[str] = []

    def __init__(self, data, queryset: QuerySet[Organization], *, today: date) -> None:
        self.today = today
        data = data.copy()
        data.setdefault("state", "active")
        super().__init__(data, queryset)
        places = Municipality.objects.values_list("pk", "short_name")
        choices = {
            "municipality": [
                (REGIONAL, _("Regional level")),
                *((str(pk), name) for pk, name in places),
            ],
            "level": _capitalised(Level.choices),
            "kind": _capitalised(SchoolKind.choices),
            "state": _capitalised(STATES),
            "accounts": _capitalised(ACCOUNTS),
        }
        for name, offered in choices.items():
            self.filters[name].extra |= {"choices": offered, "empty_label": _("any")}
        self.filters["state"].extra["empty_label"] = None

    def search(self, rows, name: str, value: str):
        """Each word must occur in a name, or begin a number."""
        for word in value.split()[:10]:
            rows = rows.filter(
                Q(name__icontains=word)
                | Q(full_name__icontains=word)
                | Q(inn__startswith=word)
                | Q(ogrn__startswith=word)
            )
        return rows

    def in_municipality(self, rows, name: str, value: str):
        if value == REGIONAL:
            return rows.filter(municipality__isnull=True)
        return rows.filter(municipality=int(value))

    def in_state(self, rows, name: str, value: str):
        closed = Q(closed_on__lte=self.today)
        return {"active": rows.exclude(closed), "closed": rows.filter(closed)}.get(value, rows)

    def with_accounts(self, rows, name: str, value: str):
        return nobody_reports_for(rows)
