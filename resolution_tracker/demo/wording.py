"""What people of the demo write: short office sentences from `fixtures/demo/`."""

import random
from functools import cache

from resolution_tracker import reference

# Quotation marks inside others, as Russian typography has them.
_INNER = str.maketrans("«»", "„“")


@cache
def words() -> dict:
    """Sentences of requests, decisions and remarks."""
    return reference.read("demo/words.json")


@cache
def reports() -> dict[str, list[str]]:
    """Texts of final reports, by the item's number."""
    return reference.read("demo/reports.json")


def phrase(name: str, rng: random.Random, group: str = "", **values: str) -> str:
    """One of the sentences of this name; the values stand in it inside quotation marks."""
    found = words()[name]
    if group:
        found = found[group]
    inner = {key: value.translate(_INNER) for key, value in values.items()}
    return (found if isinstance(found, str) else rng.choice(found)).format(**inner)


def report(number: str, rng: random.Random) -> str:
    """A final report on the item."""
    return rng.choice(reports()[number])
