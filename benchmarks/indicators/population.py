"""Schools, reports and values by the hundred thousand, written by PostgreSQL itself in seconds.

All indicators of the catalogue are asked of schools each quarter: the page's worst case. What is
written stays in the benchmark's own data folder and is found there by the next run.
"""

from pathlib import Path

import psycopg

from resolution_tracker import postgres

SCHOOLS = 400
COUNTRY = 40_000
TERRITORIES = 2_700
OWN = 27  # municipalities of the region, from the reference tables
REGIONS = 99  # other regions: bodies under the department, above their own authorities
YEAR = 2015  # of the two quarters; older than anything of the demo, so that nothing is mixed

_CATALOGUE = """
UPDATE indicators_indicator
   SET frequency = 'quarter', level = 'school', source = 'reported', computed_from_id = NULL,
       education_levels = '{}'
"""
_SCHOOLS = """
INSERT INTO organizations_organization
       (level, parent_id, municipality_id, name, full_name, sort_key, match_name, match_full_name,
        inn, kpp, ogrn, kind, education_levels, settlement, address, head_name, phone, email,
        website, note, own_contacts, is_branch, is_addressee, created_at)
SELECT 'school', body.id, body.municipality_id, 'Школа ' || n, '', 'школа ' || n, '', '',
       '', '', '', (ARRAY['secondary', 'basic', 'gymnasium'])[1 + n %% 3], '{noo,ooo}',
       CASE WHEN n %% 3 = 0 THEN 'urban' ELSE 'rural' END, '', '', '', '', '', '', '{}', false,
       true, now()
  FROM generate_series(1, %(missing)s) n
  JOIN (SELECT row_number() OVER (ORDER BY organizations_organization.id) AS number, *
          FROM organizations_organization WHERE level = 'municipal') body
    ON body.number = %(first)s + n %% %(among)s
"""
_REGIONS = """
INSERT INTO organizations_organization
       (level, parent_id, name, full_name, sort_key, match_name, match_full_name, inn, kpp, ogrn,
        kind, education_levels, settlement, address, head_name, phone, email, website, note,
        own_contacts, is_branch, is_addressee, created_at)
SELECT 'institute', (SELECT id FROM organizations_organization WHERE level = 'department'),
       'Регион ' || n, '', 'регион ' || n, '', '', '', '', '', '', '{}', '', '', '', '', '', '',
       '', '{}', false, false, now()
  FROM generate_series(1, %(regions)s) n
"""
_TERRITORIES = """
INSERT INTO organizations_municipality
       (oktmo, name, short_name, official_name, former_name, name_in, kind, centre, grid_col,
        grid_row, sort_key)
SELECT (10000000 + n)::text, 'Территория ' || n, 'Территория ' || n, 'Территория ' || n, '',
       'в территории ' || n, 'district', 'г. Центр', 1000 + n %% 100, 1000 + n / 100,
       'территория ' || n
  FROM generate_series(1, %(territories)s) n
"""
_AUTHORITIES = """
INSERT INTO organizations_organization
       (level, parent_id, municipality_id, name, full_name, sort_key, match_name, match_full_name,
        inn, kpp, ogrn, kind, education_levels, settlement, address, head_name, phone, email,
        website, note, own_contacts, is_branch, is_addressee, created_at)
SELECT 'municipal', region.id, place.id, 'Орган ' || place.id, '', 'орган ' || place.id, '', '',
       '', '', '', '', '{}', '', '', '', '', '', '', '', '{}', false, true, now()
  FROM (SELECT row_number() OVER (ORDER BY id) AS number, id FROM organizations_municipality
         WHERE sort_key LIKE 'территория %%') place
  JOIN (SELECT row_number() OVER (ORDER BY id) AS number, id FROM organizations_organization
         WHERE sort_key LIKE 'регион %%') region
    ON region.number = 1 + place.number %% %(regions)s
"""
_PERIODS = """
WITH period AS (
    INSERT INTO directives_reportingperiod
           (kind, school_year, number, name, starts_on, ends_on, opened_at)
    SELECT 'quarter', %(year)s, n, n || ' четверть', make_date(%(year)s, 6 + 2 * n, 1),
           make_date(%(year)s, 7 + 2 * n, 28), now()
      FROM generate_series(1, 2) n
    RETURNING id
), collection AS (
    INSERT INTO indicators_collection (period_id, opened_at) SELECT id, now() FROM period
    RETURNING id
)
INSERT INTO indicators_asked (collection_id, indicator_id, definition_id)
SELECT collection.id, indicator.id,
       (SELECT max(id) FROM indicators_definition WHERE indicator_id = indicator.id)
  FROM collection CROSS JOIN indicators_indicator indicator
"""
_REPORTS = """
INSERT INTO indicators_indicatorreport
       (collection_id, organization_id, municipality_id, settlement, school_kind, source, status,
        due_on, reviewer_id, submitted_at, first_submitted_on, accepted_at, returns_count, is_nil,
        is_on_behalf, updated_at)
SELECT collection.id, school.id, school.municipality_id, school.settlement, school.kind,
       'reported', CASE WHEN school.id %% 20 = 0 THEN 'submitted' ELSE 'accepted' END,
       period.ends_on, school.parent_id, now(), period.ends_on,
       CASE WHEN school.id %% 20 = 0 THEN NULL ELSE now() END, 0, false, false, now()
  FROM indicators_collection collection
  JOIN directives_reportingperiod period ON period.id = collection.period_id
  CROSS JOIN organizations_organization school
 WHERE period.school_year = %(year)s AND school.level = 'school'
    ON CONFLICT DO NOTHING
"""
_VALUES = """
INSERT INTO indicators_indicatorvalue
       (report_id, asked_id, numerator, denominator, absence, explanation, remark, version,
        updated_at)
SELECT report.id, asked.id, (7 * report.id + 11 * asked.id) %% 60, 60 + report.id %% 40, '', '',
       '', 1, now()
  FROM indicators_indicatorreport report
  JOIN indicators_asked asked ON asked.collection_id = report.collection_id
  JOIN indicators_collection collection ON collection.id = report.collection_id
  JOIN directives_reportingperiod period ON period.id = collection.period_id
 WHERE period.school_year = %(year)s
 ORDER BY report.id, asked.id
    ON CONFLICT DO NOTHING
"""


