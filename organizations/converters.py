"""Numbers in addresses that PostgreSQL can hold: a larger one is simply not found."""

LARGEST = 2**63 - 1


class PrimaryKeyConverter:
    """Positive bigint; anything else does not match, so the answer is 404."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if not 0 < number <= LARGEST:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return str(value)
