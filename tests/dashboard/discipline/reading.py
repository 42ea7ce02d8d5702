"""What a test reads of both pages: their files, which say the same, and their grids."""

from resolution_tracker.dashboard.discipline.grid import Grid
from tests.downloads.taking import take

BODIES, REVIEWERS = "/discipline/", "/discipline/reviewers/"


def taken_rows(client, address: str, **query) -> dict[str, dict[str, object]]:
    """The workbook's rows by the name in their first column; the CSV says the same."""
    taken = take(client, address, query)
    columns = {head: taken.values(head) for head in taken.head}
    return {
        row[taken.head[0]]: row
        for row in ({head: columns[head][at] for head in taken.head}
                    for at in range(len(taken.rows)))
    }  # fmt: skip


def grid_of(client, address: str, **query) -> Grid:
    return client.get(address, query).context["page"].grid
