"""The square code that leads from paper to exactly the frozen document."""

from io import BytesIO

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from segno import QRCode

# A quarter of it may be stained or folded and the code is still read.
_ERROR = "q"


def code_of(address: str) -> QRCode:
    """The code of an absolute address."""
    return segno.make(address, error=_ERROR, micro=False)


def png(address: str) -> bytes:
    """For paper: black on white with its quiet border, sharp at 25 mm."""
    file = BytesIO()
    code_of(address).save(file, kind="png", scale=8, border=4)
    return file.getvalue()


def svg(address: str) -> SafeString:
    """For a page: black on white also where the page is dark, or telephones do not read it."""
    drawn = code_of(address).svg_inline(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    # What segno draws holds no text of ours; its address is said for those who do not see it.
    said = _("QR code: %(address)s") % {"address": address}
    opening = format_html('<svg class="qr" role="img" aria-label="{}" ', said)
    return SafeString(opening + drawn.removeprefix("<svg "))
