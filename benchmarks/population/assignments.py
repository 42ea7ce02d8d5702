"""Assignments and their timelines: of the region's own schools, and of other regions' resolutions.

Each of the other regions carries out a resolution of its own, with the same items: 160,000
assignments and 800,000 rows of timeline in all.
"""

import psycopg

# Kinds of the timeline rows of an assignment, in their order; the last leads to its state.
STEPS = 5

_RESOLUTIONS = """
WITH own AS (SELECT * FROM directives_resolution ORDER BY id DESC LIMIT 1),
other AS (
    INSERT INTO directives_resolution (id, title, heading, status, adopted_on)
    SELECT -n, own.title, own.heading, own.status, own.adopted_on
      FROM own, generate_series(1, %(regions)s) n
    RETURNING id
), headed AS (
    INSERT INTO directives_addressee (resolution_id, level, heading, position)
    SELECT other.id, addressee.level, addressee.heading, addressee.position
      FROM other, own JOIN directives_addressee addressee ON addressee.resolution_id = own.id
)
INSERT INTO directives_directive
       (resolution_id, level, number, sort_key, text, date_in_text, control, frequency,
        education_levels, evidence_required, placed_on_control_on, due_on, published_at)
SELECT other.id, item.level, item.number, item.sort_key, item.text, item.date_in_text,
       item.control, item.frequency, item.education_levels, item.evidence_required,
       item.placed_on_control_on, item.due_on, item.published_at
  FROM other, own JOIN directives_directive item ON item.resolution_id = own.id
"""
# Every body of the level that has not been asked yet: its own region's items, as they were dealt
# out here, once or by period.
_ASSIGNMENTS = """
WITH dealt AS (
    SELECT item.number, item.level, one.period_id, min(one.due_on) AS due_on
      FROM directives_assignment one JOIN directives_directive item ON item.id = one.directive_id
     WHERE item.level IN ('school', 'municipal')
     GROUP BY item.number, item.level, one.period_id
), body AS (
    SELECT one.id, one.level, one.municipality_id, one.parent_id,
           CASE WHEN region.sort_key LIKE 'регион %%'
                THEN -substr(region.sort_key, 8)::int
                ELSE (SELECT max(id) FROM directives_resolution) END AS resolution_id
      FROM organizations_organization one
      JOIN organizations_organization above ON above.id = one.parent_id
      JOIN organizations_organization region
        ON region.id = CASE WHEN one.level = 'school' THEN coalesce(above.parent_id, above.id)
                            ELSE above.id END
     WHERE one.level IN ('school', 'municipal')
       AND NOT EXISTS (SELECT FROM directives_assignment has WHERE has.organization_id = one.id)
)
INSERT INTO directives_assignment
       (directive_id, organization_id, period_id, municipality_id, reviewer_id, status,
        original_due_on, due_on, rework_due_on, first_submitted_on, submitted_at, looked_at,
        accepted_at, checkpoints_done, checkpoints_applicable, proof_count, returns_count,
        extensions_count, is_substantiated, is_on_behalf, updated_at)
SELECT item.id, body.id, dealt.period_id, body.municipality_id,
       CASE WHEN fate < 17 THEN body.parent_id END,
       CASE WHEN fate < 15 THEN 'accepted' WHEN fate < 16 THEN 'submitted'
            WHEN fate < 17 THEN 'returned' WHEN fate < 18 THEN 'in_progress'
            ELSE 'not_started' END,
       dealt.due_on, dealt.due_on, CASE WHEN fate = 16 THEN dealt.due_on + 7 END,
       CASE WHEN fate < 17 THEN dealt.due_on - fate END,
       CASE WHEN fate < 17 THEN dealt.due_on - fate + time '10:00' END,
       CASE WHEN fate < 17 THEN dealt.due_on - fate + time '11:00' END,
       CASE WHEN fate < 15 THEN dealt.due_on - fate + time '12:00' END,
       CASE WHEN fate < 17 THEN 5 ELSE 1 END, 6, CASE WHEN fate < 17 THEN 2 ELSE 0 END,
       CASE WHEN fate = 16 THEN 1 ELSE 0 END, 0, fate < 13, false, now()
  FROM body
  JOIN directives_directive item
    ON item.resolution_id = body.resolution_id AND item.level = body.level
  JOIN dealt ON dealt.number = item.number AND dealt.level = item.level
 CROSS JOIN LATERAL (SELECT ((body.id * 7 + item.id * 11) %% 20)::int AS fate) drawn
 ORDER BY item.id, dealt.period_id, body.municipality_id
"""
_TIMELINE = """
INSERT INTO directives_statusupdate
       (assignment_id, number, kind, acting_organization_id, recorded_at, text, is_nil,
        municipality_id, reviewer_id, status, original_due_on, due_on, rework_due_on,
        first_submitted_on, submitted_at, looked_at, accepted_at, checkpoints_done,
        checkpoints_applicable, proof_count, returns_count, extensions_count, is_substantiated,
        is_on_behalf)
SELECT one.id, n,
       CASE WHEN n = 1 THEN 'assigned' WHEN n = 2 THEN 'started' WHEN n < %(steps)s THEN 'interim'
            WHEN one.status = 'not_started' THEN 'moved'
            WHEN one.status = 'in_progress' THEN 'interim' ELSE one.status END,
       coalesce(one.reviewer_id, one.organization_id),
       one.due_on - (60 - 10 * n) + time '09:00', 'Отчёт', false,
       one.municipality_id, CASE WHEN n = %(steps)s THEN one.reviewer_id END,
       CASE WHEN n = 1 THEN 'not_started' WHEN n < %(steps)s THEN 'in_progress'
            ELSE one.status END,
       one.original_due_on, one.due_on, CASE WHEN n = %(steps)s THEN one.rework_due_on END,
       CASE WHEN n = %(steps)s THEN one.first_submitted_on END,
       CASE WHEN n = %(steps)s THEN one.submitted_at END,
       CASE WHEN n = %(steps)s THEN one.looked_at END,
       CASE WHEN n = %(steps)s THEN one.accepted_at END,
       CASE WHEN n = 1 THEN 0 ELSE one.checkpoints_done END, one.checkpoints_applicable,
       one.proof_count, CASE WHEN n = %(steps)s THEN one.returns_count ELSE 0 END, 0,
       n = %(steps)s AND one.is_substantiated, false
  FROM directives_assignment one CROSS JOIN generate_series(1, %(steps)s) n
 WHERE NOT EXISTS (SELECT FROM directives_statusupdate row WHERE row.assignment_id = one.id)
 ORDER BY one.id, n
"""
_WEEKS = """
INSERT INTO directives_weekfigure
       (day, directive_id, municipality_id, applicable, come_due, executed, reported, accepted,
        substantiated, overdue)
SELECT week.day, one.directive_id, one.municipality_id, count(*),
       count(*) FILTER (WHERE one.due_on < week.day),
       count(*) FILTER (WHERE one.accepted_at < week.day), count(*), count(*), count(*), 1
  FROM directives_assignment one
  JOIN directives_directive item ON item.id = one.directive_id AND item.resolution_id < 0
 CROSS JOIN (SELECT DISTINCT day FROM directives_weekfigure) week
 GROUP BY week.day, one.directive_id, one.municipality_id
    ON CONFLICT DO NOTHING
"""


def write(connection: psycopg.Connection, *, regions: int) -> None:
    """What every body without assignments is asked; `regions` other ones have their resolutions."""
    if regions:
        connection.execute(_RESOLUTIONS, {"regions": regions})
    connection.execute(_ASSIGNMENTS, {"steps": STEPS})
    connection.execute(_TIMELINE, {"steps": STEPS})
    connection.execute(_WEEKS)
