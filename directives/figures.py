"""A figure never stands alone: it links to exactly the rows it counts."""

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directives.completion import Measures

# How each count is said beside a bar. One wording for every page.
PHRASES = {
    "accepted": _("%(count)s executed"),
    "submitted": _("%(count)s under review"),
    "overdue": _("%(count)s overdue"),
    "returned": _("%(count)s being reworked"),
    "not_due": _("for %(count)s the date has not come"),
    "not_reported": _("%(count)s have not reported yet"),
    "accepted_late": _("%(count)s executed late"),
    "on_behalf": _("%(count)s reported on behalf"),
    "extended": _("extended %(count)s"),
    "waiting_request": _("%(count)s with a request waiting"),
    "not_applicable": _("does not apply to %(count)s"),
    "waived": _("%(count)s waived"),
    "cancelled": _("%(count)s cancelled"),
}

# Colour only doubles the word.
COLOURS = {
    "overdue": " figure--late",
    "submitted": " figure--waiting",
    "waiting_request": " figure--waiting",
}

# The page on how it is counted has an anchor for each ratio.
RATIOS = {
    "execution": _("execution rate"),
    "progress": _("progress"),
    "reporting": _("reported"),
    "acceptance": _("accepted"),
    "substantiation": _("substantiated"),
    "timeliness": _("timeliness"),
    "timeliness_original": _("timeliness by the original date"),
    "completeness": _("completeness"),
    "first_pass": _("first-pass rate"),
}


# Three honest numbers: the ratio, the condition it counts, and its word.
HONEST = (
    ("reporting", "reported", _("reported:")),
    ("acceptance", "accepted", _("accepted:")),
    ("substantiation", "substantiated", _("substantiated:")),
)


Scope = tuple[tuple[str, object], ...]


@lru_cache(maxsize=16)
def _address(name: str, *arguments: str) -> str:
    return reverse(name, args=arguments)


@lru_cache(maxsize=4096)
def _rows(scope: Scope) -> str:
    """The address of the list narrowed so, up to the name of the condition."""
    query = urlencode(scope)
    return f"{_address('assignment-list')}?{query}{'&' if query else ''}show="


@lru_cache(maxsize=4096)
def _explanation(ratio: str, scope: Scope) -> str:
    query = urlencode(scope)
    return _address("figure-detail", ratio) + (f"?{query}" if query else "")


@lru_cache(maxsize=4096)
def _in_html(address: Callable[..., str], *arguments: object) -> str:
    return escape(address(*arguments))


# A page says the same words with the same counts many times over.
@lru_cache(maxsize=2048)
def _said(name: str, count: int) -> str:
    return PHRASES[name] % {"count": spaced(count)}


@lru_cache(maxsize=32)
def _word(ratio: str) -> str:
    return str(RATIOS[ratio])


@lru_cache(maxsize=2048)
def _part(n: str, of: str) -> str:
    return gettext("%(n)s of %(of)s") % {"n": n, "of": of}


@lru_cache(maxsize=1024)
def _whole(count: int) -> str:
    return (gettext("of %(count)s") % {"count": spaced(count)}).replace(" ", "&nbsp;")


def spaced(number: int) -> str:
    """Thousands set apart by a thin no-break space."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


class Figures:
    """Measures, and the scope that narrows the list to the assignments they were taken over."""

    def __init__(self, measures: Measures, *, opens: bool = True, **scope: object) -> None:
        """`opens`: whether this person may open the rows behind the figures."""
        self.measures = measures
        self.opens = opens
        self._scope = tuple([pair for pair in scope.items() if pair[1] is not None])

    @property
    def scope(self) -> dict[str, object]:
        return dict(self._scope)

    @cached_property
    def key(self) -> tuple:
        """All that what they say depends on: equal figures are drawn once."""
        return tuple(self.measures.counts.items()), self.opens, self._scope

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Figures) and self.key == other.key

    def within(self, measures: Measures | None = None, **scope: object) -> "Figures":
        """Figures of a part of the same rows: the scope narrowed, the day and the person kept."""
        narrowed = self.scope | scope
        return Figures(measures or self.measures, opens=self.opens, **narrowed)

    def count(self, name: str) -> int:
        return self.measures.count(name)

    def url(self, name: str) -> str:
        """The list of the rows this figure counts."""
        return _rows(self._scope) + name

    @property
    def list_url(self) -> str:
        """The list of all the rows these figures were taken over."""
        return _rows(self._scope).removesuffix("show=").rstrip("?&")

    def link(self, name: str, text: object, count: int | None = None) -> SafeString:
        """The text as a link to the rows; `data-count` is what the list must then say.

        `count` is told where the scope is narrower than what was measured.
        """
        count = self.measures.count(name) if count is None else count
        colour, said = COLOURS.get(name, ""), conditional_escape(text)
        if not self.opens:
            return SafeString(f'<span class="figure{colour}" data-count="{count}">{said}</span>')
        return SafeString(
            f'<a class="figure{colour}" href="{_in_html(_rows, self._scope)}{name}"'
            f' data-count="{count}">{said}</a>'
        )

    def number(self, name: str) -> SafeString:
        """The bare number; nothing to open where it is zero."""
        count = self.measures.count(name)
        if not count:
            return SafeString('<span class="figure--none">0</span>')
        return self.link(name, spaced(count), count)

    def phrase(self, name: str) -> SafeString:
        """«3 просрочено»; nothing where there is none."""
        count = self.measures.count(name)
        return self.link(name, _said(name, count), count) if count else SafeString("")

    def phrases(self, names: Iterable[str]) -> SafeString:
        return SafeString(" · ".join([self.phrase(name) for name in names if self.count(name)]))

    def fraction(self, ratio: str) -> SafeString:
        """«24 из 27», each number a link."""
        value = getattr(self.measures, ratio)
        if ratio == "progress":  # checkpoints are counted, not rows
            return SafeString(_part(spaced(value.n), spaced(value.of)))
        return SafeString(_part(self.number(value.n_name), self.number(value.of_name)))

    def percent(self, ratio: str) -> SafeString:
        """The share, linked to how it is counted; a dash where there is nothing to divide by."""
        percent = getattr(self.measures, ratio).percent
        if percent is None:
            words = gettext("not applicable: none counted")
            return format_html('<span class="figure--none" title="{}">—</span>', words)
        return SafeString(
            f'<a class="percent" href="{_in_html(_explanation, ratio, self._scope)}"'
            f' title="{_word(ratio)}">{percent}\N{NO-BREAK SPACE}%</a>'
        )

    def explained(self, ratio: str) -> str:
        """The page of one ratio over this scope: its formula, what it counts and leaves out."""
        return _explanation(ratio, self._scope)

    def honest(self, *, whole: bool = False) -> SafeString:
        """«представлено 26 → принято 24 → подтверждено 22»: wherever a percentage stands.

        Each number leads to its formula, the rows it counts and those left out. `whole`: of how
        many that is, where nothing beside says it.
        """
        said = [
            f'<a href="{_in_html(_explanation, ratio, self._scope)}"'
            f' data-count="{(count := self.measures.count(name))}">{_word(ratio)}'
            f"&nbsp;<b>{spaced(count)}</b></a>"
            for ratio, name, _words in HONEST
        ]
        line = ' <span aria-hidden="true">→</span> '.join(said)
        of = f" {_whole(self.measures.count('applicable'))}" if whole else ""
        return SafeString(f'<span class="honest-line">{line}{of}</span>')
