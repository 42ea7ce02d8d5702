"""README says what is there today."""

import re

from django.core.management import get_commands, load_command_class
from PIL import Image

from resolution_tracker.shell import demo
from scripts import pictures
from tests.database import ROOT

README = (ROOT / "README.md").read_text()
MOST_BYTES = 400_000


def test_the_pictures_are_there_as_the_script_makes_them():
    names = re.findall(r"!\[.+\]\((.+)\)", README)
    screens = [name for name, _path, _height in pictures.SCREENS]

    assert len(names) == 2
    assert {ROOT / name for name in names} <= {pictures.FOLDER / name for name in screens}
    assert sorted(path.name for path in pictures.FOLDER.iterdir()) == sorted(screens)
    for name in screens:
        path = pictures.FOLDER / name
        assert path.stat().st_size <= MOST_BYTES
        with Image.open(path) as picture:
            assert (picture.format, picture.width) == ("PNG", 1280)


def test_every_target_of_make_exists_and_is_told():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^(\w+): ##", makefile, re.MULTILINE))

    assert set(re.findall(r"(?:`|^|=\d )make (\w+)", README, re.MULTILINE)) <= targets
    assert targets == set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())


def test_every_command_exists_with_its_options():
    commands = get_commands()
    lines = re.findall(r"manage\.py (\w+)([^#`\n]*)", README)

    assert lines
    for name, rest in lines:
        app = commands[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        known = command.create_parser("manage.py", name).format_help()
        assert all(option in known for option in re.findall(r"--[\w-]+", rest)), (name, rest)


def test_the_demo_users_are_those_of_the_demo():
    table = README.split("## Demo users")[1].split("\n## ")[0]

    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(demo.USERS)


def test_what_the_house_holds_and_the_documents_named_are_there():
    house = re.search(r"## The house\n\n```\n(.+?)```", README, re.DOTALL)[1]
    folder = ""
    for line in house.splitlines():
        indent, name = re.match(r"(\s*)(\S+)", line).groups()
        folder = folder if indent else name
        assert (ROOT / (folder + name if indent else name)).exists(), line
    for name in re.findall(r"`((?:docs/|CHANGELOG)[\w./-]*)`", README):
        assert (ROOT / name).exists(), name
