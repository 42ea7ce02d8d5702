"""The users of the demo, and those who appear in the timelines but cannot sign in."""

import random
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from organizations import accounts
from organizations.access import Role as ViewpointRole
from organizations.access import Viewpoint
from organizations.models import Level, Membership, Organization, Role, User
from resolution_tracker import reference
from resolution_tracker.demo.moments import chance
from resolution_tracker.shell.demo import MAIL_DOMAIN, USERS

PASSWORD = "demo"  # noqa: S105 - the demo says it on its sign-in page
DEMO_MUNICIPALITY = "Вяземский округ"
DEMO_SCHOOL = "МБОУ «СОШ № 2» г. Вязьмы"
VILLAGE_SCHOOL = "МБОУ «Исаковская ООШ»"


@dataclass
class Cast:
    """Who speaks for which body: by the body's key."""

    reporters: dict[int, User] = field(default_factory=dict)
    coordinators: dict[int, User] = field(default_factory=dict)
    department: User = None
    second: User = None
    demo_authority: Organization = None
    demo_school: Organization = None
    village_school: Organization = None  # of nine years


def make(bodies: list[Organization]) -> Cast:
    """Create everybody. The bodies are all that take part, with their municipalities loaded."""
    names = reference.read("demo/people.json")
    cast = Cast()
    cast.demo_authority, cast.demo_school, cast.village_school = _places(bodies)
    people = _known(names["users"])
    roles = _roles_of_known(people, bodies, cast)
    cast.department, cast.second = people["department"], people["department2"]
    others = []
    for body in bodies:
        if body.pk in cast.reporters:
            continue
        user = _person(body, names)
        others.append(user)
        cast.reporters[body.pk] = user
        role = Role.REPORTER
        if body.level == Level.MUNICIPAL:
            role, cast.coordinators[body.pk] = Role.COORDINATOR, user
        roles.append(Membership(user=user, organization=body, role=role))
    User.objects.bulk_create(others, batch_size=500)
    Membership.objects.bulk_create(roles, batch_size=500)
    for row in roles:  # what the first look would read: 400 queries saved
        if row.role == Role.READER:
            continue
        role = ViewpointRole(row.organization_id, row.organization.level, row.role)
        row.user._viewpoint = Viewpoint((role,))
    return cast


def _places(bodies: list[Organization]) -> tuple[Organization, Organization, Organization]:
    """The authority and the two schools that demo users speak for."""
    local = [body for body in bodies if body.municipality]
    here = [body for body in local if body.municipality.short_name == DEMO_MUNICIPALITY]
    [authority] = [body for body in here if body.level == Level.MUNICIPAL]
    schools = [body for body in here if body.parent_id == authority.pk]
    named = [body for body in schools if body.name == DEMO_SCHOOL]
    village = [body for body in schools if body.name == VILLAGE_SCHOOL]
    return authority, (named or schools)[0], (village or schools)[-1]


def _known(names: dict[str, list[str]]) -> dict[str, User]:
    """One hash for the one known password: hashing it for each would cost seconds."""
    password = make_password(PASSWORD)
    users = {}
    for username in USERS:
        last, first, patronymic = names[username]
        users[username] = User.objects.create(
            username=username,
            password=password,
            last_name=last,
            first_name=first,
            patronymic=patronymic,
            email=f"{username}@{MAIL_DOMAIN}",
        )
    accounts.make_staff(users["staff"])
    return users


def _roles_of_known(
    users: dict[str, User], bodies: list[Organization], cast: Cast
) -> list[Membership]:
    department = next(body for body in bodies if body.level == Level.DEPARTMENT)
    institute = next(body for body in bodies if body.level == Level.INSTITUTE)
    places = {
        "department": (department, Role.COORDINATOR),
        "department2": (department, Role.COORDINATOR),
        "municipality": (cast.demo_authority, Role.COORDINATOR),
        "soiro": (institute, Role.COORDINATOR),
        "school": (cast.demo_school, Role.REPORTER),
        "village": (cast.village_school, Role.REPORTER),
        "governor": (department, Role.READER),
    }
    for username, (body, role) in places.items():
        if role == Role.READER:  # takes no part in the work
            continue
        cast.reporters.setdefault(body.pk, users[username])
        if role == Role.COORDINATOR:
            cast.coordinators.setdefault(body.pk, users[username])
    return [
        Membership(user=users[username], organization=body, role=role)
        for username, (body, role) in places.items()
    ]


def _person(body: Organization, names: dict) -> User:
    """Somebody who works in the body. The account has no password: nobody signs in with it."""
    rng = chance("person", body.level, body.municipality.oktmo, body.ogrn)
    last, first, patronymic = _name(names, rng)
    code = body.ogrn or body.municipality.oktmo
    username = f"{body.level}-{code}"
    return User(
        username=username,
        last_name=last,
        first_name=first,
        patronymic=patronymic,
        email=f"{username}@{MAIL_DOMAIN}",
        phone=body.phone,
        password=make_password(None),
    )


def _name(names: dict, rng: random.Random) -> list[str]:
    lists = names["women"] if rng.random() < 0.85 else names["men"]
    return [rng.choice(line.split()) for line in lists]


def add_contacts(bodies: list[Organization]) -> None:
    """Invented telephones, letters and sites of authorities that have none of their own."""
    names = reference.read("demo/people.json")
    codes = {
        body.municipality_id: body.phone[: body.phone.find(")") + 1]
        for body in bodies
        if body.level == Level.SCHOOL and ")" in body.phone
    }
    for body in bodies:
        if body.level != Level.MUNICIPAL or body.phone:
            continue
        rng = chance("contacts", body.municipality.oktmo)
        domain = f"obrazovanie-{body.municipality.oktmo[2:5]}.example"
        code = codes.get(body.municipality_id, "+7 (4812)")
        body.phone = f"{code} 0-{rng.randint(10, 99)}-{rng.randint(10, 99)}"
        body.email, body.website = f"priemnaya@{domain}", f"https://{domain}"
        body.head_name = " ".join(_name(names, rng))
        body.save(update_fields=["phone", "email", "website", "head_name"])
