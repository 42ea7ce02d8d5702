"""Pictures of figures as inline SVG: pure functions of numbers and words, the same every time.

Lengths across are percent of the picture's width and heights are pixels, so that a picture grows
and shrinks with its page while its letters stay as large as the text around it. Colours, patterns
and dashes are classes of `indicators-pictures.css`. Each picture names the table that stands behind
it (`aria-details`); a bar in a table's row is decoration, for its row says the same in words.
"""

from indicators.drawing.bars import bar
from indicators.drawing.lines import Point, line
from indicators.drawing.scale import Scale, from_zero, ticks
from indicators.drawing.sparks import sparkline
from indicators.drawing.strips import Box, Dot, strip
from indicators.drawing.svg import Caption

__all__ = [
    "Box",
    "Caption",
    "Dot",
    "Point",
    "Scale",
    "bar",
    "from_zero",
    "line",
    "sparkline",
    "strip",
    "ticks",
]
