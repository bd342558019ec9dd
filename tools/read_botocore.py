#!/usr/bin/env python3
"""Finds what botocore's service models name and the catalogue lacks.

    pip download --no-deps botocore && unzip -q botocore-*.whl -d models
    tools/read_botocore.py models/botocore/data [--catalog FILE] [--out FILE] [--check]

--catalog  the catalogue (default: analyzer/catalog/data/aws-catalog.tsv)
--out      where to write (default: analyzer/catalog/api_operations.inc)
--check    write nothing; exit 1 when the file on disk differs from what would be written

An operation of AWS's API is no action of IAM yet: most are, some need the action of another name
(sqs:SendMessageBatch needs sqs:SendMessage). So only those operations are listed of services whose
operations are nearly all actions in the catalogue, and those of services that the catalogue lacks.
The same models and the same catalogue give the same bytes.
"""

import argparse
import collections
import gzip
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Of a service's operations, so many must be actions for the others to be taken for newer ones.
AGREEMENT = 0.95
PREFIX = re.compile(r"[a-z][a-z0-9-]*")
OPERATION = re.compile(r"[A-Z][A-Za-z0-9]*")


def read_catalog(path):
    """Actions in lower case by the service's prefix."""
    services = {}
    actions = None
    for line in path.read_text(encoding="ascii").splitlines():
        kind, *fields = line.split("\t")
        if kind == "s":
            actions = services.setdefault(fields[0], set())
        elif kind in ("L", "R", "W", "P", "T"):
            actions.add(fields[0].lower())
    if not services:
        sys.exit(f"read_botocore: {path}: no service in it")
    return services


def read_model(folder):
    """The newest version of a service's model, or None."""
    for version in sorted(folder.iterdir(), reverse=True):
        for name, opener in (("service-2.json.gz", gzip.open), ("service-2.json", open)):
            if (version / name).is_file():
                with opener(version / name, "rt", encoding="utf-8") as file:
                    return json.load(file)
    return None


def read_models(data):
    """Names of operations by the name that requests are signed for."""
    services = collections.defaultdict(set)
    for folder in sorted(data.iterdir()):
        model = read_model(folder) if folder.is_dir() else None
        if model is None:
            continue
        metadata = model["metadata"]
        prefix = metadata.get("signingName") or metadata.get("endpointPrefix", "")
        if PREFIX.fullmatch(prefix):
            services[prefix] |= {name for name in model["operations"] if OPERATION.fullmatch(name)}
    if not services:
        sys.exit(f"read_botocore: {data}: no service model in it")
    return services


def lacking(models, catalog):
    """`prefix:Operation` of what the catalogue lacks, sorted."""
    everywhere = set().union(*catalog.values())
    found = []
    for prefix, operations in models.items():
        known = catalog.get(prefix)
        # A service that signs by another name than its actions have is known by that one.
        elsewhere = sum(name.lower() in everywhere for name in operations)
        if known is None and 2 * elsewhere > len(operations):
            continue
        missing = [name for name in operations if name.lower() not in (known or ())]
        if known is not None and len(missing) > (1 - AGREEMENT) * len(operations):
            continue
        found += [f"{prefix}:{name}" for name in missing]
    return sorted(found, key=lambda name: (name.lower(), name))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=pathlib.Path, help="botocore's folder `data`")
    parser.add_argument("--catalog", type=pathlib.Path,
                        default=ROOT / "analyzer/catalog/data/aws-catalog.tsv")
    parser.add_argument("--out", type=pathlib.Path,
                        default=ROOT / "analyzer/catalog/api_operations.inc")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    names = lacking(read_models(options.data), read_catalog(options.catalog))
    text = "// Made by tools/read_botocore.py, which says what these are.\n"
    text += "".join(f'"{name}",\n' for name in names)
    if not options.check:
        options.out.write_text(text, encoding="ascii")
    elif not options.out.is_file() or options.out.read_text(encoding="ascii") != text:
        sys.exit(f"read_botocore: {options.out} is not what these models give")


if __name__ == "__main__":
    main()
