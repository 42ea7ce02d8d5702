"""The admin's own import of django-import-export with stock settings, in a process of its own.

What its admin does: read the file, a dry run with the diff of each row, and after the person's
consent read the file again and import it. The pages it draws of both are not even counted.

Run as `python -m benchmarks.lists.stock DATABASE FILE`; prints what it took as JSON.
"""

import json
import sys
import time
from pathlib import Path

from benchmarks.lists.started import start

start(sys.argv[1])

from import_export.fields import Field  # noqa: E402 - needs Django, set up only now
from import_export.formats.base_formats import XLSX  # noqa: E402
from import_export.resources import ModelResource  # noqa: E402
from import_export.widgets import ForeignKeyWidget  # noqa: E402

from benchmarks.lists.workbook import FIELDS  # noqa: E402
from organizations.models import Level, Municipality, Organization  # noqa: E402
from organizations.school_list.region import Region  # noqa: E402


class Stock(ModelResource):
    """As its documentation begins; the two lines a school cannot be saved without are ours."""

    municipality = Field("municipality", widget=ForeignKeyWidget(Municipality, "name"))

    class Meta:
        model = Organization
        import_id_fields = ["ogrn"]
        fields = [name for name in FIELDS if name != "founder"]

    def before_import(self, dataset, **kwargs) -> None:
        self.region = Region.load()

    def before_save_instance(self, instance, row, **kwargs) -> None:
        instance.level = Level.SCHOOL
        instance.parent_id = self.region.authorities[instance.municipality_id]


def main(path: Path) -> None:
    """Preview, then import."""
    started = time.perf_counter()
    for dry_run in (True, False):
        dataset = XLSX().create_dataset(path.read_bytes())
        result = Stock().import_data(dataset, dry_run=dry_run, raise_errors=False)
        if result.has_errors() or result.has_validation_errors():
            raise SystemExit(f"The stock import failed: {result.row_errors()[:1]}")
    print(json.dumps({"seconds": time.perf_counter() - started, "rows": result.total_rows}))


if __name__ == "__main__":
    main(Path(sys.argv[2]))
