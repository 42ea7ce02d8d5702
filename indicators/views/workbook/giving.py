"""Workbooks we write, and those of other people given back."""

from pathlib import PurePath
from tempfile import SpooledTemporaryFile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.collecting import may_collect
from indicators.models import Collection, IndicatorReport, Purpose, Source, ValueList
from indicators.views.workbook.holding import seen
from indicators.workbook.ground import Ground
from indicators.workbook.reading import read_table
from indicators.workbook.scope import bodies_of_the_region, schools_of
from indicators.workbook.writing import write_workbook
from organizations.access import Viewpoint
from organizations.models import Organization
from organizations.school_list.checking import local_path
from organizations.school_list.marking import mark_errors
from organizations.school_list.reader import SchoolListError

IN_MEMORY = 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def report_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sees the report: its prefilled workbook; what is sent already is locked in it."""
    report = get_object_or_404(
        IndicatorReport.objects.own()
        .visible_to(request.user)
        .select_related("organization__municipality", "collection__period"),
        pk=pk,
    )
    body = report.organization
    return _written(report.collection, [body], Purpose.REPORTS, body.name)


@require_safe
def municipality_workbook(request: HttpRequest, pk: int, collection: int) -> HttpResponse:
    """Who oversees the authority: one workbook for all its schools that are asked."""
    authority = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    view = Viewpoint.of(request.user)
    asked = _collection(collection)
    bodies = schools_of(authority, asked, request.user)
    if not bodies or not (view.everything or authority.pk in view.oversees):
        raise Http404
    return _written(asked, bodies, Purpose.REPORTS, authority.name)


@require_safe
def region_workbook(request: HttpRequest, collection: int) -> HttpResponse:
    """Staff and the department's coordinators: figures that the region has."""
    if not may_collect(request.user):
        raise Http404
    asked = _collection(collection)
    bodies = bodies_of_the_region(asked, timezone.localdate())
    if not bodies:
        raise Http404
    return _written(asked, bodies, Purpose.REGION, _("figures of the region"))


@require_safe
def value_list_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sees the workbook: the file as it was uploaded, never shown in our pages."""
    value_list = seen(request.user, pk)
    try:
        file = value_list.file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    return _sent(file, value_list.name, "application/octet-stream")


@require_safe
def value_list_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sees the workbook: the same one with what is to be mended marked."""
    value_list = seen(request.user, pk)
    if value_list.state == ValueList.State.DISCARDED:
        raise Http404
    output = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        with local_path(value_list) as path:
            table = read_table(path)
            mistakes = value_list.problems.all()
            mark_errors(path, mistakes, output, sheet=table.sheet, header=table.header)
    except (FileNotFoundError, SchoolListError) as error:  # the file is gone
        output.close()
        raise Http404 from error
    output.seek(0)
    name = _("%(name)s — to be mended.xlsx") % {"name": PurePath(value_list.name).stem}
    return _sent(output, name, XLSX)


def _collection(pk: int) -> Collection:
    return get_object_or_404(Collection.objects.select_related("period"), pk=pk)


def _written(
    collection: Collection, bodies: list[Organization], purpose: str, whose: str
) -> HttpResponse:
    source = Source.UPLOADED if purpose == Purpose.REGION else Source.REPORTED
    output = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    ground = Ground.of(collection, source, bodies)
    title = _("Indicators")
    write_workbook(output, ground, purpose=purpose, title=title, whose=whose)
    output.seek(0)
    name = f"{title}, {collection.period.full_name}, {whose}.xlsx"
    return _sent(output, name.replace("/", "-"), XLSX)


def _sent(file, name: str, content_type: str) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
