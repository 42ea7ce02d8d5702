"""The cells of an item beside its sentences: executor, date, status, supporting documents."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives.completion import Measures
from directives.figures import spaced
from directives.models import CheckpointMark, Directive
from documents.drafting.counted import Counted, Group
from documents.drafting.scope import Scope
from documents.models import DocumentItem, Standing
from documents.words import capital, short_day, small
from organizations.models import Level

# Requisites of one body that a cell names; the rest is one click away.
_NAMED = 12
_FIGURES = (
    "applicable", "come_due", "executed", "reported", "accepted", "substantiated", "overdue",
)  # fmt: skip


def facts_of(scope: Scope, directive: Directive, counted: Counted) -> dict[str, object]:
    """The columns of `DocumentItem` that no person edits, and the proofs as drafted."""
    groups = counted.groups.get(directive.pk, [])
    measures = Measures.sum(group.measures for group in groups)
    standing = _standing(measures)
    due = [group.first_due for group in groups]
    return {
        "number": directive.number,
        "text": directive.text,
        "executor": _executor(directive, groups, counted),
        "due_words": _due_words(directive, groups),
        "due_on": max(due) if due else directive.due_on,
        "standing": standing,
        "standing_words": _standing_words(directive, standing, measures),
        "drafted_proofs": _proofs(directive, groups, counted),
        **{name: measures.count(name) for name in _FIGURES},
    }


def is_same(item: DocumentItem, facts: dict[str, object]) -> bool:
    return all(getattr(item, name) == value for name, value in facts.items())


def _executor(directive: Directive, groups: list[Group], counted: Counted) -> str:
    """The one body's name; of several, what they are and how many."""
    bodies = max((group.bodies for group in groups), default=0)
    if bodies == 1 and len({group.body for group in groups}) == 1:
        return counted.bodies[groups[0].body]
    words = {
        Level.DEPARTMENT: _("department"),
        Level.INSTITUTE: _("institute"),
        Level.MUNICIPAL: _("municipal authorities of education"),
        Level.SCHOOL: _("general education organizations"),
    }
    said = capital(words[directive.level])
    return f"{said} ({spaced(bodies)})" if bodies else said


def _due_words(directive: Directive, groups: list[Group]) -> str:
    """«01.10.2026»; «ежеквартально: I четверть — 10.11.2026»; the extended date beside it."""
    if not directive.is_periodic:
        days = groups[0] if groups else None
        if days is None:
            return short_day(directive.due_on)
        return _with_extension(days)
    frequency = capital(directive.get_frequency_display())
    parts = [f"{group.period.name} — {_with_extension(group)}" for group in groups]
    return f"{frequency}: {'; '.join(parts)}" if parts else frequency


def _with_extension(group: Group) -> str:
    said = short_day(group.first_due)
    if group.last_due > group.first_due and group.measures.extended:
        return _("%(day)s (extended to %(last)s)") % {
            "day": said, "last": short_day(group.last_due),
        }  # fmt: skip
    return said


def _standing(measures: Measures) -> Standing:
    if not measures.all:
        return Standing.NOT_DUE
    if not measures.applicable:
        return Standing.LEFT_OUT
    if measures.accepted == measures.applicable:
        return Standing.EXECUTED
    if measures.overdue:
        return Standing.OVERDUE
    return Standing.IN_WORK if measures.come_due else Standing.NOT_DUE


def _standing_words(directive: Directive, standing: Standing, measures: Measures) -> str:
    if not measures.all:
        return _("no period is open") if directive.published_at else _("not on control")
    if measures.applicable <= 1 or standing in (Standing.EXECUTED, Standing.LEFT_OUT):
        return str(standing.label)
    said = _("executed: %(n)s of %(of)s") % {
        "n": spaced(measures.accepted), "of": spaced(measures.applicable),
    }  # fmt: skip
    if standing is Standing.OVERDUE:
        late = _("overdue: %(n)s") % {"n": spaced(measures.overdue)}
        return f"{late}, {said}"
    return f"{standing.label}, {said}"


def _proofs(directive: Directive, groups: list[Group], counted: Counted) -> str:
    """Requisites of the one body; of several, how many reports are substantiated and by how much"""
    if groups and all(group.is_single for group in groups):
        found = [_requisites(counted, directive, group) for group in groups]
        return "\n".join(row for row in found if row)
    measures = Measures.sum(group.measures for group in groups)
    if not measures.accepted:
        return ""
    said = _("substantiated: %(n)s of %(of)s") % {
        "n": spaced(measures.substantiated), "of": spaced(measures.accepted),
    }  # fmt: skip
    return f"{capital(said)}; {_files(sum(group.proofs for group in groups))}"


def _files(count: int) -> str:
    text = ngettext("%(n)s document", "%(n)s documents", count)
    return text % {"n": spaced(count)}


def _requisites(counted: Counted, directive: Directive, group: Group) -> str:
    row = counted.single(directive.pk, group.period)
    if row is None or row.update is None:
        return ""
    marks = [_mark(mark) for mark in row.update.marks.all()]
    said = "; ".join(dict.fromkeys(marks[:_NAMED]))
    if len(marks) > _NAMED:
        said = _("%(names)s and %(n)s more") % {"names": said, "n": len(marks) - _NAMED}
    if not said:
        return capital(_files(group.proofs)) if group.proofs else ""
    if group.period and len(counted.groups[directive.pk]) > 1:
        return f"{capital(small(group.period.full_name))}: {said}"
    return said


def _mark(mark: CheckpointMark) -> str:
    """«Утверждён план: № 12-од от 01.09.2026»; of no number, the address."""
    number = mark.order_number
    if not number:
        return f"{mark.checkpoint.title}: {mark.link}"
    if "№" not in number:  # «протокол № 1» needs no other sign
        number = _("No. %(number)s") % {"number": number}
    if mark.order_date:
        day = short_day(mark.order_date)
        number = _("%(number)s of %(day)s") % {"number": number, "day": day}
    return f"{mark.checkpoint.title}: {number}"
