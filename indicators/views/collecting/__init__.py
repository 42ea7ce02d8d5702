"""Pages of collecting: periods opened and closed, and who has reported."""

from indicators.views.collecting.closing import collection_close, collection_reopen
from indicators.views.collecting.completeness import completeness, indicator_not_reported
from indicators.views.collecting.opening import collection_open
from indicators.views.collecting.periods import collection_list

__all__ = [
    "collection_close",
    "collection_list",
    "collection_open",
    "collection_reopen",
    "completeness",
    "indicator_not_reported",
]
