"""Everything said on a screen is said in Russian."""

import re

import polib
import pytest

from scripts import messages
from tests.database import ROOT

# Russian would need the name in another case than the one it is given in.
MAY_OMIT = {"Add %(name)s"}


@pytest.fixture(scope="module")
def said() -> dict[messages.Key, str]:
    return messages.extract()


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return messages.read()


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _placeholders(text: str) -> set[str]:
    return set(messages.PLACEHOLDER.findall(text))


def test_every_message_of_the_code_is_translated(said, catalogue):
    translated = {(entry.msgctxt, entry.msgid) for entry in catalogue if all(_forms(entry))}

    assert sorted(msgid for _context, msgid in set(said) - translated) == []


def test_the_catalogue_holds_nothing_that_nobody_says(said, catalogue):
    assert [entry.msgid for entry in catalogue if (entry.msgctxt, entry.msgid) not in said] == []
    assert catalogue.obsolete_entries() == []


def test_no_message_stands_inside_an_f_string():
    """The extractor does not look there, and the message would be lost from the catalogue."""
    call = re.compile(r"\{\s*(?:_|n?p?gettext)\(")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for package in messages.PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if call.search(line)
    ]
    assert found == []


def test_nothing_is_guessed(catalogue):
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []


def test_plural_forms_are_complete_and_the_ones_the_code_uses(said, catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue
        if said.get((entry.msgctxt, entry.msgid), entry.msgid_plural) != entry.msgid_plural
        or (entry.msgid_plural and sorted(entry.msgstr_plural) != [0, 1, 2])
    ]
    assert wrong == []


def test_no_message_is_said_both_with_a_plural_and_without(said):
    """Gettext finds a plural message only through its number."""
    alone = {key for key, plural in messages.uses() if not plural}

    assert [msgid for (context, msgid), plural in said.items()
            if plural and (context, msgid) in alone] == []  # fmt: skip


def test_placeholders_agree(catalogue):
    wrong = []
    for entry in catalogue:
        asked = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
        given = [_placeholders(form) for form in _forms(entry) if form]
        # «1 школа» may do without the number; the other forms may not.
        if any(not form <= asked for form in given) or (
            given and given[-1] != asked and entry.msgid not in MAY_OMIT
        ):
            wrong.append(entry.msgid)
    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    assert messages.CATALOGUE.with_suffix(".mo").read_bytes() == catalogue.to_binary()


def test_a_translation_survives_an_update_and_a_dead_one_leaves():
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="kept", msgstr="осталось"))
    catalogue.append(polib.POEntry(msgid="dead", msgstr="ушло"))

    messages.merge(catalogue, {(None, "kept"): "", (None, "%(n)d new"): "%(n)d news"})

    assert [(entry.msgid, _forms(entry)) for entry in catalogue] == [
        ("%(n)d new", ["", "", ""]),
        ("kept", ["осталось"]),
    ]


def test_templates_are_read_as_django_reads_them():
    source = """{% load i18n %}{% translate "Sign in" %}{% firstof a _("none") %}
    {% blocktranslate trimmed count n=n %}
      {{ n }} school's
    {% plural %}{{ n }} schools{% endblocktranslate %}{% translate "May" context "month" %}"""

    assert list(messages._in_template(source)) == [
        ((None, "Sign in"), ""),
        ((None, "none"), ""),
        ((None, "%(n)s school's"), "%(n)s schools"),
        (("month", "May"), ""),
    ]
