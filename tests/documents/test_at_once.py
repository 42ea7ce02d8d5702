"""Two people in the same moment: one document of one number, and nothing slips into it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import DatabaseError, connection, transaction

from directives.workflow import Refused
from documents import approving, writing
from documents.models import Document, Sentence
from organizations.models import User
from tests.documents.written import HEAD, begin
from tests.make import make_department, make_published, make_user, moment

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20  # seconds


@pytest.fixture
def department() -> User:
    return make_user("department", make_department(), "coordinator")


@pytest.fixture
def document(department) -> Document:
    make_published("department", number="1.1")
    return _ready(department)


def _ready(by: User) -> Document:
    document = begin(by)
    writing.save_head(document=document, values=HEAD, version=1)
    return document


@pytest.fixture
def other():
    """Another process: a thread with a connection of its own."""
    pool = ThreadPoolExecutor(2)

    def begin_there(act):
        def run():
            try:
                return act()
            finally:
                connection.close()

        return pool.submit(run)

    yield begin_there
    pool.shutdown()


def _waits(future) -> None:
    """The other side has come to the lock and cannot go on."""
    with pytest.raises(TimeoutError):
        future.result(timeout=0.5)


def test_pressed_twice_at_once_it_is_approved_once(document, department, other):
    with transaction.atomic():
        first = approving.approve(document=document, by=department, at=moment())
        second = other(
            lambda: approving.approve(document=document, by=department, at=moment(hour=13))
        )
        _waits(second)

    assert second.result(PATIENCE).number == first.number == "1/2026"
    assert Document.objects.get().approved_at == moment()


def test_two_documents_of_one_body_get_two_numbers(document, department, other):
    another = _ready(department)
    with transaction.atomic():
        approving.approve(document=document, by=department, at=moment())
        second = other(lambda: approving.approve(document=another, by=department, at=moment()))
        _waits(second)

    assert second.result(PATIENCE).number == "2/2026"


def test_what_is_saved_while_it_is_approved_is_refused(document, department, other):
    item = document.items.get()
    typed = writing.Typed(version=1, texts={}, added="Позже.")
    with transaction.atomic():
        approving.approve(document=document, by=department, at=moment())
        late = other(lambda: writing.save_item(item=item, typed=typed, by=department, at=moment()))
        _waits(late)

    with pytest.raises(Refused):
        late.result(PATIENCE)
    assert not Sentence.objects.filter(text="Позже.").exists()


def test_the_database_lets_no_row_slip_in_beside_the_lock(document, department, other):
    """Also for one who does not hold the document first, as its own code does."""
    item = document.items.get()
    begun = Event()

    def write():
        begun.set()
        return Sentence.objects.create(item=item, position=9, text="Мимо.", origin="hand")

    with transaction.atomic():
        approving.approve(document=document, by=department, at=moment())
        late = other(write)
        assert begun.wait(PATIENCE)
        _waits(late)

    with pytest.raises(DatabaseError):
        late.result(PATIENCE)
