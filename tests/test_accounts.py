"""Signing in, and what guards it."""

import contextlib
import re
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse

from organizations.models import User

PASSWORD = "грамота-Шипка-1877"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """The limits are tried here, not the slowness of a good hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def petrova(outsider) -> User:
    """A person with a password and an e-mail."""
    outsider.set_password(PASSWORD)
    outsider.email = "petrova@example.org"
    outsider.save()
    return outsider


def sign_in(client: Client, login: str, password: str = PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


def test_a_person_signs_in_with_login_or_e_mail(petrova):
    for login in (petrova.username, petrova.email):
        response = sign_in(Client(), login)

        assert response.status_code == 302
        assert response.url == reverse("home")


def test_the_session_changes_its_key_at_sign_in(client, petrova):
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key

    sign_in(client, petrova.username)

    assert client.session.session_key != before


def test_a_wrong_password_is_told_in_russian_and_keeps_the_login(client, petrova):
    page = sign_in(client, petrova.username, "wrong").content.decode()

    assert "Неверный логин или пароль." in page
    assert f'value="{petrova.username}"' in page


def test_the_sixth_wrong_password_is_refused_and_so_is_the_right_one_after_it(client, petrova):
    for _ in range(5):
        assert "Неверный логин" in sign_in(client, petrova.username, "wrong").content.decode()

    for password in ("wrong", PASSWORD):
        page = sign_in(client, petrova.username, password).content.decode()
        assert "Слишком много неверных попыток. Подождите пять минут" in page


def test_a_flood_of_sign_ins_gets_a_page_that_says_so(client, petrova):
    answers = [sign_in(client, f"nobody{n}", "wrong") for n in range(31)]

    assert answers[-1].status_code == 429
    assert "Слишком много попыток" in answers[-1].content.decode()


def test_a_common_password_is_refused_at_change(client, petrova):
    client.force_login(petrova)
    data = {"oldpassword": PASSWORD, "password1": "password123", "password2": "password123"}

    page = client.post(reverse("account_change_password"), data).content.decode()

    assert "Введённый пароль слишком широко распространён." in page
    petrova.refresh_from_db()
    assert petrova.check_password(PASSWORD)


def test_nobody_signs_up(client, db):
    data = {"username": "new", "email": "a@example.org", "password1": PASSWORD}
    for response in (
        client.get(reverse("account_signup")),
        client.post(reverse("account_signup"), data | {"password2": PASSWORD}),
    ):
        assert "Учётные записи заводит администратор" in response.content.decode()
    assert not User.objects.exists()


def test_the_admin_is_entered_through_the_common_sign_in(client, db):
    for address in ("/admin/", "/admin/login/"):
        response = client.get(address, follow=True)
        assert response.redirect_chain[-1][0].startswith(LOGIN)


def test_one_leaves_with_one_click(client, petrova):
    client.force_login(petrova)

    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path", ["email/", "login/code/confirm/", "confirm-email/", "phone/change/"]
)
def test_what_is_not_used_is_closed(client, petrova, path):
    client.force_login(petrova)

    assert client.get(f"/accounts/{path}").status_code == 404


def test_those_who_are_not_staff_do_not_enter_the_admin(client, petrova):
    client.force_login(petrova)

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "Ваша роль этого не позволяет." in response.content.decode()


class Mailbox:
    """What an SMTP server of ours has received."""

    def __init__(self) -> None:
        self.letters = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    """A real SMTP server on loopback, to which the site sends."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield box
    server.stop()


def test_a_forgotten_password_is_set_anew_through_a_letter(client, petrova, mailbox):
    client.post(reverse("account_reset_password"), {"email": petrova.email})
    [letter] = mailbox.letters
    text = letter.get_content()
    assert letter["Subject"].strip() == "Новый пароль в системе «Исполнение резолюции»"
    assert f"Ваш логин: {petrova.username}" in text

    link = re.search(r"http://testserver(\S+)", text).group(1)
    form = client.get(link, follow=True)
    new = "полотно-Вазуза-42"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})

    assert sign_in(Client(), petrova.username, new).status_code == 302
    assert "Ссылка на сброс пароля неверна" in client.get(link, follow=True).content.decode()


def test_an_unknown_address_is_answered_alike_and_told_by_letter(client, db, mailbox):
    response = client.post(reverse("account_reset_password"), {"email": "x@example.org"})

    assert response.url == reverse("account_reset_password_done")
    assert "учётной записи с такой почтой нет" in mailbox.letters[0].get_content()


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done",
             "account_inactive", "account_signup", "account_reset_password_from_key_done"],
)  # fmt: skip
def test_pages_before_sign_in_have_our_frame(client, db, name):
    page = client.get(reverse(name)).content.decode()

    assert '<main id="main"' in page
    assert "style=" not in page


@pytest.mark.parametrize(
    "name",
    ["account_logout", "account_change_password", "account_reauthenticate"],
)
def test_pages_of_ones_account_have_our_frame(client, petrova, name):
    client.force_login(petrova)

    page = client.get(reverse(name)).content.decode()

    assert '<main id="main"' in page
    assert "style=" not in page
