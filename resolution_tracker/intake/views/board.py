"""How far the lists of all municipalities are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.downloads.answer import about, answer, wanted
from resolution_tracker.intake import taken
from resolution_tracker.intake.access import municipalities_of, require_part
from resolution_tracker.intake.board import Stage, counts_of, lines_of, region_lists


@require_safe
def school_list_board(request: HttpRequest) -> HttpResponse:
    """Staff: all municipalities; a municipal coordinator: their own."""
    require_part(request.user)
    lines = lines_of(municipalities_of(request.user))
    chosen = request.GET.get("state", "")
    stage = Stage(chosen) if chosen in Stage.values else None
    shown = [line for line in lines if stage in (None, line.stage)]
    if form := wanted(request):
        said = [(_("State"), str(stage.label))] if stage else []
        told = about(request, _("School lists"), day=timezone.localdate(), at=timezone.now(),
                     conditions=said)  # fmt: skip
        return answer(form, taken.board(shown), told)
    context = {
        "lines": shown,
        "total": len(lines),
        "counts": counts_of(lines),
        "stage": stage,
        "region": region_lists() if request.user.is_staff else [],
    }
    return render(request, "intake/board.html", context)
