"""One table of who may open what: every role × every address, and no address is missing."""

from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse

from tests.jobs import make_worker
from tests.make import moment
from tests.world import addresses_of, our_patterns

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous department viewer municipality soiro school other_municipality other_school "
    "staff outsider reader"
).split()

# In the order of ROLES, about things of Вяземский округ and one of its schools:
# . opens   L to sign-in   R elsewhere   ! sees it but may not (403)   x not found   m wants POST
TABLE = """
healthz                              . . . . . . . . . . .
readyz                               . . . . . . . . . . .
favicon                              R R R R R R R R R R R
robots                               . . . . . . . . . . .
home                                 L R R R R R R R R . R
demo-sign-in                         m m m m m m m m m m m
resolution                           L . . . . . . . . . .
directive-detail                     L . . . . . . . . . .
municipality-detail                  L . . . x x x x . x x
municipality-grid                    L . . . . x . x . x .
school-grid                          L . . . x x x x . x x
municipality-map                     L . . . . x . x . x .
organization-detail                  L . . . x . x x . x x
assignment-list                      L . . . . . . . . . .
not-reported                         L . . . . . . . . . .
figure-detail                        L . . . . . . . . . .
two-days                             L . . . . . . . . . .
discipline                           L . . . . x . x . x x
reviewer-discipline                  L . . . x x . x . x x
how-counted                          L . . . . . . . . . .
theme-chains                         L . . . . . . . . . .
trend                                L . . . . . . . . . .
my-assignments                       L . . . . . . . . . .
assignment-detail                    L . . . x . x x . x x
assignment-report                    L ! ! . x . x x ! x x
draft-file-upload                    L ! ! R x R x x ! x x
assignment-nil                       L m m m m m m m m m m
assignment-withdraw                  L m m m m m m m m m m
request-extension                    L ! ! ! x ! x x ! x x
request-exemption                    L ! ! ! x ! x x ! x x
evidence-download                    L . . . x . x x . x x
evidence-preview                     L . . . x . x x . x x
draft-file-remove                    L m m m m m m m m m m
withdraw-proof                       L ! ! ! x ! x x ! x x
desk                                 L x x . x x . x x x x
review-queue                         L . . . x x . x x x x
review-bulk                          L R R R x x R x x x x
spot-check-list                      L . x x x x x x x x x
assignment-review                    L . ! . x ! x x ! x x
answer-request                       L . ! . x ! x x ! x x
assignment-confirm                   L . ! ! x ! x x ! x x
assignment-reopen                    L . ! ! x ! x x ! x x
assignment-waive                     L . ! ! x ! x x ! x x
control                              L . x x x x x x x x x
directive-publish                    L . x x x x x x x x x
directive-withdraw                   L . x x x x x x x x x
period-add                           L m m m m m m m m m m
period-edit                          L . x x x x x x x x x
period-open                          L . x x x x x x x x x
period-close                         L . x x x x x x x x x
organization-list                    L . . . . . . . . . .
organization-contacts                L ! ! ! x . x x . x x
staff-home                           L ! ! ! ! ! ! ! . ! !
organization-add                     L ! ! ! ! ! ! ! . ! !
organization-edit                    L ! ! ! x ! x x . x x
organization-close                   L ! ! ! x ! x x . x x
school-list-board                    L ! ! . ! ! . ! . ! !
school-list-upload                   L ! ! . ! ! . ! . ! !
school-list-history                  L ! ! . ! ! . ! . ! !
school-list-template                 L ! ! . ! ! . ! . ! !
school-list-export                   L ! ! . ! ! . ! . ! !
school-list-file                     L x x . x x x x . x x
school-list-columns                  L x x . x x x x . x x
school-list-places                   L x x . x x x x . x x
school-list-discard                  L x x . x x x x . x x
school-list-detail                   L x x . x x x x . x x
school-list-progress                 L x x R x x x x R x x
school-list-check                    L m m m m m m m m m m
school-list-decide                   L m m m m m m m m m m
school-list-contacts                 L m m m m m m m m m m
school-list-missing                  L x x R x x x x R x x
school-list-mend                     L m m m m m m m m m m
school-list-leave-out                L x x . x x x x . x x
school-list-put-back                 L m m m m m m m m m m
school-list-errors                   L x x . x x x x . x x
school-list-letter                   L x x . x x x x . x x
school-list-confirm                  L m m m m m m m m m m
school-list-apply                    L m m m m m m m m m m
school-list-undo                     L x x ! x x x x R x x
evidence-remove-content              L ! ! ! x ! x x . x x
indicator-list                       L . . . . . . . . x x
indicator-detail                     L . . . . . . . . x x
roll-up                              L . . . . . . . . x x
indicator-catalogue                  L . . . . . . . . x x
passport-list                        L . . . x R . R . x x
passport                             L . . . x . x x . x x
collection-list                      L . x x x x x x . x x
collection-open                      L . x x x x x x . x x
collection-close                     L . x x x x x x . x x
collection-reopen                    L . x x x x x x . x x
completeness                         L . . . x x . x . x x
indicator-not-reported               L . . . x x . x . x x
indicator-report-list                L . x . . . . . x x x
indicator-report                     L . . . x . x x . x x
indicator-fill                       L ! ! . x . x x ! x x
indicator-value                      L m m m m m m m m m m
indicator-nil                        L m m m m m m m m m m
indicator-withdraw                   L m m m m m m m m m m
indicator-review-queue               L . . . x x . x x x x
indicator-review-bulk                L R R R x x R x x x x
indicator-review                     L . ! . x ! x x ! x x
indicator-reopen                     L ! ! . x ! x x ! x x
report-workbook                      L . . . x . x x . x x
municipality-workbook                L . . . x x x x . x x
region-workbook                      L . x x x x x x . x x
value-list-board                     L . x . . . . . . x x
value-list-upload                    L . x . . . . . . x x
value-list-detail                    L . x x x . x x . x x
value-list-errors                    L . x x x . x x . x x
value-list-file                      L . x x x . x x . x x
value-list-apply                     L m m m m m m m m m m
value-list-undo                      L m m m m m m m m m m
value-list-discard                   L m m m m m m m m m m
document-list                        L . . . . . . . . x .
document-add                         L . ! . . . . . ! x !
document-by-code                     L . . . x x x x . x .
document-detail                      L . . . x x x x . x .
document-docx                        L . . . x x x x . x .
document-edit                        L x x . x x x x x x x
document-edit-item                   L x x . x x x x x x x
document-redraft                     L x x . x x x x x x x
document-approve                     L x x . x x x x x x x
document-discard                     L x x . x x x x x x x
account_login                        . R R R R R R R R R R
account_logout                       R . . . . . . . . . .
account_inactive                     . . . . . . . . . . .
account_signup                       . R R R R R R R R R R
account_reauthenticate               L . . . . . . . . . .
account_change_password              L . . . . . . . . . .
account_set_password                 L R R R R R R R R R R
account_reset_password               . . . . . . . . . . .
account_reset_password_done          . . . . . . . . . . .
account_reset_password_from_key      . . . . . . . . . . .
account_reset_password_from_key_done . . . . . . . . . . .
"""
ROWS = {name: codes for name, *codes in (line.split() for line in TABLE.strip().splitlines())}

