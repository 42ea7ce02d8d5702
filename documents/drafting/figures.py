"""Sentences made of figures: how many have executed, reported, are late, are left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives.figures import spaced
from documents.drafting.counted import Group
from documents.drafting.drafted import Drafted, On
from documents.drafting.scope import Scope
from documents.models import Origin
from documents.words import NO_BREAK, capital, small

# More names than this are one click away.
NAMED = 3


@dataclass(frozen=True)
class Speaker:
    """Says one group of one item, and knows what each number rests on."""

    scope: Scope
    directive: int
    group: Group

    @property
    def period(self) -> int | None:
        return self.group.period.pk if self.group.period else None

    def on(self, name: str, n: int, of: int | None = None, **more: object) -> On:
        return On(name, self.scope.query(self.directive, self.period, **more), n, of)

    def on_ratio(self, name: str) -> On:
        ratio = getattr(self.group.measures, name)
        return self.on(name, ratio.n, ratio.of)

    def said(self, key: str, clause: str, *on: On) -> Drafted:
        """The clause as a sentence; of another period than the document's, that comes first."""
        period = self.group.period
        if period and period.pk != self.scope.document.period_id:
            clause = _("for %(period)s: %(said)s") % {
                "period": small(period.full_name), "said": clause,
            }  # fmt: skip
        # «…20 января 2027 г.» ends with its own stop.
        text = capital(clause).removesuffix(".") + "."
        return Drafted(f"{key}:{self.period or ''}", text, Origin.FIGURE, on)


def of_group(speaker: Speaker) -> Iterator[Drafted]:
    """Of several bodies. Nothing is said of what there is none of."""
    measures = speaker.group.measures
    if measures.come_due:
        yield _execution(speaker)
    if measures.not_due:
        yield _not_due(speaker)
    if measures.applicable:
        yield _honest(speaker)
    if measures.submitted:
        yield _submitted(speaker)
    if measures.overdue:
        yield _overdue(speaker)
    if measures.accepted_late:
        yield _late(speaker)
    yield from also(speaker)


def also(speaker: Speaker) -> Iterator[Drafted]:
    """What stands beside every rate: extensions, and what is left out of the count."""
    if speaker.group.measures.extended:
        yield _extended(speaker)
    if speaker.group.measures.left_out:
        yield _left_out(speaker)


def _execution(speaker: Speaker) -> Drafted:
    ratio = speaker.group.measures.execution
    text = ngettext(
        "%(n)s of %(of)s assignment whose date has come is executed (%(percent)s)",
        "%(n)s of %(of)s assignments whose date has come are executed (%(percent)s)",
        ratio.of,
    )
    said = text % {
        "n": spaced(ratio.n), "of": spaced(ratio.of), "percent": f"{ratio.percent}{NO_BREAK}%",
    }  # fmt: skip
    return speaker.said("execution", said, speaker.on_ratio("execution"))


def _not_due(speaker: Speaker) -> Drafted:
    n = speaker.group.measures.not_due
    text = ngettext(
        "the date of %(n)s assignment has not come yet",
        "the dates of %(n)s assignments have not come yet",
        n,
    )
    on = speaker.on("not_due", n, speaker.group.measures.applicable)
    return speaker.said("not_due", text % {"n": spaced(n)}, on)


def _honest(speaker: Speaker) -> Drafted:
    measures = speaker.group.measures
    said = _(
        "%(reported)s of %(of)s have reported, the reports of %(accepted)s are accepted, of "
        "%(substantiated)s substantiated by documents"
    ) % {
        "reported": spaced(measures.reported),
        "of": spaced(measures.applicable),
        "accepted": spaced(measures.accepted),
        "substantiated": spaced(measures.substantiated),
    }
    on = map(speaker.on_ratio, ("reporting", "acceptance", "substantiation"))
    return speaker.said("honest", said, *on)


def _submitted(speaker: Speaker) -> Drafted:
    n = speaker.group.measures.submitted
    text = ngettext("%(n)s report is under review", "%(n)s reports are under review", n)
    on = speaker.on("submitted", n, speaker.group.measures.applicable)
    return speaker.said("submitted", text % {"n": spaced(n)}, on)


def _overdue(speaker: Speaker) -> Drafted:
    measures, worst = speaker.group.measures, speaker.group.worst
    said = _("overdue: %(n)s") % {"n": spaced(measures.overdue)}
    on = [speaker.on("overdue", measures.overdue, measures.applicable)]
    if worst and speaker.scope.document.is_of_the_region:
        pk, where, most = worst[0]
        if len(worst) == 1:
            said = f"{said}, {where}"
        elif most == worst[1][2]:  # several with as many are not «most of all»
            if len(worst) <= NAMED:
                there = ", ".join(f"{place} {spaced(n)}" for _pk, place, n in worst)
                said = f"{said} ({there})"
        else:
            said = _("%(overdue)s, most of all %(place)s: %(most)s") % {
                "overdue": said, "place": where, "most": spaced(most),
            }  # fmt: skip
            on.append(speaker.on("overdue", most, municipality=pk))
    elif worst:
        names = ", ".join(name for _pk, name, _count in worst[:NAMED])
        more = len(worst) - NAMED
        if more > 0:
            names = _("%(names)s and %(n)s more") % {"names": names, "n": more}
        said = f"{said} ({names})"
    return speaker.said("overdue", said, *on)


def _late(speaker: Speaker) -> Drafted:
    n = speaker.group.measures.accepted_late
    on = speaker.on("accepted_late", n, speaker.group.measures.accepted)
    return speaker.said("late", _("executed late: %(n)s") % {"n": spaced(n)}, on)


def _extended(speaker: Speaker) -> Drafted:
    n = speaker.group.measures.extended
    text = ngettext(
        "the date of %(n)s assignment is extended", "the dates of %(n)s assignments are extended", n
    )
    on = speaker.on("extended", n, speaker.group.measures.applicable)
    return speaker.said("extended", text % {"n": spaced(n)}, on)


def _left_out(speaker: Speaker) -> Drafted:
    words = {
        "not_applicable": _("not applicable: %(n)s"),
        "waived": _("waived as no longer relevant: %(n)s"),
        "cancelled": _("cancelled: %(n)s"),
    }
    counts = {name: speaker.group.measures.count(name) for name in words}
    there = {name: n for name, n in counts.items() if n}
    parts = ", ".join(words[name] % {"n": spaced(n)} for name, n in there.items())
    said = _("left out of the count (%(parts)s)") % {"parts": parts}
    return speaker.said("left_out", said, *(speaker.on(name, n) for name, n in there.items()))
