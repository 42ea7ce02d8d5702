"""Fills an empty installation with the demo, once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from directives import weeks
from directives.workflow import bulk
from indicators import computing
from organizations.models import Level, Organization, SchoolList, User
from resolution_tracker import reference
from resolution_tracker.demo import desk, documents, fates, lists, people, scenes, schedule
from resolution_tracker.demo.cases import gather
from resolution_tracker.demo.indicators import telling
from resolution_tracker.demo.moments import day_of
from resolution_tracker.demo.papers import Papers
from resolution_tracker.demo.script import Script
from resolution_tracker.intake.by_file import take_in_file

SCHOOLS = reference.FIXTURES / "schools.xlsx"
MOST_FILES = 110
# The schools were there before the story begins.
LONG_AGO = timedelta(days=90)
_LOCK = 0x5C4002


class DemoRefused(Exception):  # noqa: N818 - named like workflow.Refused
    """The demo is not to be filled here; the message says why."""


@dataclass(frozen=True)
class Filled:
    """What the demo holds."""

    schools: int
    assignments: int
    entries: int
    files: int


def fill(now: datetime, schools: Path = SCHOOLS) -> Filled | None:
    """Load, take the schools in and tell the story until now; None where anybody is registered.

    Each part can be repeated, the story is one transaction: what was cut off begins anew.
    """
    if not settings.DEMO:
        raise DemoRefused("The demo is filled only with DEMO=1.")
    with _alone():
        if User.objects.exists():
            return None
        reference.load(day_of(now))
        # Cut off before, the story begins anew and the list is there already.
        if not SchoolList.objects.exists() and take_in_file(schools, at=now - LONG_AGO).refusal:
            raise DemoRefused(f"{schools.name} has rows with errors.")
        return _tell(now)


@contextmanager
def _alone() -> Iterator[None]:
    """Two that start at once on one database fill it once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _tell(now: datetime) -> Filled:
    papers = Papers(MOST_FILES)
    try:
        with transaction.atomic():
            return _story(now, papers)
    except BaseException:
        papers.take_back()
        raise


def _story(now: datetime, papers: Papers) -> Filled:
    bodies = list(Organization.objects.select_related("municipality", "parent__parent"))
    people.add_contacts(bodies)
    cast = people.make(bodies)
    telling.tell(bodies, cast, now)
    cases = gather(schedule.carry_out(cast.department, now), bodies)
    for case in cases:
        fates.tell(case)
    scenes.set_all(cases, cast, now)
    steps = Script(cast, papers, now).write(cases)
    updates = bulk.run(steps)
    desk.withdraw_one_proof(now)
    desk.lay_out(cast, papers, now)
    lists.send_all(cast, now)
    computing.refresh_all(at=now)
    weeks.keep(day_of(now))
    documents.tell(cast, now)
    return Filled(
        schools=Organization.objects.at(Level.SCHOOL).count(),
        assignments=len(cases),
        entries=len(updates) + len(cases),
        files=len(papers.stored),
    )
