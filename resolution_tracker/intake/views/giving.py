"""Tables we write: an empty one to fill in, and the schools as they stand."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organizations.models import Municipality, Organization
from organizations.school_list.export import csv_lines, export_schools
from organizations.school_list.resource import schools_at_work
from organizations.school_list.template import write_template
from resolution_tracker.intake.access import municipalities_of, require_part


def _municipality(request: HttpRequest) -> Municipality | None:
    """The one the address names; whoever keeps a single list gets theirs. None: all."""
    require_part(request.user)
    own = municipalities_of(request.user)
    if oktmo := request.GET.get("municipality"):
        return get_object_or_404(own, oktmo=oktmo)
    return None if request.user.is_staff else own.first()


def _name(stem: str, municipality: Municipality | None, ending: str) -> str:
    place = f"-{municipality.short_name}" if municipality else ""
    return f"{stem}{place}.{ending}"


@require_safe
def school_list_template(request: HttpRequest) -> HttpResponse:
    """An empty list with its columns, lists to choose from and hints."""
    municipality = _municipality(request)
    output = TemporaryFile()  # noqa: SIM115 - the response closes it
    write_template(output, municipality)
    output.seek(0)
    return FileResponse(output, as_attachment=True, filename=_name(_("list"), municipality, "xlsx"))


@require_safe
def school_list_export(request: HttpRequest, ending: str) -> HttpResponse:
    """The schools at work, to be edited and uploaded again."""
    municipality = _municipality(request)
    today = timezone.localdate()
    schools = schools_at_work(Organization.objects.all(), today)
    if municipality:
        schools = schools.filter(municipality=municipality)
    stem = _("schools")
    name = _name(f"{stem}-{today:%Y-%m-%d}", municipality, ending)
    if ending == "csv":
        response = StreamingHttpResponse(csv_lines(schools), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response
    output = TemporaryFile()  # noqa: SIM115 - the response closes it
    export_schools(schools, output, title=_("Schools"))
    output.seek(0)
    return FileResponse(output, as_attachment=True, filename=name)
