"""Reports on indicators and their values as they stood at a moment.

As with assignments (`directives.models.as_of`) the names of the tables stand for the state of the
moment, so that no roll-up is defined twice. A report is its last entry before the moment; before
the first entry it waited, from the opening of its collection. Its values are those it has, unless
it was sent back later: then the copy that was kept when it was. What was typed anew after a
withdrawal nobody kept: such a report has no values. What the region gives and a machine computes
counts from the day it was written. Where a body stood is read from the report as it is.
"""

from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.db.models.sql.datastructures import Join

from directives.models.as_of import QueryAsOf

# Since the values were typed anew, what was sent is what was kept when it came back.
_BACK = "('returned', 'reopened')"
_OPENED_AGAIN = "('returned', 'reopened', 'withdrawn')"
_WAITED = {
    "status": "'not_started'",
    "returns_count": "0",
    "is_nil": "false",
    "is_on_behalf": "false",
    "due_on": "first_.due_on",
}


class _ValuesThen(Join):
    """A join of reports with their values, those of the moment in place of the present ones."""

    at: datetime

    @classmethod
    def of(cls, join: Join, at: datetime) -> "_ValuesThen":
        then = cls(
            join.table_name, join.parent_alias, join.table_alias, join.join_type, join.join_field,
            join.nullable, filtered_relation=join.filtered_relation,
        )  # fmt: skip
        then.at = at
        return then

    def as_sql(self, compiler, connection) -> tuple[str, list]:
        text, values = super().as_sql(compiler, connection)
        quote = compiler.quote_name_unless_alias
        alias = quote(self.table_alias)
        kind, table = self.join_type, quote(self.table_name)
        named = f"{kind} {table} " + ("" if self.table_alias == self.table_name else f"{alias} ")
        rest = text.removeprefix(named)
        then = _values_text()
        return f"{kind} ({then}) {alias} {rest}", [self.at] * then.count("%s") + list(values)

    def relabeled_clone(self, change_map: dict) -> "_ValuesThen":
        return self.of(super().relabeled_clone(change_map), self.at)

    @property
    def identity(self) -> tuple:
        """That of the join it stands for: a second look at the values finds this one."""
        return (Join, *super().identity[1:])


class ReportsAsOf(QueryAsOf):
    """A query of reports whose base table, and their values', are those of a moment."""

    @classmethod
    def at_moment(cls, model, state: type, at: datetime) -> "ReportsAsOf":
        query = cls(model)
        query.at, query.text = at, _reports_text(model, state)
        return query

    def join(self, join, reuse=None):
        alias = super().join(join, reuse)
        found = self.alias_map[alias]
        if type(found) is Join and found.table_name == "indicators_indicatorvalue":
            self.alias_map[alias] = _ValuesThen.of(found, self.at)
        return alias


@lru_cache(maxsize=1)
def _reports_text(model, state: type) -> str:
    quote = connection.ops.quote_name
    then = [field.column for field in state._meta.get_fields()]
    stays = [field.column for field in model._meta.concrete_fields if field.column not in then]
    columns = [f"now_.{quote(name)}" for name in stays if name != "updated_at"]
    columns += [
        f"CASE WHEN first_.id IS NULL THEN now_.{quote(name)}"
        f" WHEN then_.id IS NULL THEN {_WAITED.get(name, 'NULL')}"
        f" ELSE then_.{quote(name)} END AS {quote(name)}"
        for name in then
    ]
    return (
        f"SELECT {', '.join(columns)},"  # noqa: S608 - own names
        " COALESCE(then_.recorded_at, now_.updated_at) AS updated_at"
        f" FROM {quote(model._meta.db_table)} now_"
        " JOIN indicators_collection of_"
        " ON of_.id = now_.collection_id AND of_.opened_at < %s"
        " LEFT JOIN LATERAL (SELECT * FROM indicators_reportentry row_"
        " WHERE row_.report_id = now_.id AND row_.recorded_at < %s"
        " ORDER BY row_.number DESC LIMIT 1) then_ ON true"
        # What stands beside a body's own report is as it was written; its entries are notes.
        " LEFT JOIN LATERAL (SELECT id, due_on FROM indicators_reportentry row_"
        " WHERE row_.report_id = now_.id AND now_.source = 'reported'"
        " ORDER BY row_.number LIMIT 1) first_ ON true"
        # One nobody has touched was dealt out when it was written; of others the opening tells.
        " WHERE CASE WHEN now_.source <> 'reported' THEN now_.accepted_at < %s"
        " ELSE first_.id IS NOT NULL OR now_.updated_at < %s END"
    )


def _values_text() -> str:
    return (
        "SELECT value_.id, value_.report_id, value_.asked_id, value_.numerator,"  # noqa: S608
        " value_.denominator, value_.absence, value_.explanation, value_.remark,"
        " value_.version, value_.updated_at, value_.updated_by_id"
        " FROM indicators_indicatorvalue value_"
        " WHERE value_.updated_at < %s AND NOT EXISTS ("
        "SELECT 1 FROM indicators_reportentry back_ WHERE back_.report_id = value_.report_id"
        f" AND back_.recorded_at >= %s AND back_.kind IN {_OPENED_AGAIN})"
        " UNION ALL"
        " SELECT kept_.id, entry_.report_id, kept_.asked_id, kept_.numerator,"
        " kept_.denominator, kept_.absence, kept_.explanation, kept_.remark,"
        " 1, entry_.recorded_at, NULL::bigint"
        " FROM indicators_entryvalue kept_ JOIN indicators_reportentry entry_"
        " ON entry_.id = kept_.entry_id"
        f" WHERE entry_.recorded_at >= %s AND entry_.kind IN {_BACK} AND NOT EXISTS ("
        "SELECT 1 FROM indicators_reportentry before_"
        " WHERE before_.report_id = entry_.report_id AND before_.recorded_at >= %s"
        f" AND before_.number < entry_.number AND before_.kind IN {_OPENED_AGAIN})"
    )
