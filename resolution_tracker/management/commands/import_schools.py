"""`manage.py import_schools FILE`: the same path as the browser's."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import Municipality
from organizations.school_list.names import MunicipalityIndex
from organizations.school_list.reader import SchoolListError
from organizations.school_list.summary import refused
from resolution_tracker.intake.by_file import TakenIn, take_in_file

SHOWN = 50


class Command(BaseCommand):
    """Exit 0: applied, or would be; 1: refused, with sentences."""

    help = "Takes a list of schools in (.xlsx, .xls, .ods, .csv) and deals out assignments."

    def add_arguments(self, parser) -> None:
        """The file and how to treat it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--municipality", metavar="OKTMO", help="whose list it is; unsaid, the list tells"
        )
        parser.add_argument(
            "--leave-out-errors", action="store_true", help="pass over rows with errors"
        )
        parser.add_argument(
            "--accept-guesses",
            action="store_true",
            help="take schools recognised by a guess (name only, renamed, moved) for the same",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the list in and say what happened."""
        try:
            taken = take_in_file(
                options["file"],
                at=timezone.now(),
                municipality=self.municipality(options["municipality"]),
                leave_out_errors=options["leave_out_errors"],
                accept_guesses=options["accept_guesses"],
                dry_run=options["dry_run"],
            )
        except SchoolListError as error:
            self.refuse(str(error), as_json=options["json"])
        if options["json"]:
            self.stdout.write(json.dumps(taken.told, ensure_ascii=False, indent=2))
            if taken.refusal:  # a guess that waits is no error of a row
                self.stderr.write(taken.refusal)
        else:
            self.tell(taken, dry_run=options["dry_run"])
        if taken.refusal:
            sys.exit(1)

    def municipality(self, oktmo: str | None) -> Municipality | None:
        """The one whose list this is; a wrong code is refused."""
        if oktmo is None:
            return None
        found = MunicipalityIndex(Municipality.objects.all()).by_oktmo(oktmo)
        if found is None:
            raise SchoolListError(_("There is no municipality with the code %s.") % oktmo)
        return found

    def refuse(self, sentence: str, *, as_json: bool) -> None:
        """The whole file is refused: one sentence, no traceback."""
        if not as_json:
            self.stderr.write(sentence)
            sys.exit(1)
        self.stdout.write(json.dumps(refused(sentence), ensure_ascii=False, indent=2))
        sys.exit(1)

    def tell(self, taken: TakenIn, *, dry_run: bool) -> None:
        """In words, for a terminal."""
        told = taken.told
        self.stdout.write(
            _(
                "Header in row %(header_row)s. New: %(new)d, changed: %(changed)d, unchanged: "
                "%(unchanged)d, missing from the list: %(missing)d, rows dropped: %(dropped)d."
            )
            % told
        )
        if told["missing"]:
            self.stdout.write(_("Schools the list does not name stay as they are."))
        for title, name in ((_("Errors"), "errors"), (_("Warnings"), "warnings")):
            self.list(title, told[name])
        self.list(_("Recognised by a guess"), told["guesses"])
        if taken.refusal:
            self.stdout.write(taken.refusal)
            self.stdout.write(_("Nothing was entered."))
        elif dry_run:
            self.stdout.write(_("Nothing was entered: this was a trial."))
        else:
            dealt_out = taken.school_list.dealt_out
            self.stdout.write(_("Entered. Assignments dealt out: %d.") % dealt_out)

    def list(self, title: str, problems: list[dict[str, Any]]) -> None:
        """The first of them, with the sheet's own rows."""
        if problems:
            self.stdout.write(f"{title}: {len(problems)}")
        for problem in problems[:SHOWN]:
            place = ", ".join(str(problem[key]) for key in ("row", "column") if problem.get(key))
            self.stdout.write(f"  {place}: {problem['message']}")
        if len(problems) > SHOWN:
            self.stdout.write(_("  … and %d more") % (len(problems) - SHOWN))