# What a POST with nothing in it meets where GET is not spoken.
POST_ONLY = {
    "demo-sign-in": "x x x x x x x x x x x",
    "assignment-nil": "L ! ! R x R x x ! x x",
    "assignment-withdraw": "L ! ! R x R x x ! x x",
    "draft-file-remove": "L x x x x R x x x x x",
    "period-add": "L R x x x x x x x x x",
    **dict.fromkeys(
        [f"school-list-{verb}" for verb in "check decide contacts mend put-back".split()],
        "L x x R x x x x R x x",
    ),
    "school-list-confirm": "L x x R x x x x ! x x",
    "school-list-apply": "L x x ! x x x x R x x",
    "indicator-value": "L ! ! R x R x x ! x x",
    "indicator-nil": "L ! ! R x R x x ! x x",
    "indicator-withdraw": "L ! ! R x R x x ! x x",
    **dict.fromkeys(
        [f"value-list-{verb}" for verb in "apply undo discard".split()], "L ! x x x R x x ! x x"
    ),
    # Those who report get the form again with the reason: what they typed is not lost.
    "request-extension": "L ! ! . x . x x ! x x",
    "request-exemption": "L ! ! . x . x x ! x x",
    "withdraw-proof": "L ! ! . x . x x ! x x",
}


@pytest.fixture
def users(request):
    return {role: request.getfixturevalue(role) for role in ROLES if role != "anonymous"}


@pytest.fixture
def addresses(users, a_school) -> dict[str, str]:
    """An address for each name, about things of Вяземский округ."""
    make_worker()
    return addresses_of(a_school, users["school"], moment())


def meaning(response) -> str:
    code = _read(response).status_code
    if code == 302:
        return "L" if response["Location"].startswith("/accounts/login/") else "R"
    return {200: ".", 403: "!", 404: "x", 405: "m"}.get(code, str(code))


