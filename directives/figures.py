"""A figure never stands alone: it links to exactly the rows it counts."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
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


@lru_cache(maxsize=16)
def _explained(ratio: str) -> str:
    return reverse("figure-detail", args=[ratio])


@lru_cache(maxsize=8)
def _address(name: str) -> str:
    return reverse(name)


def spaced(number: int) -> str:
    """Thousands set apart by a thin no-break space."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


class Figures:
    """Measures, and the scope that narrows the list to the assignments they were taken over."""

    def __init__(self, measures: Measures, *, opens: bool = True, **scope: object) -> None:
        """`opens`: whether this person may open the rows behind the figures."""
        self.measures = measures
        self.opens = opens
        self.scope = {name: value for name, value in scope.items() if value is not None}

    def count(self, name: str) -> int:
        return self.measures.count(name)

    def url(self, name: str) -> str:
        """The list of the rows this figure counts."""
        return f"{self._list}show={name}"

    @cached_property
    def _list(self) -> str:
        query = urlencode(self.scope)
        return f"{_address('assignment-list')}?{query}{'&' if query else ''}"

    @cached_property
    def _escaped_list(self) -> str:
        return escape(self._list)

    def link(self, name: str, text: object, count: int | None = None) -> SafeString:
        """The text as a link to the rows; `data-count` is what the list must then say.

        `count` is told where the scope is narrower than what was measured.
        """
        count = self.count(name) if count is None else count
        colour, said = COLOURS.get(name, ""), conditional_escape(text)
        if not self.opens:
            return SafeString(f'<span class="figure{colour}" data-count="{count}">{said}</span>')
        return SafeString(
            f'<a class="figure{colour}" href="{self._escaped_list}show={name}"'
            f' data-count="{count}">{said}</a>'
        )

    def number(self, name: str) -> SafeString:
        """The bare number; nothing to open where it is zero."""
        count = self.count(name)
        if not count:
            return format_html('<span class="figure--none">{}</span>', 0)
        return self.link(name, spaced(count))

    def phrase(self, name: str) -> SafeString:
        """«3 просрочено»; nothing where there is none."""
        count = self.count(name)
        text = PHRASES[name] % {"count": spaced(count)}
        return self.link(name, text) if count else SafeString("")

    def phrases(self, names: Iterable[str]) -> SafeString:
        said = [self.phrase(name) for name in names if self.count(name)]
        return SafeString(" · ".join(said))

    def fraction(self, ratio: str) -> SafeString:
        """«24 из 27», each number a link."""
        value = getattr(self.measures, ratio)
        if ratio == "progress":  # checkpoints are counted, not rows
            text = _("%(n)s of %(of)s") % {"n": spaced(value.n), "of": spaced(value.of)}
            return format_html("{}", text)
        parts = {"n": self.number(value.n_name), "of": self.number(value.of_name)}
        return SafeString(_("%(n)s of %(of)s") % parts)

    def percent(self, ratio: str) -> SafeString:
        """The share, linked to how it is counted; a dash where there is nothing to divide by."""
        percent = getattr(self.measures, ratio).percent
        if percent is None:
            return format_html(
                '<span class="figure--none" title="{}">—</span>', _("not applicable: none counted")
            )
        return SafeString(
            f'<a class="percent" href="{escape(self.explained(ratio))}" title="{RATIOS[ratio]}">'
            f"{percent}\N{NO-BREAK SPACE}%</a>"
        )

    def explained(self, ratio: str) -> str:
        """The page of one ratio over this scope: its formula, what it counts and leaves out."""
        query = urlencode(self.scope)
        return _explained(ratio) + (f"?{query}" if query else "")

    def honest(self) -> SafeString:
        """«представили 26 → исполнили 24 → подтвердили 22»: wherever a percentage stands.

        Each number leads to its formula, the rows it counts and those left out.
        """
        said = []
        for ratio, name, words in HONEST:
            count = self.count(name)
            said.append(
                f'<a class="honest-number" href="{escape(self.explained(ratio))}"'
                f' data-count="{count}">{words} {spaced(count)}</a>'
            )
        return SafeString(f'<span class="honest-line">{" → ".join(said)}</span>')
