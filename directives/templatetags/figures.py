"""Figures in templates: each a link to its rows (see `directives.figures`)."""

from django import template
from django.utils.safestring import SafeString

from directives.figures import Figures

register = template.Library()


@register.simple_tag
def number(figures: Figures, name: str) -> SafeString:
    """`{% number figures "overdue" %}`: the number alone."""
    return figures.number(name)


@register.simple_tag
def phrase(figures: Figures, name: str) -> SafeString:
    """`{% phrase figures "overdue" %}`: the number in words, nothing where it is zero."""
    return figures.phrase(name)


@register.simple_tag
def phrases(figures: Figures, *names: str) -> SafeString:
    """Several phrases in a line, those that are zero left out."""
    return figures.phrases(names)


@register.simple_tag
def fraction(figures: Figures, ratio: str) -> SafeString:
    """`{% fraction figures "execution" %}`: «24 из 27»."""
    return figures.fraction(ratio)


@register.simple_tag
def percent_of(figures: Figures, ratio: str) -> SafeString:
    """`{% percent_of figures "execution" %}`: «89 %», linked to how it is counted."""
    return figures.percent(ratio)
