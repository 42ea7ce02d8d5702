"""The schools of a region, or of a country: other regions beside it, with bodies of their own."""

import psycopg

SCHOOLS = 400
COUNTRY = 40_000
TERRITORIES = 2_700
OWN = 27  # municipalities of the region, from the reference tables
REGIONS = 99  # other regions: bodies under the department, above their own authorities

_SCHOOLS = """
INSERT INTO organizations_organization
       (level, parent_id, municipality_id, name, full_name, sort_key, match_name, match_full_name,
        inn, kpp, ogrn, kind, education_levels, settlement, address, head_name, phone, email,
        website, note, own_contacts, is_branch, is_addressee, created_at)
SELECT 'school', body.id, body.municipality_id, 'Школа ' || n, '', 'школа ' || n, '', '',
       '', '', '', (ARRAY['secondary', 'basic', 'gymnasium'])[1 + n %% 3], '{noo,ooo}',
       CASE WHEN n %% 3 = 0 THEN 'urban' ELSE 'rural' END, '', '', '', '', '', '', '{}', false,
       true, now()
  FROM generate_series(1, %(missing)s) n
  JOIN (SELECT row_number() OVER (ORDER BY organizations_organization.id) AS number, *
          FROM organizations_organization WHERE level = 'municipal') body
    ON body.number = %(first)s + n %% %(among)s
"""
_REGIONS = """
INSERT INTO organizations_organization
       (level, parent_id, name, full_name, sort_key, match_name, match_full_name, inn, kpp, ogrn,
        kind, education_levels, settlement, address, head_name, phone, email, website, note,
        own_contacts, is_branch, is_addressee, created_at)
SELECT 'institute', (SELECT id FROM organizations_organization WHERE level = 'department'),
       'Регион ' || n, '', 'регион ' || n, '', '', '', '', '', '', '{}', '', '', '', '', '', '',
       '', '{}', false, false, now()
  FROM generate_series(1, %(regions)s) n
"""
_TERRITORIES = """
INSERT INTO organizations_municipality
       (oktmo, name, short_name, official_name, former_name, name_in, kind, centre, grid_col,
        grid_row, sort_key)
SELECT (10000000 + n)::text, 'Территория ' || n, 'Территория ' || n, 'Территория ' || n, '',
       'в территории ' || n, 'district', 'г. Центр', 1000 + n %% 100, 1000 + n / 100,
       'территория ' || n
  FROM generate_series(1, %(territories)s) n
"""
_AUTHORITIES = """
INSERT INTO organizations_organization
       (level, parent_id, municipality_id, name, full_name, sort_key, match_name, match_full_name,
        inn, kpp, ogrn, kind, education_levels, settlement, address, head_name, phone, email,
        website, note, own_contacts, is_branch, is_addressee, created_at)
SELECT 'municipal', region.id, place.id, 'Орган ' || place.id, '', 'орган ' || place.id, '', '',
       '', '', '', '', '{}', '', '', '', '', '', '', '', '{}', false, true, now()
  FROM (SELECT row_number() OVER (ORDER BY id) AS number, id FROM organizations_municipality
         WHERE sort_key LIKE 'территория %%') place
  JOIN (SELECT row_number() OVER (ORDER BY id) AS number, id FROM organizations_organization
         WHERE sort_key LIKE 'регион %%') region
    ON region.number = 1 + place.number %% %(regions)s
"""


def write(connection: psycopg.Connection, *, country: bool) -> None:
    """Up to 400 schools in the region's own municipalities; in a country, 40,000 in all."""
    _add(connection, SCHOOLS, first=1, among=OWN)
    if country:
        connection.execute(_REGIONS, {"regions": REGIONS})
        connection.execute(_TERRITORIES, {"territories": TERRITORIES - OWN})
        connection.execute(_AUTHORITIES, {"regions": REGIONS})
        _add(connection, COUNTRY, first=OWN + 1, among=TERRITORIES - OWN)


def _add(connection: psycopg.Connection, all_in_all: int, first: int, among: int) -> None:
    there = connection.execute(
        "SELECT count(*) FROM organizations_organization WHERE level = 'school'"
    ).fetchone()[0]
    missing = {"missing": all_in_all - there, "first": first, "among": among}
    connection.execute(_SCHOOLS, missing)
