"""The demo's short list of schools: a world full of people, for the reader's tests."""

from tests.demo.conftest import some_schools

__all__ = ["some_schools"]
