"""Which parts of other accounts' exports the share of one account needs: an equi-join, in SQL that Spark and DuckDB both run.

What an account asks for and what a file offers have keys (_parts.py). A part more than is needed changes no answer, one less does: whether a
statement applies is left to the workers. Names of tables are in braces: Spark puts DataFrames there.
"""

from __future__ import annotations

from typing import Tuple

# Views by name, each over the ones before it and the tables of _parts.py.
VIEWS: Tuple[Tuple[str, str], ...] = (
    # Of AWS's own policies the copy in the first file counts.
    ("first_copies", """
        SELECT key, MIN(kind) AS kind, MIN(file) AS file, MIN_BY(payload, file) AS payload
        FROM {supplies} WHERE key LIKE 'aws-policy %' GROUP BY key"""),
    # A principal that does not exist: the names in its account tell what may be meant.
    ("misnamed", """
        SELECT DISTINCT d.account, CONCAT('names ', d.other) AS key
        FROM {demands} d LEFT JOIN (SELECT DISTINCT key FROM {supplies} WHERE key LIKE 'principal %') s ON d.key = s.key
        WHERE d.key LIKE 'principal %' AND s.key IS NULL"""),
    # What each share is made of.
    ("parts", """
        SELECT d.account, s.kind, s.file, s.payload
        FROM (SELECT account, key FROM {demands} UNION ALL SELECT account, key FROM {misnamed}) d
        JOIN (SELECT key, kind, file, payload FROM {supplies} WHERE key NOT LIKE 'aws-policy %'
              UNION ALL SELECT key, kind, file, payload FROM {first_copies}) s ON d.key = s.key"""),
)
