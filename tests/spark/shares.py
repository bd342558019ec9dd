"""An organization without Spark: DuckDB joins the candidates, one worker decides the shares one after the other."""

import collections
import json

import duckdb
import pyarrow as pa

import reference
import rolelint.spark
from rolelint import _candidates, _parts, tables


class Shares:
    def __init__(self, files, most=1, policies=rolelint.spark.Policies()):
        """`files`: pairs of name and content. `most`: into how many shares each account is divided."""
        self.rows = collections.defaultdict(list)
        self.most = most
        found = collections.defaultdict(set)
        if policies.management_account:
            self.rows["demands"].append({"account": policies.management_account, "key": _parts.MANAGEMENT_KEY, "other": ""})
        with rolelint.spark._worker(["--no-config"], policies) as one:
            for name, content in files:
                answer = one.ask("tables", name, content)
                for kind, row in _parts.rows_of(answer):
                    self.rows[kind].append(row)
            for account, parts in self.parts().items():
                for number in range(most):
                    answer = _parts.decide(one, _parts.Share(account, parts), number, most)
                    for kind in ("edges", "answers", "nodes", "steps"):
                        found[kind].update(map(reference.text, answer[kind]))
                    found["findings"].update(reference.finding_text(tables.finding_row(each)) for each in answer["findings"])
        told = [json.loads(one) for one in found["steps"]], [json.loads(one) for one in found["nodes"]]
        found["answers"].update(map(reference.text, reference.administrators(*told)))
        self.edges, self.findings, self.answers = found["edges"], found["findings"], found["answers"]
        self.sum = reference.digest(self.edges, self.findings, self.answers)

    def parts(self):
        base = duckdb.connect()
        names = {name: name for name in [*_parts.PART_COLUMNS, *dict(_candidates.VIEWS)]}
        for table in ("demands", "supplies"):
            schema = pa.schema([(column, pa.string()) for column, _ in _parts.PART_COLUMNS[table]])
            base.register("rows", pa.Table.from_pylist(self.rows[table], schema=schema))
            base.execute(f"CREATE TABLE {table} AS FROM rows")
        for name, query in _candidates.VIEWS:
            base.execute(f"CREATE VIEW {name} AS {query.format(**names)}")
        parts = collections.defaultdict(list)
        for account, *part in base.execute("SELECT account, kind, file, payload FROM parts").fetchall():
            parts[account].append(part)
        return parts
