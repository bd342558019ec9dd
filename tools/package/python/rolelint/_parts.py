"""What leaves an export when it is read for an organization: rows of the tables, and the parts of the export by which other accounts' shares
are decided. The worker says what policies mean; here rows are moved and exports put together from elements of theirs.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Set, Tuple

# Tables of _candidates.py and their columns.
#
# demands: an account asks for what has a key; `other` is the account of a principal that it names.
# supplies: what a file offers under a key. `kind`: "own" (an input of the account's), "slice" (of another one's), "other" (that the account
# is one of the organization). Keys: a word, and what it is about.
#   own ACCOUNT · shared              the account's inputs, and inputs that are of none
#   account ACCOUNT                   that it is one of the organization
#   principal ARN · names ACCOUNT     a user or role; the names of all of them
#   trusting ACCOUNT                  roles that trust the account or a principal in it
#   trusting-anyone                   roles that anyone may assume as far as principals go, or that are not known
#   trusting-accounts                 roles that trust some account, those of permission sets, and a role of each account: for the
#                                     management account
#   aws-policy ARN                    a policy of AWS's
# sizes: how many principals an account has in a file.
PART_COLUMNS: Mapping[str, Tuple[Tuple[str, str], ...]] = {
    "demands": (("account", "string"), ("key", "string"), ("other", "string")),
    "supplies": (("key", "string"), ("kind", "string"), ("file", "string"), ("payload", "string")),
    "sizes": (("account", "string"), ("principals", "int")),
}
MANAGEMENT_KEY = "trusting-accounts"
LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")
_NAME_OF = {"user": "UserName", "role": "RoleName"}
_RECORD = '{"rolelint_map_record":1,"inputs":['

Row = Tuple[str, Dict[str, Any]]


def rows_of(answer: Mapping[str, Any]) -> Iterator[Row]:
    """The parts of one answer to "tables"."""
    tables = answer["tables"]
    inputs = {one["name"]: json.dumps(one) for one in json.loads(answer["record"])["inputs"]}
    for row in tables["inputs"]:
        accounts = [one for one in row["accounts"] if one]
        for key in [f"own {one}" for one in accounts] or ["shared"]:
            if row["file"] in inputs:
                yield "supplies", {"key": key, "kind": "own", "file": row["file"], "payload": inputs[row["file"]]}
    for account in tables["accounts"]:
        name = account["account"]
        yield "supplies", {"key": f"account {name}", "kind": "other", "file": name, "payload": ""}
        yield "sizes", {"account": name, "principals": sum(one["account"] == name for one in tables["principals"])}
    for account, key, other in dict.fromkeys(_demands(tables)):
        yield "demands", {"account": account, "key": key, "other": other}
    keys = _keys(tables)
    for key, file, payload in _Payloads(answer, inputs).all():
        for each in [key, *keys.get(key, ())]:
            yield "supplies", {"key": each, "kind": "slice", "file": file, "payload": payload}


def _demands(tables: Mapping[str, Any]) -> Iterator[Tuple[str, str, str]]:
    for account in tables["accounts"]:
        for key in ("own {}", "shared", "trusting {}"):
            yield account["account"], key.format(account["account"]), ""
    for table in ("trust", "grants"):
        for row in tables[table]:
            other = row["key_account"]
            if row["key_kind"] == "exact" and other and other != row["account"]:
                yield row["account"], f"principal {row['key']}", other
            if table == "trust" and row["key_kind"] in ("exact", "account"):
                yield row["account"], f"account {other}", ""
            if table == "grants" and row["key_kind"] in ("pattern", "any"):
                yield row["account"], "trusting-anyone", ""
    for row in tables["principals"]:
        for arn in [*row["attached"], row["boundary"]]:
            if arn and ":aws:policy/" in arn:
                yield row["account"], f"aws-policy {arn}", ""


def _keys(tables: Mapping[str, Any]) -> Dict[str, Set[str]]:
    """Further keys of principals, by the key that tells one."""
    keys: Dict[str, Set[str]] = {}
    for row in tables["trust"]:
        of_role = keys.setdefault(f"principal {row['role']}", set())
        if row["key_kind"] in ("exact", "account") and row["key_account"] not in ("", row["account"]):
            of_role.add(f"trusting {row['key_account']}")
        if row["key_kind"] in ("any", "org", "unknown"):
            of_role.add("trusting-anyone")
        if row["key_kind"] == "account":
            of_role.add(MANAGEMENT_KEY)
    plain: Dict[str, str] = {}
    for row in tables["principals"]:
        if row["type"] != "role" or row["service_linked"]:
            continue
        if row["name"].startswith("AWSReservedSSO_"):
            keys.setdefault(f"principal {row['principal']}", set()).add(MANAGEMENT_KEY)
        else:
            plain.setdefault(row["account"], row["principal"])
    for arn in plain.values():
        keys.setdefault(f"principal {arn}", set()).add(MANAGEMENT_KEY)
    return keys


class _Payloads:
    """Parts of the files of one answer: an element of a list with all that it needs, or the whole file where it is of another format."""

    def __init__(self, answer: Mapping[str, Any], inputs: Mapping[str, str]):
        self._inputs = inputs
        self._shells = {one["file"]: one for one in answer["slices"]["files"]}
        self._principals = {one["principal"]: one for one in answer["tables"]["principals"]}
        self._elements: Dict[Tuple[str, str], List[Any]] = {}
        self._groups: Dict[Tuple[str, str, str], str] = {}
        for one in answer["slices"]["elements"]:
            element = [LISTS.index(one["list"]), one["index"], one["line"], one["text"]]
            self._elements.setdefault((one["file"], one["arn"]), element)
            if one["list"] == "GroupDetailList" and one["arn"] in self._principals:
                self._groups[one["file"], one["account"], self._principals[one["arn"]]["name"]] = one["arn"]

    def all(self) -> Iterator[Tuple[str, str, str]]:
        """Key, file and payload."""
        names: Dict[Tuple[str, str], List[Any]] = {}
        for (file, arn), element in self._elements.items():
            row = self._principals.get(arn)
            if ":aws:policy/" in arn:
                yield f"aws-policy {arn}", file, self._payload(file, [element])
            if row is None or LISTS[element[0]] == "Policies":
                continue
            needed = dict.fromkeys((file, one) for one in self._needs(file, arn))
            yield f"principal {arn}", file, self._payload(file, [self._elements[one] for one in needed if one in self._elements])
            if row["type"] in _NAME_OF:
                names.setdefault((file, row["account"]), []).append([*element[:3], None, _name_only(row)])
        for (file, account), elements in names.items():
            yield f"names {account}", file, self._payload(file, elements)
        yield from self._whole()

    def _whole(self) -> Iterator[Tuple[str, str, str]]:
        accounts: Set[Tuple[str, str]] = set()
        for one in self._principals.values():
            file = one["file"]
            if file in self._shells or file not in self._inputs:
                continue
            payload = json.dumps({"whole": json.loads(self._inputs[file])})
            yield f"principal {one['principal']}", file, payload
            if (one["account"], file) not in accounts:
                accounts.add((one["account"], file))
                yield f"names {one['account']}", file, payload

    def _payload(self, file: str, elements: List[Any]) -> str:
        return json.dumps({**self._shells[file], "elements": elements})

    def _needs(self, file: str, arn: str) -> List[str]:
        row = self._principals.get(arn)
        if row is None:
            return []
        arns = [arn, *row["attached"], *([row["boundary"]] if row["boundary"] else [])]
        for name in row["groups"]:
            group = self._groups.get((file, row["account"], name))
            if group is not None:
                arns += self._needs(file, group)
        return arns


def _name_only(row: Mapping[str, Any]) -> str:
    element = {"Path": row["path"], _NAME_OF[row["type"]]: row["name"], "Arn": row["principal"]}
    if row["type"] == "role":
        element["AssumeRolePolicyDocument"] = {"Version": "2012-10-17", "Statement": []}
    return json.dumps(element)


class Share:
    """What one account's share is decided from: a record, and the way back from its places to those of the exports."""

    def __init__(self, account: str, parts: Iterable[Tuple[str, str, str]]):
        """`parts`: kind, file and payload, in any order; one that is there twice counts once."""
        self.account = account
        self.others: Set[str] = set()
        own: Set[str] = set()
        self._shells: Dict[str, Any] = {}
        self._elements: Dict[str, Dict[Tuple[int, int], List[Any]]] = {}
        self._own_files: Set[str] = set()
        whole: Dict[str, str] = {}
        for kind, file, payload in parts:
            if kind == "other":
                self.others.add(file)
            elif kind == "own":
                own.add(payload)
                self._own_files.add(file)
            else:
                self._add_slice(file, json.loads(payload), whole)
        for file in self._own_files:
            self._shells.pop(file, None)
            whole.pop(file, None)
        self._places: Dict[Tuple[str, str], Tuple[str, int]] = {}
        inputs = [*own, *whole.values(), *(self._slice(file) for file in self._shells)]
        self.record = (_RECORD + ",".join(sorted(inputs)) + "]}").encode()

    def _add_slice(self, file: str, payload: Dict[str, Any], whole: Dict[str, str]) -> None:
        if "whole" in payload:
            whole[file] = json.dumps(payload["whole"])
            return
        elements = self._elements.setdefault(file, {})
        for element in payload.pop("elements"):
            key = (element[0], element[1])
            # The element itself is more than its name.
            if key not in elements or elements[key][3] is None:
                elements[key] = element
        self._shells[file] = payload

    def _slice(self, file: str) -> str:
        shell, lines, line = self._shells[file], [], 1
        members = []
        for number, name in enumerate(LISTS):
            texts = []
            for position, (_, element) in enumerate(sorted(
                    (key, one) for key, one in self._elements[file].items() if key[0] == number)):
                text = element[3] if element[3] is not None else element[4]
                texts.append("\n" + text)
                line += 1
                self._places[file, f"/{name}/{position}"] = (f"/{name}/{element[1]}", element[2] - line)
                line += text.count("\n")
            if name in shell["lists"]:
                members.append(f'"{name}":[{",".join(texts)}]')
        text = "{" + ",".join(members) + f',"IsTruncated":{str(shell["truncated"]).lower()}' + "}"
        return json.dumps({"name": file, "text": text})

    def put_back(self, evidence: Iterable[Dict[str, Any]]) -> None:
        """Changes places within slices into places of the files that they are of."""
        for place in evidence:
            if place["file"] not in self._shells:
                continue
            head = "/".join(place["pointer"].split("/", 3)[:3])
            pointer, lines = self._places[place["file"], head]
            place["pointer"] = pointer + place["pointer"][len(head):]
            place["line"] += lines


def decide(worker: Any, share: Share, number: int = 0, count: int = 1) -> Any:
    """The worker's answer to "organization" for one account, or the `number`th of `count` equal parts of it."""
    answer = worker.ask("organization", share.account, share.record, {
        "account": share.account, "others": sorted(share.others), "share": number, "shares": count})
    for edge in answer["edges"]:
        share.put_back(edge["evidence"])
    for one in answer["answers"]:
        share.put_back(one.get("evidence", ()))
    return answer
