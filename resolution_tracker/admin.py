"""What other parts bring into the admin and staff have no use for."""

from django.contrib import admin
from procrastinate.contrib.django.models import ProcrastinateJob

# Arguments and locks of jobs; its pages break our Content-Security-Policy. docs/operators.md tells
# where to look instead.
admin.site.unregister(ProcrastinateJob)
