"""How accounts behave: staff make them, nobody signs up; and how their forms speak."""

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from django import forms as django_forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes and try again."),
        "username_password_mismatch": _("The login or the password is wrong."),
        "email_password_mismatch": _("The e-mail or the password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class Plain:
    """A form whose fields say what they are in labels, not in grey words that vanish."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Plain, forms.LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Login or e-mail")
        self.fields["login"].widget = django_forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )


class ChangePasswordForm(Plain, forms.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, forms.SetPasswordForm):
    pass


class ResetPasswordForm(Plain, forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Plain, forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Plain, forms.ReauthenticateForm):
    pass
