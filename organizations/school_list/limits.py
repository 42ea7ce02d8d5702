"""What a list of schools may be at most. The reading child imports it too: no Django here."""

FILE_BYTES = 20 * 1024 * 1024
UNPACKED_BYTES = 250 * 1024 * 1024
ZIP_ENTRIES = 2_000
# The directory of so many entries, with long names: a longer one is not even read.
ZIP_DIRECTORY_BYTES = ZIP_ENTRIES * 250
SHEETS = 40
ROWS = 60_000
COLUMNS = 200
CELL_CHARACTERS = 5_000
# Columns times rows of a sheet: 40,000 schools of 17 columns are 680,000.
CELLS = 2_000_000
# A list of 60,000 rows and 30 columns takes half of it; to fill it takes half a second.
ADDRESS_SPACE_BYTES = 640 * 1024 * 1024
# Processor seconds: a small file that needs longer is hostile, and is to be refused in two seconds.
CPU_SECONDS = 1.5
CPU_SECONDS_PER_MEGABYTE = 0.75
# For one answer of the child, whatever else the machine does.
WALL_SECONDS = 30
# What the child prints: the first rows of every sheet, then chunks of at most so many rows.
HEAD_ROWS = 40
HEAD_CELL_CHARACTERS = 300
HEAD_CHARACTERS = 2_000_000
CHUNK_ROWS = 1_000
CHUNK_BYTES = 512 * 1024
LINE_BYTES = 16 * 1024 * 1024
