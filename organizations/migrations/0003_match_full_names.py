"""Schools entered before their full names were kept normalised get them."""

from django.db import migrations

from organizations.school_list.names import match_name


def fill(apps, schema_editor) -> None:
    Organization = apps.get_model("organizations", "Organization")
    bodies = Organization.objects.filter(match_full_name="").exclude(full_name="")
    found = []
    for body in bodies.only("full_name").iterator():
        body.match_full_name = match_name(body.full_name)
        found.append(body)
    Organization.objects.bulk_update(found, ["match_full_name"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_school_lists")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
