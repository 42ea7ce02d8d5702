"""Elements of SVG: attributes and words escaped, numbers written alike in whatever language."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Attribute = str | int | float | Decimal | None


def number(value: int | float | Decimal) -> str:
    """Two decimals at most, and no «-0»."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def share(value: int | float | Decimal) -> str:
    """A length across: percent of the picture's width."""
    return f"{number(value)}%"


def element(name: str, /, *inside: str, **attributes: Attribute) -> SafeString:
    """`class_` is class, `aria_hidden` is aria-hidden; an attribute of None is left out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{conditional_escape(_text(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return SafeString(f"<{name}{said}>{''.join(map(conditional_escape, inside))}</{name}>")


def _text(value: Attribute) -> str:
    return value if isinstance(value, str) else number(value)


def label(text: str, *, x: Decimal | float, y: Decimal | float, class_: str) -> SafeString:
    """Words at a place; where they stand to it (start, middle, end) is the class's."""
    return element("text", text, class_=class_, x=share(x), y=y)


@dataclass(frozen=True)
class Caption:
    """What is said of a picture: `uid` is its own on the page, `table` is the id of its table."""

    uid: str
    title: str
    desc: str
    table: str


def picture(
    parts: Iterable[str], caption: Caption, *, kind: str, height: int, **attributes: Attribute
) -> SafeString:
    """The whole: named and described for those who do not see it, with the table behind it."""
    uid = caption.uid
    return element(
        "svg",
        element("title", caption.title, id=f"{uid}-title"),
        element("desc", caption.desc, id=f"{uid}-desc"),
        *parts,
        class_=f"picture picture--{kind}",
        role="img",
        aria_labelledby=f"{uid}-title {uid}-desc",
        aria_details=caption.table,
        **({"width": "100%", "height": height} | attributes),
    )
