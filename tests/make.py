"""Makers of test data: plain functions with sensible defaults."""

import itertools
import uuid
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from directives import distribution, workflow
from directives.models import (
    Addressee,
    Assignment,
    Checkpoint,
    Control,
    Directive,
    DirectiveCheckpoint,
    Draft,
    MarkState,
    PeriodDueDate,
    ReportingPeriod,
    Resolution,
    StatusUpdate,
    Theme,
)
from organizations.models import Level, Membership, Municipality, Organization, Role, User

_number = itertools.count(1)

# The day the tests live on: a Monday in the middle of a school year.
TODAY = date(2026, 11, 23)


def moment(day: date = TODAY, hour: int = 12) -> datetime:
    """An aware moment of a day."""
    return datetime.combine(day, time(hour), timezone.get_current_timezone())


def make_municipality(short_name: str = "", **fields) -> Municipality:
    n = next(_number)
    short_name = short_name or f"Округ {n}"
    defaults = {
        "oktmo": f"{66000000 + n}",
        "name": f"{short_name} (муниципальный округ)",
        "official_name": f"муниципальное образование «{short_name}»",
        "name_in": f"в округе «{short_name}»",
        "kind": Municipality.Kind.DISTRICT,
        "centre": "г. Центр",
        "grid_col": n % 100,
        "grid_row": n // 100,
    }
    return Municipality.objects.create(short_name=short_name, **defaults | fields)


def make_department() -> Organization:
    return Organization.objects.get_or_create(
        level=Level.DEPARTMENT, defaults={"name": "Департамент образования"}
    )[0]


def make_institute() -> Organization:
    return Organization.objects.get_or_create(
        level=Level.INSTITUTE, defaults={"name": "ГАУ ДПО СОИРО", "parent": make_department()}
    )[0]


def make_authority(municipality: Municipality | None = None, **fields) -> Organization:
    municipality = municipality or make_municipality()
    defaults = {
        "name": f"Комитет образования, {municipality.short_name}",
        "parent": make_department(),
        "phone": "+7 (48131) 1-11-11",
    }
    return Organization.objects.create(
        level=Level.MUNICIPAL, municipality=municipality, **defaults | fields
    )


def make_school(authority: Organization | None = None, **fields) -> Organization:
    """A school that teaches all levels; `parent=` makes it answer to someone else."""
    n = next(_number)
    authority = authority or make_authority()
    defaults = {
        "name": f"МБОУ СОШ № {n}",
        "parent": authority,
        "municipality": authority.municipality,
        "education_levels": ["noo", "ooo", "soo"],
        "phone": "+7 (48131) 2-22-22",
        "pupils": 200,
    }
    return Organization.objects.create(level=Level.SCHOOL, **defaults | fields)


def make_user(username: str = "", organization: Organization | None = None,
              role: str = Role.REPORTER, **fields) -> User:  # fmt: skip
    username = username or f"user{next(_number)}"
    user = User.objects.create_user(username, password=f"secret-{username}", **fields)
    if organization:
        Membership.objects.create(user=user, organization=organization, role=role)
    return user


def make_resolution(**fields) -> Resolution:
    defaults = {"title": "Резолюция форума", "heading": "Проект резолюции форума"}
    resolution = Resolution.objects.create(**defaults | fields)
    for position, level in enumerate(Level, 1):
        Addressee.objects.create(
            resolution=resolution, level=level, heading=f"{level.label}:", position=position
        )
    return resolution


def make_theme(code: str = "", **fields) -> Theme:
    code = code or f"T{next(_number) % 1000}"
    defaults = {"name": f"Направление {code}", "short_name": f"Направление {code}"}
    return Theme.objects.create(code=code, **defaults | fields)


def make_checkpoint(title: str = "", **fields) -> Checkpoint:
    n = next(_number)
    return Checkpoint.objects.create(
        code=f"КТ-{n}", title=title or f"Утверждено положение {n}", **fields
    )


