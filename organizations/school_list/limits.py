"""What a list of schools may be at most. The reading child imports it too: no Django here."""

FILE_BYTES = 20 * 1024 * 1024
UNPACKED_BYTES = 250 * 1024 * 1024
ZIP_ENTRIES = 2_000
SHEETS = 40
ROWS = 60_000
COLUMNS = 200
CELL_CHARACTERS = 5_000
# Columns times rows of a whole book: 40,000 schools of 17 columns are 680,000.
CELLS = 2_000_000
ADDRESS_SPACE_BYTES = 1024 * 1024 * 1024
# Processor seconds: a small file that needs longer is hostile.
CPU_SECONDS = 2
CPU_SECONDS_PER_MEGABYTE = 2
WALL_SECONDS = 60
OUTPUT_BYTES = 200 * 1024 * 1024