def _read(response):
    """Read a file to its end: the test client then closes it, and only it."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def test_no_address_is_missing_from_the_table():
    assert {pattern.name for pattern in our_patterns()} == ROWS.keys()


def test_who_may_open_what(users, addresses, client):
    """One world for all roles: it takes longer to make than to walk through."""
    wrong = []
    for column, role in enumerate(ROLES):
        make_worker()  # one that has been silent for seconds is taken for dead
        _become(client, users.get(role))
        for name, codes in ROWS.items():
            if (found := meaning(client.get(addresses[name]))) != codes[column]:
                wrong.append((role, name, f"{found} for {codes[column]}"))
            if name == "account_logout":
                _become(client, users.get(role))
    assert not wrong


def _become(client, user) -> None:
    client.logout()
    if user:
        client.force_login(user)


def test_what_one_may_not_open_one_may_not_send(users, addresses, client):
    wrong = []
    for column, role in enumerate(ROLES):
        closed = {name: codes[column] for name, codes in ROWS.items() if codes[column] in "!xL"}
        closed |= {name: codes.split()[column] for name, codes in POST_ONLY.items()}
        with transaction.atomic():  # what one role has sent is not there for the next
            _become(client, users.get(role))
            for name, code in closed.items():
                # A page that is only read does not speak POST, whoever asks.
                if (found := meaning(client.post(addresses[name]))) not in {code, "m"}:
                    wrong.append((role, name, f"{found} for {code}"))
            transaction.set_rollback(True)
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_the_admin_is_for_staff(role, users, client):
    if role != "anonymous":
        client.force_login(users[role])
    paths = [
        reverse(f"admin:{app}_{model}_changelist")
        for app, model in [
            ("organizations", "user"), ("organizations", "membership"),
            ("directives", "directive"), ("directives", "checkpoint"), ("directives", "theme"),
            ("directives", "statusupdate"), ("directives", "evidence"),
        ]
    ]  # fmt: skip
    opened = {meaning(client.get(path)) for path in [reverse("admin:index"), *paths]}
    expected = {"staff": "."}.get(role)
    assert opened == {expected} if expected else "." not in opened


NUMBERS = ["0", "-1", str(2**63), str(2**70), "1e5", "%00", "null"]


def test_impossible_numbers_in_an_address_are_not_found(users, addresses, client):
    client.force_login(users["department"])
    for pattern, number in product(our_patterns(), NUMBERS):
        if "pk" in pattern.pattern.converters:
            path = addresses[pattern.name]
            parts = [number if part.isdigit() else part for part in path.split("/")]
            assert client.get("/".join(parts)).status_code in (400, 404), parts


IMPOSSIBLE = ["\x00", str(2**70), "-1", "²", "2026-02-30", "'"]
PARAMETERS = (
    "page sort show status level municipality theme period directive organization q format seed "
    "size kind next seen item state accounts resolution due checkpoint mark basis by mechanism "
    "standing collection whose year measure reviewing reviewer scope of replaces"
).split()
LISTS = (
    "discipline reviewer-discipline document-list document-add document-detail "
    "municipality-grid school-grid municipality-map "
    "resolution directive-detail municipality-detail organization-detail assignment-list "
    "not-reported my-assignments desk review-queue spot-check-list organization-list "
    "indicator-list indicator-detail roll-up completeness indicator-not-reported passport-list "
    "indicator-review-queue indicator-report-list value-list-board value-list-upload "
    "theme-chains trend value-list-detail collection-list indicator-catalogue"
).split()


def test_no_query_parameter_gives_a_500(users, addresses, client):
    queries = [dict.fromkeys(PARAMETERS, value) for value in IMPOSSIBLE]
    queries += [dict.fromkeys(PARAMETERS[at::6], str(2**70)) for at in range(6)]
    for name in LISTS:
        client.force_login(users["municipality" if name == "desk" else "department"])
        for query in queries:
            assert _read(client.get(addresses[name], query)).status_code < 500, (name, query)


def test_no_page_minds_a_strange_query(users, addresses, client):
    for name, codes in ROWS.items():
        if "." in codes:
            role = ROLES[codes.index(".")]
            client.force_login(users[role]) if role in users else client.logout()
            for value in IMPOSSIBLE[len(name) % 2 :: 2]:  # half of them here, half there
                response = _read(client.get(addresses[name], dict.fromkeys(PARAMETERS, value)))
                assert response.status_code < 500, (name, value)
