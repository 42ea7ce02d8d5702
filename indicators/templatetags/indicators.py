"""How templates say figures of indicators."""

from django import template

from indicators import words
from indicators.models import Wording
from indicators.shares import Figure

register = template.Library()


@register.filter
def said(figure: Figure | None, wording: Wording | None = None) -> str:
    """«83,4 %»; with the wording, a body's yes or no as a word."""
    return words.said(figure, wording)


@register.filter
def fraction(figure: Figure | None) -> str:
    """«27 из 40»"""
    return words.fraction(figure)


@register.filter
def standing_word(standing: str) -> str:
    """«цель достигнута»"""
    return words.standing_word(standing)
