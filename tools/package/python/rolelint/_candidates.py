"""Which parts of other accounts' exports the share of one account needs: SQL that Spark and DuckDB both run.

The tables are those of _parts.py. A part more than is needed changes no answer, one less does: the conditions of statements are left to the
workers. Patterns and roles that trust everyone are few, and are broadcast.
"""

from __future__ import annotations

from typing import Tuple

# Views by name, each over the ones before it.
VIEWS: Tuple[Tuple[str, str], ...] = (
    # Principals of other accounts: those that trust the account or one in it, those that its roles trust, those that its policies name;
    # and where its policies have patterns, the roles that anyone may assume.
    ("wanted", """
        SELECT t.key_account AS account, t.role AS arn FROM trust t JOIN accounts a ON t.key_account = a.account
        WHERE t.key_kind IN ('account', 'exact') AND t.key_account <> t.account
        UNION SELECT t.account, t.key FROM trust t JOIN principals p ON t.key = p.principal
        WHERE t.key_kind = 'exact' AND t.key_account <> t.account
        UNION SELECT g.account, g.key FROM grants g JOIN principals p ON g.key = p.principal
        WHERE g.key_kind = 'exact' AND g.key_account <> g.account
        UNION SELECT g.account, t.role
        FROM (SELECT DISTINCT account FROM grants WHERE key_kind IN ('pattern', 'any')) g
        CROSS JOIN (SELECT DISTINCT account, role FROM trust WHERE key_kind IN ('any', 'org', 'unknown')) t
        WHERE g.account <> t.account"""),
    # Accounts of the organization that trust policies of the account name.
    ("neighbours", """
        SELECT DISTINCT t.account, t.key_account AS other FROM trust t JOIN accounts a ON t.key_account = a.account
        WHERE t.key_kind IN ('account', 'exact')"""),
    # Accounts in which the account names something that does not exist: their names tell what is meant.
    ("misnamed", """
        SELECT t.account, t.key_account AS other FROM trust t JOIN accounts a ON t.key_account = a.account
        LEFT JOIN principals p ON t.key = p.principal
        WHERE t.key_kind = 'exact' AND t.key_account <> t.account AND p.principal IS NULL
        UNION SELECT g.account, g.key_account FROM grants g JOIN accounts a ON g.key_account = a.account
        LEFT JOIN principals p ON g.key = p.principal
        WHERE g.key_kind = 'exact' AND g.key_account <> g.account AND p.principal IS NULL"""),
    # Of AWS's own policies the copy in the first file counts.
    ("first_copies", "SELECT arn, MIN(file) AS file FROM aws_policies GROUP BY arn"),
    # The management account's share holds everyone who trusts an account as a whole.
    ("managed", """
        SELECT DISTINCT m.account, t.role AS arn FROM management m CROSS JOIN trust t
        WHERE t.key_kind = 'account' AND t.account <> m.account"""),
    # kind, and what the share is made of.
    ("parts", """
        SELECT account, 'own' AS kind, file, payload FROM own
        UNION ALL SELECT a.account, 'own', s.file, s.payload FROM shared s CROSS JOIN accounts a
        UNION ALL SELECT DISTINCT w.account, 'slice', e.file, e.payload
        FROM (SELECT account, arn FROM wanted UNION SELECT account, arn FROM managed) w JOIN elements e ON w.arn = e.arn
        UNION ALL SELECT DISTINCT m.account, 'slice', n.file, n.payload FROM misnamed m JOIN names n ON m.other = n.account
        UNION ALL SELECT DISTINCT t.account, 'slice', p.file, p.payload
        FROM attached t JOIN first_copies f ON t.arn = f.arn JOIN aws_policies p ON p.arn = f.arn AND p.file = f.file
        UNION ALL SELECT account, 'other', other, '' FROM neighbours"""),
)
