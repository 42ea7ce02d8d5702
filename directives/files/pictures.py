"""Photographs are made smaller and lose what the camera wrote: place, time, device."""

import warnings
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from directives.files.types import DAMAGED, RefusedFile

LONGEST_SIDE = 2000
# A small file may unfold into gigabytes: JPEG is decoded already reduced, the others whole.
MOST_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000}
MOST_PIXELS_OTHERWISE = 30_000_000
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP")  # a JPEG of several pictures says MPO of itself
_TOO_LARGE = _("The picture has too many pixels. Make it smaller and attach it again.")


def reencode(file: BinaryIO) -> tuple[BytesIO, str]:
    """The picture drawn anew, upright, at most 2000 pixels a side, and its content type.

    PNG stays PNG (screenshots, transparency), the rest becomes JPEG. Nothing but pixels is kept.
    """
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=_FORMATS) as picture:
                return _redraw(picture)
    except (Image.DecompressionBombError, MemoryError) as error:
        raise RefusedFile(_TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RefusedFile(DAMAGED) from error


def _redraw(picture: Image.Image) -> tuple[BytesIO, str]:
    most = MOST_PIXELS.get(picture.format, MOST_PIXELS_OTHERWISE)
    if picture.width * picture.height > most:
        raise RefusedFile(_TOO_LARGE)
    is_png = picture.format == "PNG"
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = _only_pixels(upright, keep_transparency=is_png)
    stream = BytesIO()
    if is_png:
        clean.save(stream, "PNG")
        return stream, "image/png"
    clean.save(stream, "JPEG", quality=_QUALITY, progressive=True)
    return stream, "image/jpeg"


def _only_pixels(picture: Image.Image, keep_transparency: bool) -> Image.Image:
    if not picture.has_transparency_data:
        clean = Image.new("RGB", picture.size)
        clean.paste(picture.convert("RGB"))
        return clean
    picture = picture.convert("RGBA")
    if keep_transparency:
        clean = Image.new("RGBA", picture.size)
        clean.paste(picture)
    else:
        clean = Image.new("RGB", picture.size, "white")
        clean.paste(picture, mask=picture)
    return clean