def make_directive(
    level: str = Level.SCHOOL,
    number: str = "",
    checkpoints: list[Checkpoint] | None = None,
    resolution: Resolution | None = None,
    **fields,
) -> Directive:
    """An unpublished one-off item with one checkpoint that asks for an order."""
    resolution = resolution or Resolution.objects.first() or make_resolution()
    number = number or f"4.{next(_number)}"
    defaults = {"text": f"обеспечить исполнение пункта {number};"}
    directive = Directive.objects.create(
        resolution=resolution, level=level, number=number, **defaults | fields
    )
    if checkpoints is None:
        checkpoints = [make_checkpoint(asks_number=True, asks_date=True)]
    for position, checkpoint in enumerate(checkpoints):
        DirectiveCheckpoint.objects.create(
            directive=directive, checkpoint=checkpoint, position=position
        )
    return directive


def make_published(
    level: str = Level.SCHOOL,
    due_on: date = TODAY + timedelta(days=8),
    at: datetime | None = None,
    **fields,
) -> Directive:
    """A published one-off item, dealt out to the bodies that exist."""
    directive = make_directive(level, **fields)
    at = at or moment(TODAY - timedelta(days=60))
    distribution.publish(
        directive=directive, by=None, at=at, placed_on_control_on=at.date(), due_on=due_on
    )
    directive.refresh_from_db()
    return directive


def make_period(
    kind: str = "quarter", number: int = 1, school_year: int = 2026, due_on: date | None = None,
    **fields,
) -> ReportingPeriod:  # fmt: skip
    """A period not yet opened, with one due date for every level."""
    starts = date(school_year, 9, 1) + timedelta(days=60 * (number - 1))
    defaults = {
        "name": f"{number}-й период",
        "starts_on": starts,
        "ends_on": starts + timedelta(days=59),
    }
    period = ReportingPeriod.objects.create(
        kind=kind, number=number, school_year=school_year, **defaults | fields
    )
    for level in Level:
        PeriodDueDate.objects.create(
            period=period, level=level, due_on=due_on or period.ends_on + timedelta(days=10)
        )
    return period


def make_periodic(
    level: str = Level.SCHOOL, frequency: str = "quarter", at: datetime | None = None, **fields
) -> Directive:
    """A published periodic item, dealt out in the periods that are open."""
    directive = make_directive(level, control=Control.PERIODIC, frequency=frequency, **fields)
    at = at or moment(TODAY - timedelta(days=60))
    distribution.publish(directive=directive, by=None, at=at, placed_on_control_on=at.date())
    directive.refresh_from_db()
    return directive


def assignment_of(directive: Directive, organization: Organization, period=None) -> Assignment:
    return Assignment.objects.select_related("directive", "organization__parent", "period").get(
        directive=directive, organization=organization, period=period
    )


def fill_draft(assignment: Assignment, by: User, at: datetime, text: str = "Сделано.") -> Draft:
    """A draft in which every checkpoint is done and proved by its requisites."""
    draft = workflow.drafts.open_draft(assignment=assignment, by=by, at=at)
    done = {
        "state": MarkState.DONE,
        "order_number": "12-од",
        "order_date": at.date(),
        "link": "https://school.example/order",
        "comment": "",
    }
    points = workflow.applicable_checkpoints(assignment)
    marks = {point.pk: dict(done) for point in points}
    return workflow.drafts.save_draft(draft=draft, text=text, marks=marks, at=at)


def submitted(assignment: Assignment, by: User, at: datetime | None = None) -> StatusUpdate:
    """The assignment with a full report sent for review."""
    at = at or moment()
    draft = fill_draft(assignment, by, at)
    return workflow.submit(draft=draft, by=by, at=at, key=draft.key)


def accepted(
    assignment: Assignment, by: User, reviewer: User, at: datetime | None = None
) -> StatusUpdate:
    """The assignment reported and accepted."""
    at = at or moment()
    submitted(assignment, by, at)
    return workflow.accept(assignment=assignment, by=reviewer, at=at + timedelta(hours=1))


def key() -> uuid.UUID:
    return uuid.uuid4()


def inn(n: int) -> str:
    """A valid ИНН that belongs to nobody: the tax office 6799 does not exist."""
    digits = f"6799{n:05}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return digits + str(sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 % 10)


def ogrn(n: int) -> str:
    """A valid ОГРН of the same nobody."""
    digits = f"1026799{n:05}"
    return digits + str(int(digits) % 11 % 10)
