"""Those of allauth's addresses that are used here.

The rest stay closed: an e-mail is kept by staff, nobody signs in by a code or with another site.
"""

from allauth.account import urls

KEPT = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that accounts are made by staff
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
urlpatterns = [pattern for pattern in urls.urlpatterns if pattern.name in KEPT]
