"""Pages of staff that need both bodies and assignments."""

from django.core.exceptions import PermissionDenied


def require_staff(user) -> None:
    """Staff keep lists and accounts; nobody else changes them."""
    if not user.is_staff:
        raise PermissionDenied
