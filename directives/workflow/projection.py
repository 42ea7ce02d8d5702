"""The assignments' columns are their last timeline row's state: copied set-based, or rebuilt."""

from collections.abc import Iterable

from django.db import connection, transaction
from psycopg import sql

from directives.models import Assignment, State, StatusUpdate


@transaction.atomic
def rebuild(assignment_ids: Iterable[int] | None = None) -> int:
    """Copy the last timeline row onto each assignment (all, if none are named).

    Returns how many differed: 0 unless something else has written them.
    """
    columns = [sql.Identifier(field.column) for field in State._meta.get_fields()]
    theirs = sql.SQL(", ").join(sql.SQL("last.{}").format(name) for name in columns)
    ours = sql.SQL(", ").join(sql.SQL("assignment.{}").format(name) for name in columns)
    chosen = sql.SQL("") if assignment_ids is None else sql.SQL("WHERE assignment_id = ANY(%s)")
    query = sql.SQL(
        """
        UPDATE {assignment} AS assignment
        SET ({columns}, updated_at) = ({theirs}, last.recorded_at)
        FROM (
            SELECT DISTINCT ON (assignment_id) * FROM {timeline} {chosen}
            ORDER BY assignment_id, number DESC
        ) AS last
        WHERE last.assignment_id = assignment.id
          AND ({ours}, assignment.updated_at) IS DISTINCT FROM ({theirs}, last.recorded_at)
        """
    ).format(
        assignment=sql.Identifier(Assignment._meta.db_table),
        timeline=sql.Identifier(StatusUpdate._meta.db_table),
        columns=sql.SQL(", ").join(columns),
        theirs=theirs,
        ours=ours,
        chosen=chosen,
    )
    with connection.cursor() as cursor:
        # As text: pghistory puts the author of a change in front of each statement.
        text = query.as_string(cursor.connection)
        cursor.execute(text, None if assignment_ids is None else [list(assignment_ids)])
        return cursor.rowcount
