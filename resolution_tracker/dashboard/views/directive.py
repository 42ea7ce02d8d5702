"""One item of the resolution: its text, dates, measures and who has done what."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from directives.downloads.answer import about, answer, wanted
from resolution_tracker.dashboard import item_page, item_rows, page_tables, rows_drawing
from resolution_tracker.dashboard.sight import now, sight_of


def directive_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The item, over the assignments this person may see; `?period=` of a periodic one.

    The text of the resolution is open to anyone signed in; a reader sees totals beside it.
    `?format=`: one of its tables, which `?of=` names.
    """
    today, at = now()
    asked = sight_of(request, today)
    sight, query = asked.sight, request.GET
    directive = item_rows.item_of(pk, sight)
    if directive is None:
        raise Http404
    page = item_page.read(directive, sight, query.get("period", ""), query.get("sort", ""))
    if form := wanted(request):
        title, live = page.title, sight.as_of is None
        said = about(request, title, day=sight.day, at=at, is_live=live, conditions=page.conditions)
        return answer(form, page_tables.of_item(page, query.get("of", "")), said)
    rows = rows_drawing.ItemRows(page)
    context = {"page": page, "asked": asked, "today": sight.day, "rows": rows}
    return render(request, "dashboard/directive.html", context)