# The catalogue's targets, for the year of the two quarters as well.
_TARGETS = """
INSERT INTO indicators_target (school_year, level, value, baseline, indicator_id)
SELECT DISTINCT ON (indicator_id) %(year)s::int, '', value, baseline, indicator_id
  FROM indicators_target WHERE level = '' AND organization_id IS NULL
 ORDER BY indicator_id, school_year DESC
    ON CONFLICT DO NOTHING
"""


def connect(data_dir: Path) -> psycopg.Connection:
    """To the server's own database."""
    found = postgres.settings_for(data_dir)
    return psycopg.connect(
        host=found["HOST"], port=found["PORT"], user=found["USER"], dbname=found["NAME"],
        autocommit=True,
    )  # fmt: skip


def fill(data_dir: Path, *, country: bool) -> int:
    """Two quarters of a region of 400 schools, of a country of 40,000; the later one's key."""
    with connect(data_dir) as connection:
        if not _quarters(connection):
            with connection.transaction():
                _write(connection, country)
            connection.execute("VACUUM ANALYZE")
        return _quarters(connection)[-1]


def _quarters(connection: psycopg.Connection) -> list[int]:
    rows = connection.execute(
        "SELECT id FROM directives_reportingperiod WHERE kind = 'quarter' AND school_year = %s "
        "ORDER BY starts_on",
        [YEAR],
    )
    return [pk for (pk,) in rows]


def _write(connection: psycopg.Connection, country: bool) -> None:
    # What is written here refers to what is there: a check of each of a million rows is left out.
    connection.execute("SET LOCAL session_replication_role = replica")
    connection.execute(_CATALOGUE)
    _add_schools(connection, SCHOOLS, first=1, among=OWN)
    if country:
        connection.execute(_REGIONS, {"regions": REGIONS})
        connection.execute(_TERRITORIES, {"territories": TERRITORIES - OWN})
        connection.execute(_AUTHORITIES, {"regions": REGIONS})
        _add_schools(connection, COUNTRY, first=OWN + 1, among=TERRITORIES - OWN)
    for text in (_PERIODS, _TARGETS, _REPORTS, _VALUES):
        connection.execute(text, {"year": YEAR})


def _add_schools(connection: psycopg.Connection, all_in_all: int, first: int, among: int) -> None:
    there = connection.execute(
        "SELECT count(*) FROM organizations_organization WHERE level = 'school'"
    ).fetchone()[0]
    missing = {"missing": all_in_all - there, "first": first, "among": among}
    connection.execute(_SCHOOLS, missing)
