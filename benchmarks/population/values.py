"""Reports and values of indicators by the hundred thousand.

All indicators of the catalogue are asked of schools each quarter: the page's worst case.
"""

import psycopg

YEAR = 2015  # of the two quarters; older than anything of the demo, so that nothing is mixed

_CATALOGUE = """
UPDATE indicators_indicator
   SET frequency = 'quarter', level = 'school', source = 'reported', computed_from_id = NULL,
       education_levels = '{}'
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


# A quarter that is over is closed, and its figures for the region are kept.
_CLOSED = """
WITH closed AS (
    UPDATE indicators_collection SET closed_at = now()
      FROM directives_reportingperiod period
     WHERE period.id = period_id AND period.school_year = %(year)s
    RETURNING indicators_collection.id
)
INSERT INTO indicators_closedfigure (asked_id, numerator, denominator, bodies_in)
SELECT asked.id, sum(value.numerator), sum(value.denominator), count(*)
  FROM closed
  JOIN indicators_asked asked ON asked.collection_id = closed.id
  JOIN indicators_indicatorvalue value ON value.asked_id = asked.id
 GROUP BY asked.id
    ON CONFLICT DO NOTHING
"""


def write(connection: psycopg.Connection) -> None:
    """Two quarters of every school there is."""
    connection.execute(_CATALOGUE)
    for text in (_PERIODS, _TARGETS, _REPORTS, _VALUES, _CLOSED):
        connection.execute(text, {"year": YEAR})


def quarters(connection: psycopg.Connection) -> list[int]:
    """Keys of the two, the earlier first; none while nothing is written."""
    rows = connection.execute(
        "SELECT id FROM directives_reportingperiod WHERE kind = 'quarter' AND school_year = %s "
        "ORDER BY starts_on",
        [YEAR],
    )
    return [pk for (pk,) in rows]
