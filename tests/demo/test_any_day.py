"""The demo on other days of the year, and where it must not be."""

from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command

from directives import completion
from directives.models import Assignment, Directive, Draft, Evidence, ReportingPeriod
from organizations.models import Organization, User
from resolution_tracker.demo import filling, papers
from resolution_tracker.demo.moments import moment
from tests.demo import checks, indicator_checks
from tests.demo.conftest import filled_demo

pytestmark = pytest.mark.django_db


def told(schools, folder, now: datetime):
    return filled_demo(now, schools, folder)


@pytest.mark.parametrize(
    ("day", "hour", "periods"),
    [
        (date(2026, 9, 1), 0, {"half_year": 1}),
        (date(2029, 9, 1), 8, {"half_year": 1}),  # a Saturday
        (date(2026, 10, 12), 12, {"half_year": 1, "quarter": 1}),
        (date(2027, 1, 3), 12, {"half_year": 1, "quarter": 2}),  # New Year holidays
        (date(2028, 2, 29), 18, {"half_year": 2, "quarter": 2}),
        (date(2027, 8, 31), 23, {"half_year": 2, "quarter": 4}),
    ],
)
def test_any_day_of_the_year_has_its_story(some_schools, tmp_path, day, hour, periods):
    now = moment(day, hour)
    with told(some_schools, tmp_path, now):
        checks.everything_holds(now)
        indicator_checks.everything_holds(now)
        current = completion.current_periods(day)
        assert {kind: period.number for kind, period in current.items()} == periods
        school = Assignment.objects.reportable_by(User.objects.get(username="school"))
        assert school.open().exists()
        assert Draft.objects.get().files.count() == 1
        waiting = Assignment.objects.decidable_by(User.objects.get(username="municipality"))
        assert waiting.count() <= 12
        if day.month != 9:
            assert waiting.count() >= 4
            found = completion.measure(Assignment.objects.all(), day)
            assert found.execution.share > 0.6


def test_the_first_morning_places_the_first_items_on_control(some_schools, tmp_path):
    with told(some_schools, tmp_path, moment(date(2026, 9, 1), 0)):
        published = Directive.objects.published().values_list("number", flat=True)
        assert {"1.2", "2.2", "4.1"} <= set(published)
        assert "4.2" not in published
        assert ReportingPeriod.objects.filter(opened_at__isnull=False).count() == 1


def test_the_same_day_tells_the_same_story(some_schools, tmp_path):
    now = moment(date(2026, 10, 19), 12)
    tellings = []
    for name in ("one", "two"):
        with told(some_schools, tmp_path / name, now):
            tellings.append(
                [
                    (row.assignment.organization.name, row.kind, row.recorded_at, row.text)
                    for rows in checks.timelines().values()
                    for row in rows
                ]
            )
    assert tellings[0] == tellings[1]


def test_what_is_cut_off_leaves_no_file_and_begins_anew(some_schools, tmp_path, monkeypatch):
    now = moment(date(2026, 9, 11), 12)

    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(filling.desk, "lay_out", stop)
        with pytest.raises(KeyboardInterrupt), told(some_schools, tmp_path, now):
            pass
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.parent.parent.parent.name for path in files] == ["school-lists"], "the applied"
    assert not User.objects.exists()
    with told(some_schools, tmp_path, now) as filled:
        assert len(list(tmp_path.rglob("evidence/*/*"))) == filled.files > 1


def test_a_machine_without_russian_letters_writes_word_documents(
    some_schools, tmp_path, monkeypatch
):
    monkeypatch.setattr(papers, "_FONTS", ["none.ttf"])
    papers._font_name.cache_clear()
    with told(some_schools, tmp_path, moment(date(2026, 9, 11), 12)) as filled:
        kinds = set(Evidence.objects.values_list("content_type", flat=True))
        assert (kinds, filled.files > 1) == ({papers.DOCX}, True)
    papers._font_name.cache_clear()


def test_nothing_of_it_without_demo(settings):
    assert not settings.DEMO
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("fill_demo")
    assert not User.objects.exists()
    assert not Organization.objects.exists()


def test_an_installation_with_people_is_left_alone(settings, django_user_model, capsys):
    settings.DEMO = True
    django_user_model.objects.create_user("first")
    call_command("fill_demo")
    assert "nothing was filled" in capsys.readouterr().out
    assert not Organization.objects.exists()


def test_a_list_with_errors_is_refused(settings, tmp_path):
    settings.DEMO = True
    path = tmp_path / "schools.csv"
    path.write_text("Муниципалитет;Наименование;ИНН\nВяземский округ;Школа;12\n", encoding="utf-8")
    with pytest.raises(filling.DemoRefused, match="errors"):
        filling.fill(moment(date(2026, 11, 23), 12), path)
    assert not User.objects.exists()
