"""What officials read."""

from django.urls import path

from resolution_tracker.dashboard.views import (
    assignments,
    bodies,
    directive,
    discipline,
    figures,
    places,
    resolution,
    two_days,
)
from resolution_tracker.dashboard.views.themes import theme_chains
from resolution_tracker.dashboard.views.trend import trend

urlpatterns = [
    path("resolution/", resolution.front_page, name="resolution"),
    path("directives/<pk:pk>/", directive.directive_detail, name="directive-detail"),
    path("municipalities/", places.municipality_grid, name="municipality-grid"),
    path("municipalities/<pk:pk>/schools/", places.school_grid, name="school-grid"),
    path("map/", places.municipality_map, name="municipality-map"),
    path("municipalities/<pk:pk>/", bodies.municipality_detail, name="municipality-detail"),
    path("organizations/<pk:pk>/", bodies.organization_detail, name="organization-detail"),
    path("assignments/", assignments.assignment_list, name="assignment-list"),
    path("assignments/not-reported/", assignments.not_reported, name="not-reported"),
    path("figures/<slug:ratio>/", figures.figure_detail, name="figure-detail"),
    path("comparison/", two_days.two_days, name="two-days"),
    path("how-counted/", resolution.how_counted, name="how-counted"),
    path("trend/", trend, name="trend"),
    path("discipline/", discipline.discipline, name="discipline"),
    path("discipline/reviewers/", discipline.reviewer_discipline, name="reviewer-discipline"),
    path("themes/", theme_chains, name="theme-chains"),
]
