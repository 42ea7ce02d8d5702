"""What is offered to whom: the sections of the head and the pages inside a section.

A person is offered only what opens for them; the address decides by itself (see each view).
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from organizations.access import Viewpoint
from resolution_tracker.dashboard.discipline.access import reads_bodies, reads_reviewers

Offer = tuple[str, str]  # a label and the name of an address


def _shown(offered: Iterable[tuple[object, str, str]]) -> list[Offer]:
    return [(label, name) for shown, label, name in offered if shown]


def _is_official(view: Viewpoint) -> bool:
    return any(view.has(level) for level in ("department", "municipal", "institute"))


def _sees_the_region(view: Viewpoint) -> bool:
    return view.has("department") or view.has("institute") or view.only_reads


def sections(view: Viewpoint) -> list[Offer]:
    """The head of every page, in the order of an official's questions."""
    official = _is_official(view)
    watches = official or view.only_reads
    municipal = view.has("municipal", "coordinator")
    anybody = view.own or view.is_staff
    return _shown([
        (view.has("municipal", "reporter", "coordinator"), _("Desk"), "desk"),
        (view.reports and not official, _("My assignments"), "my-assignments"),
        (anybody or view.only_reads, _("Resolution"), "resolution"),
        (_sees_the_region(view), _("By municipality"), "municipality-grid"),
        (official and not _sees_the_region(view), _("By school"), "municipality-grid"),
        (_sees_the_region(view), _("Map"), "municipality-map"),
        (watches, _("Themes"), "theme-chains"),
        (watches, _("Trend"), "trend"),
        (anybody, _("Indicators"), _first_page_of_indicators(view)),
        (official and reads_bodies(view), _("Discipline"), "discipline"),
        (view.has("department", "coordinator") or municipal, _("To review"), "review-queue"),
        (anybody or view.only_reads, _("Documents"), "document-list"),
        (view.is_staff, _("Organizations"), "organization-list"),
        (view.is_staff or municipal, _("School lists"), "school-list-board"),
        (view.is_staff, _("Reference tables"), "admin:index"),
    ])  # fmt: skip


def pages_of_resolution(view: Viewpoint) -> list[Offer]:
    """The rows behind the resolution's figures, and what is done about them."""
    official = _is_official(view)
    return _shown([
        (view.own or view.is_staff, _("Text and execution"), "resolution"),
        (official or view.is_staff, _("Assignments"), "assignment-list"),
        (official or view.is_staff, _("Not reported"), "not-reported"),
        (official or view.is_staff, _("Two dates"), "two-days"),
        (view.reports and official, _("My assignments"), "my-assignments"),
        (view.has("department", "coordinator"), _("Control"), "control"),
    ])  # fmt: skip


def pages_of_discipline(view: Viewpoint) -> list[Offer]:
    """Discipline runs both ways."""
    return _shown([
        (reads_bodies(view), _("Those who report"), "discipline"),
        (reads_reviewers(view), _("Those who review"), "reviewer-discipline"),
    ])  # fmt: skip


def _first_page_of_indicators(view: Viewpoint) -> str:
    """Those who only report come to their reports, all others to the figures."""
    watches = view.is_staff or view.oversees or view.has("institute")
    return "indicator-list" if watches else "indicator-report-list"


def pages_of_indicators(view: Viewpoint) -> list[Offer]:
    """What is asked, what came, and what it adds up to."""
    department = view.has("department", "coordinator")
    collects = view.is_staff or department
    above = view.has("department") or view.has("municipal")
    reviews = any(view.has(level, "coordinator", "viewer") for level in ("department", "municipal"))
    fills = bool(view.reports)
    return _shown([
        (fills, _("Reports"), "indicator-report-list"),
        (reviews, _("To review"), "indicator-review-queue"),
        (True, _("All indicators"), "indicator-list"),
        (True, _("Roll-up"), "roll-up"),
        (reviews or view.is_staff, _("Who has reported"), "completeness"),
        (True, _("Catalogue"), "indicator-catalogue"),
        (view.has("school") or above or view.is_staff, _("Passports"), "passport-list"),
        (fills or collects, _("Workbooks"), "value-list-board"),
        (collects, _("Collecting"), "collection-list"),
    ])  # fmt: skip
