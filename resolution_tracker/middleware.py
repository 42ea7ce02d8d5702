"""Every page asks who one is, unless it says otherwise."""

from django.contrib.auth.middleware import LoginRequiredMiddleware


class SignInRequired(LoginRequiredMiddleware):
    """Secure by default: a view is closed until it is marked `login_not_required`."""
