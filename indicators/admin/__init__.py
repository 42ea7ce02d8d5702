"""The admin of the catalogue: what staff keep about what is measured."""

from indicators.admin.indicators import IndicatorAdmin
from indicators.admin.tables import MechanismAdmin, QuantityAdmin
from indicators.admin.targets import TargetAdmin

__all__ = ["IndicatorAdmin", "MechanismAdmin", "QuantityAdmin", "TargetAdmin"]
