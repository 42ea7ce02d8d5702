"""Who has not reported, grouped by municipality: whom to call and a text to copy into a letter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.downloads.table import Column, Form, Table
from directives.models import Assignment
from organizations.models import Level, Municipality, Organization
from resolution_tracker.dashboard.paging import ForgivingPaginator
from resolution_tracker.templatetags.wording import long_date

GROUPS_PER_PAGE = 9
# A school that answers to the department is not for its municipality to remind.
_DIRECT = Q(organization__level=Level.SCHOOL, organization__parent__level=Level.DEPARTMENT)

Key = tuple[int | None, bool]  # municipality, whether its schools answer to the department


@dataclass
class Body:
    """One body and what it has not reported on."""

    organization: Organization
    assignments: list[Assignment] = field(default_factory=list)


@dataclass
class Group:
    """Bodies of one municipality under one superior, and the letter to it."""

    municipality: Municipality | None
    is_direct: bool
    today: date
    authority: Organization | None = None
    bodies: dict[int, Body] = field(default_factory=dict)
    own: frozenset[int] = frozenset()  # bodies of the one who writes: nobody writes to oneself

    @property
    def title(self) -> str:
        if self.municipality is None:
            return _("Regional level")
        if self.is_direct:
            return _("%(municipality)s: schools that answer to the department") % {
                "municipality": self.municipality
            }
        return str(self.municipality)

    @property
    def count(self) -> int:
        return sum(len(body.assignments) for body in self.bodies.values())

    @property
    def letter(self) -> str:
        """The text, in the words of an office; nothing in it is HTML. Empty if to nobody."""
        bodies = [body for body in self.bodies.values() if body.organization.pk not in self.own]
        if not bodies:
            return ""
        lines = [_letter_head(self), "", _("On reports of the execution of the resolution"), ""]
        lines.append(
            _("As of %(day)s the following reports have not been submitted:")
            % {"day": long_date(self.today)}
        )
        for number, body in enumerate(bodies, 1):
            asked = "; ".join(_asked(item, self.today) for item in body.assignments)
            lines.append(f"{number}. {body.organization.name}: {asked.rstrip('.')}.")
        lines += ["", _("Items of the resolution:")]
        for directive in _directives(bodies):
            lines.append(f"{directive.number} — {directive.one_line.rstrip(';.')}.")
        lines += [
            "",
            _(
                "Please see that the reports are submitted by their dates, and those overdue "
                "within three working days. Who cannot make the date asks for its extension before "
                "it comes, with the reasons and the date proposed."
            ),
        ]
        return "\n".join(lines)


def _directives(bodies: list[Body]) -> list:
    found = {item.directive_id: item.directive for body in bodies for item in body.assignments}
    return sorted(found.values(), key=lambda directive: directive.sort_key)


def _letter_head(group: Group) -> str:
    is_own = group.authority and group.authority.pk in group.own
    if group.authority and not group.is_direct and not is_own:
        return _("To the head: %(authority)s") % {
            "authority": group.authority.full_name or group.authority.name
        }
    return _("To the heads of the organizations")


def _asked(item: Assignment, today: date) -> str:
    words = {
        "item": item.directive.number,
        "period": f", {item.period}" if item.period else "",
        "day": long_date(item.due_on),
    }
    if item.is_overdue(today):
        return _("item %(item)s%(period)s, due on %(day)s, overdue") % words
    return _("item %(item)s%(period)s, due on %(day)s") % words


def page_of(rows: QuerySet[Assignment], number) -> Page:
    """A page of groups; its items are (key, how many assignments)."""
    keys = (
        rows.order_by()
        .annotate(is_direct=_DIRECT)
        .values_list("municipality", "is_direct")
        .annotate(count=Count("pk"))
        .order_by(F("municipality__sort_key").asc(nulls_first=True), "is_direct")
    )
    found = [((row[0], row[1]), row[2]) for row in keys]
    return ForgivingPaginator(found, GROUPS_PER_PAGE).page(number)


def groups(
    rows: QuerySet[Assignment],
    keys: list[tuple[Key, int]],
    today: date,
    own: frozenset[int] = frozenset(),
) -> list[Group]:
    """The groups of one page with their bodies. Two queries."""
    wanted = [key for key, _count in keys]
    places = [municipality for municipality, _direct in wanted]
    authorities = {
        body.municipality_id: body
        for body in Organization.objects.at(Level.MUNICIPAL)
        .filter(municipality__in=[place for place in places if place])
        .order_by("-pk")
    }
    scope = Q(municipality__in=[place for place in places if place])
    if None in places:
        scope |= Q(municipality__isnull=True)
    found: dict[Key, Group] = dict.fromkeys(wanted)
    for item in _ordered(rows.filter(scope)):
        key = (item.municipality_id, item.is_direct)
        if key not in found:
            continue
        if found[key] is None:
            authority = authorities.get(item.municipality_id)
            found[key] = Group(item.municipality, item.is_direct, today, authority, own=own)
        bodies = found[key].bodies
        bodies.setdefault(item.organization_id, Body(item.organization)).assignments.append(item)
    return [group for group in found.values() if group]


def _ordered(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return (
        rows.annotate(is_direct=_DIRECT)
        .select_related("organization", "directive", "period", "municipality")
        .order_by(
            F("municipality__sort_key").asc(nulls_first=True),
            "is_direct",
            "organization__sort_key",
            "organization",
            "due_on",
            "directive__sort_key",
            "pk",
        )
    )


COLUMNS = [
    Column(gettext_lazy("Municipality"), width=26),
    Column(gettext_lazy("Organization"), width=44),
    Column(gettext_lazy("INN"), width=13),
    Column(gettext_lazy("Head"), width=28),
    Column(gettext_lazy("Phone"), width=20),
    Column(gettext_lazy("E-mail"), width=26),
    Column(gettext_lazy("Item"), width=8),
    Column(gettext_lazy("Text of the item"), width=60),
    Column(gettext_lazy("Period"), width=24),
    Column(gettext_lazy("Due on"), Form.DAY, 12),
    Column(gettext_lazy("Overdue"), width=12),
]


def taken(rows: QuerySet[Assignment], today: date) -> Table:
    """The same as a file: all pages, in the same order, an assignment a row."""
    return Table("not-reported", COLUMNS, _rows(rows, today), sheet=_("Not reported yet"))


def _rows(rows: QuerySet[Assignment], today: date) -> Iterator[list[object]]:
    for item in _ordered(rows).iterator(chunk_size=2000):
        body = item.organization
        yield [
            str(item.municipality or _("Regional level")),
            body.name,
            body.inn,
            body.head_name,
            body.phone,
            body.email,
            item.directive.number,
            item.directive.one_line,
            item.period.full_name if item.period else "",
            item.due_on,
            item.is_overdue(today),
        ]
