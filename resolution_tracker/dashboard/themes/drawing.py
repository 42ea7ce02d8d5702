"""Chains as they stand on the page: plain text put together, for there are dozens of links."""

from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.models import Directive
from resolution_tracker.dashboard.margins import bar
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.dashboard.themes.chain import Chain, Link
from resolution_tracker.dashboard.themes.words import NAMES, capitalised, empty, places

_BESIDE = ("overdue", "returned", "not_due")


class Drawing:
    """Draws the links of chains for one person on one day."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.addresses: dict[int, str] = {}  # an item stands in several chains

    def chain(self, chain: Chain) -> SafeString:
        """An ordered list: each link leads to the next."""
        links = "".join(self._link(link, chain) for link in chain.links)
        return SafeString(f'<ol class="chain">{links}</ol>')

    def _link(self, link: Link, chain: Chain) -> str:
        name = f'<h3 class="chain__name">{escape(str(NAMES[link.level]))}</h3>'
        mark, kind = self._mark(link, chain)
        head = f'<div class="chain__head">{name}{mark}</div>'
        if link.is_empty:
            said = f'<p class="quiet">{escape(empty(link))}</p>'
            return f'<li class="chain__link chain__link--empty{kind}">{head}{said}</li>'
        inside = self._execution(link) if link.measures.all else _nothing(link)
        return (
            f'<li class="chain__link{kind}">{head}'
            f'<p class="chain__items">{self.items(link)}</p>{inside}</li>'
        )

    def _mark(self, link: Link, chain: Chain) -> tuple[str, str]:
        """The word of a link that holds the chain back, and its class."""
        if chain.is_held_by(link):
            own = chain.stuck.link is link
            word = _("stuck here") if own else _("holds the review")
            return f'<p class="chain__mark">{word}</p>', " chain__link--stuck"
        if chain.stuck and chain.stuck.link is link:
            word = _("waits for review")
            return f'<p class="chain__mark chain__mark--waits">{word}</p>', " chain__link--waits"
        return "", ""

    def items(self, link: Link) -> str:
        """«пункты 4.1 (также 4.2)»: the primary plain, those of other themes in brackets."""
        first = ", ".join(map(self._item, link.primary))
        also = ", ".join(map(self._item, link.secondary))
        if not also:
            return first
        also = "(" + _("also") + f" {also})"
        return f"{first} {also}" if first else also

    def _item(self, item: Directive) -> str:
        if item.pk not in self.addresses:
            page = self.sight.address(reverse("directive-detail", args=[item.pk]))
            words = escape(item.one_line[:120])
            self.addresses[item.pk] = f'<a href="{escape(page)}" title="{words}">{item.number}</a>'
        return self.addresses[item.pk]

    def _execution(self, link: Link) -> str:
        figures = link.figures
        if link.is_due:
            head = (
                f"<strong>{figures.fraction('execution')}</strong>"
                f" <span>{figures.percent('execution')}</span>"
            )
        else:
            head = f"<span>{capitalised(_('the date has not come'))}</span>"
        lines = [figures.phrases(_BESIDE if link.is_due else _BESIDE[:2]), _review(link)]
        more = "".join(f'<p class="chain__more">{line}</p>' for line in lines if line)
        return (
            f'<p class="chain__share">{head}</p>{bar(link.measures)}'
            f'<p class="chain__honest">{figures.honest()}</p>{more}'
        )


def _review(link: Link) -> str:
    """«на проверке 12: в 3 муниципалитетах 10, … · просрочена проверка 2»"""
    if not link.measures.submitted:
        return ""
    said = f"{link.figures.phrase('submitted')}: {escape(places(link.waiting))}"
    late = link.measures.review_overdue
    if late:
        text = _("review overdue: %(count)s") % {"count": late}
        said += f" · {link.figures.link('review_overdue', text)}"
    return said


def _nothing(link: Link) -> str:
    """An item is there, but no assignment of it that this person sees."""
    if any(item.published_at for item in link.items):
        said = _("Executed by other bodies.")
    else:
        said = capitalised(_("not placed on control yet"))
    return f'<p class="quiet">{escape(said)}</p>'
