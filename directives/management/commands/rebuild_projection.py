"""Rebuild the assignments' columns from the timeline."""

from django.core.management.base import BaseCommand

from directives.workflow import rebuild


class Command(BaseCommand):
    help = "Copy the last timeline row onto each assignment; says how many differed."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{rebuild()} assignments differed from their timeline")
