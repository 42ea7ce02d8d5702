"""The catalogue of indicators and the school passports."""

from indicators.views.catalogue.indicators import indicator_catalogue
from indicators.views.catalogue.passport import passport
from indicators.views.catalogue.passports import passport_list

__all__ = ["indicator_catalogue", "passport", "passport_list"]
