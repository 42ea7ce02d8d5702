"""Where staff begin."""

from django.shortcuts import render
from django.utils import timezone

from resolution_tracker.staff import require_staff
from resolution_tracker.staff.state import state


def staff_home(request):
    """Staff: the state of lists and accounts, and what to do next."""
    require_staff(request.user)
    return render(request, "staff/home.html", {"state": state(timezone.localdate())})
