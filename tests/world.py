"""A small world in which every address of the site leads to something."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from directives.calendar import school_year_of
from directives.models import Draft, Evidence
from organizations.models import Organization, SchoolList, User
from organizations.school_list.names import match_name
from tests.documents.written import documents_of
from tests.indicators.world import arguments_of
from tests.intake.make_lists import make_list, school_row
from tests.make import (
    assignment_of,
    make_directive,
    make_period,
    make_published,
    make_school,
    ogrn,
    submitted,
)


def addresses_of(school: Organization, by: User, now: datetime) -> dict[str, str]:
    """An address for each name: things of a school whose one report waits and one is drafted."""
    day = timezone.localdate(now)
    directive, drafted = (_published(now) for _ in range(2))
    period = make_period(school_year=school_year_of(day), number=3)
    assignment, draft_of = assignment_of(directive, school), assignment_of(drafted, school)
    update = submitted(assignment, by, now)
    draft = draft_of.drafts.create(author=by, created_at=now, updated_at=now)
    file = _file(assignment, by, now, update=update)
    pks = {
        "directive-detail": directive.pk,
        "directive-withdraw": directive.pk,
        "directive-publish": make_directive().pk,
        "municipality-detail": school.municipality_id,
        "school-grid": school.municipality_id,
        "draft-file-remove": _file(draft_of, by, now, draft=draft).pk,
    }
    pks |= {f"period-{verb}": period.pk for verb in ("edit", "open", "close")}
    lists = _school_list(school, now).pk
    pks |= {
        name: lists
        for pattern in our_patterns()
        if (name := pattern.name).startswith("school-list-")
    }
    pks |= {f"organization-{verb}": school.pk for verb in ("detail", "contacts", "edit", "close")}
    arguments = arguments_of(school, by, now) | documents_of(school, by, now)
    found = {}
    for pattern in our_patterns():
        if pattern.name == "account_reset_password_from_key":
            found[pattern.name] = reverse(pattern.name, args=["1", "none"])
        elif pattern.name == "figure-detail":
            found[pattern.name] = reverse(pattern.name, args=["execution"])
        elif pattern.name in arguments:
            found[pattern.name] = reverse(pattern.name, args=arguments[pattern.name])
        elif "pk" in pattern.pattern.converters:
            own = file.pk if str(pattern.pattern).startswith("files/") else assignment.pk
            found[pattern.name] = reverse(pattern.name, args=[pks.get(pattern.name, own)])
        else:
            found[pattern.name] = reverse(pattern.name)
    return found


def draft_address() -> str:
    """The form of the report that is being written."""
    return reverse("assignment-report", args=[Draft.objects.get().assignment_id])


def our_patterns() -> list[URLPattern]:
    """Every address but the admin's."""
    return list(_walk(get_resolver().url_patterns))


def _published(now: datetime):
    due_on = timezone.localdate(now) + timedelta(days=8)
    return make_published(due_on=due_on, at=now - timedelta(days=60))


def _school_list(school: Organization, now: datetime) -> SchoolList:
    """A list of the school's municipality in which something of everything waits; it is missing."""
    name = "МБОУ Гимназия г. Вязьмы"
    make_school(school.parent, name=name, match_name=match_name(name))
    make_school(school.parent, name="МБОУ Лицей", ogrn=ogrn(3), own_contacts=["phone"], pupils=1)
    rows = [
        school_row(3, name="МБОУ Лицей", more=["8 (48131) 9-99-99"]),
        school_row(4, name=name, more=[""]),
        school_row(5),
        school_row(6, inn="12"),
        school_row(7, ogrn="12"),
        ["Итого", "", "", "", 500],
    ]
    headings = ["Муниципалитет", "Наименование ОО", "ИНН", "ОГРН", "Численность", "Телефон"]
    with TemporaryDirectory() as folder:
        return make_list(
            Path(folder), rows, headings=headings, at=now, municipality=school.municipality
        )


def _file(assignment, by: User, now: datetime, **where) -> Evidence:
    file = Evidence(
        assignment=assignment, name="приказ.png", size=3, content_type="image/png",
        sha256="0" * 64, uploaded_by=by, uploaded_at=now, **where,
    )  # fmt: skip
    file.file.save("x", ContentFile(b"abc"))
    return file


def _walk(patterns) -> Iterator[URLPattern]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            if str(pattern.pattern) != "admin/":
                yield from _walk(pattern.url_patterns)
        else:
            yield pattern
