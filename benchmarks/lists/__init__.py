"""What taking in a list of schools costs, as a multiple of what any program would have to do.

The floor is python-calamine's parse, one COPY and one upsert into a plain table. Why it is that,
and what was measured: docs/decisions/0011-school-list-cost.md.
"""
