"""A database filled by an older version migrates, with what it holds."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = [("organizations", "0001_initial"), ("directives", "0001_initial")]
OURS = {"organizations", "directives", "indicators", "documents"}


@pytest.fixture
def back_and_forth():
    """Takes the database back to the first version, and then to the last whatever happened."""
    last = [
        node for node in MigrationExecutor(connection).loader.graph.leaf_nodes()
        if node[0] in OURS
    ]  # fmt: skip

    def migrate(targets):
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        return MigrationExecutor(connection).loader.project_state(targets).apps

    yield lambda: migrate(FIRST), lambda: migrate(last)
    migrate(last)


def test_schools_of_the_first_version_are_recognised_by_their_full_names(back_and_forth):
    to_the_first, to_the_last = back_and_forth
    old = to_the_first().get_model("organizations", "Organization")
    place = old._meta.get_field("municipality").related_model.objects.create(
        oktmo="66605000", short_name="Вяземский округ", name="Вяземский муниципальный округ",
        official_name="Вяземский муниципальный округ", name_in="в Вяземском округе",
        kind="district", centre="г. Вязьма", grid_col=1, grid_row=1,
    )  # fmt: skip
    department = old.objects.create(level="department", name="Департамент")
    authority = old.objects.create(
        level="municipal", name="Комитет", parent=department, municipality=place
    )
    old.objects.create(
        level="school", name="СШ № 1", match_name="сш №1", parent=authority, municipality=place,
        full_name="муниципальное бюджетное общеобразовательное учреждение средняя школа № 1",
    )  # fmt: skip
    school = to_the_last().get_model("organizations", "Organization").objects.get(level="school")
    assert (school.match_name, school.match_full_name) == ("сш №1", "сш №1")
    assert school.own_contacts == []
    events = [
        event.pgh_label
        for event in school._meta.apps.get_model(
            "organizations", "OrganizationEvent"
        ).objects.filter(pgh_obj_id=school.pk).order_by("pgh_id")
    ]  # fmt: skip
    assert events == ["insert", "update"]
