"""What officials read."""

from django.urls import path

from resolution_tracker.dashboard.views import assignments, bodies, directive, figures, resolution

urlpatterns = [
    path("resolution/", resolution.front_page, name="resolution"),
    path("directives/<pk:pk>/", directive.directive_detail, name="directive-detail"),
    path("municipalities/<pk:pk>/", bodies.municipality_detail, name="municipality-detail"),
    path("organizations/<pk:pk>/", bodies.organization_detail, name="organization-detail"),
    path("assignments/", assignments.assignment_list, name="assignment-list"),
    path("assignments/not-reported/", assignments.not_reported, name="not-reported"),
    path("figures/<slug:ratio>/", figures.figure_detail, name="figure-detail"),
    path("how-counted/", resolution.how_counted, name="how-counted"),
]
