#!/usr/bin/env python3
"""Validates a JSON report, standard input, against a schema: validate.py SCHEMA

The published schema lets members be added; here every member must be one that the schema describes. Exit status: 0 valid,
1 not (the reasons on standard output).
"""

import json
import sys

import jsonschema


def close(schema):
    """Adds additionalProperties: false to every object that lists its members."""
    if isinstance(schema, dict):
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for value in schema.values():
            close(value)
    elif isinstance(schema, list):
        for value in schema:
            close(value)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    close(schema)
    report = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(report))
    for error in errors:
        print("/".join(map(str, error.absolute_path)), error.message, sep=": ")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
