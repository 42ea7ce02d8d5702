"""A region of 400 schools, alone or in a country of 40,000, written by PostgreSQL in seconds.

What is written stays in the benchmark's own data folder and is found there by the next run.
"""
