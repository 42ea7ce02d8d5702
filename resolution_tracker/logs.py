"""What the terminal is spared. Named in settings, so it may import nothing that needs Django."""

import logging

from procrastinate.exceptions import ConnectorException


class WithoutLostDatabase(logging.Filter):
    """A worker that loses the database ends with one sentence of its own, not with tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep everything else."""
        return not (record.exc_info and isinstance(record.exc_info[1], ConnectorException))
