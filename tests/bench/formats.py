"""The same roles in every format that rolelint reads: how fast each is read and checked.

  formats.py --rolelint FILE --work FOLDER [--roles N] [--rounds N]

Prints, a format a line, the bytes, the policies found (all must find them all), CPU time, MB/s, and the CPU time as a
multiple of what the same roles cost as an account dump. Then a folder of many small files: its peak memory beside the
largest file.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import urllib.parse

ACCOUNT = "111122223333"


def trust(i):
    return {
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": f"Trust{i}",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::444455556666:user/person{i}"},
            "Action": "sts:AssumeRole",
            "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        }],
    }


def inline(i):
    return {
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "Read",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:ListBucket"],
            "Resource": [f"arn:aws:s3:::data-{i}", f"arn:aws:s3:::data-{i}/*"],
        }],
    }


def text(document):
    return json.dumps(document, separators=(",", ":"))


def url(document):
    return urllib.parse.quote(text(document), safe="")


def yaml(value, indent=0):
    """Enough of YAML for what is written here."""
    pad = "  " * indent
    lines = []
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, (dict, list)):
                lines.append(f"{pad}{key}:")
                lines.append(yaml(item, indent + 1))
            else:
                lines.append(f"{pad}{key}: {json.dumps(item)}")
    else:
        for item in value:
            if isinstance(item, (dict, list)):
                lines.append(f"{pad}-\n{yaml(item, indent + 1)}")
            else:
                lines.append(f"{pad}- {json.dumps(item)}")
    return "\n".join(lines)


def arn(i):
    return f"arn:aws:iam::{ACCOUNT}:role/app-{i}"


def details(i, wrap):
    return {
        "Path": "/", "RoleName": f"app-{i}", "RoleId": f"AROA{i:017d}", "Arn": arn(i),
        "AssumeRolePolicyDocument": wrap(trust(i)),
        "RolePolicyList": [{"PolicyName": "read", "PolicyDocument": wrap(inline(i))}],
        "AttachedManagedPolicies": [], "Tags": [], "InstanceProfileList": [],
    }


def dump(n, wrap=lambda document: document):
    roles = [details(i, wrap) for i in range(n)]
    return json.dumps({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": roles, "Policies": []}, indent=4)


def template(n):
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            f"Role{i}": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "RoleName": f"app-{i}",
                    "AssumeRolePolicyDocument": trust(i),
                    "Policies": [{"PolicyName": "read", "PolicyDocument": inline(i)}],
                },
            } for i in range(n)
        },
    }


def plan(n):
    changes = [{
        "address": f"aws_iam_role.r{i}", "mode": "managed", "type": "aws_iam_role", "name": f"r{i}",
        "change": {
            "actions": ["create"], "before": None,
            "after": {
                "name": f"app-{i}", "assume_role_policy": text(trust(i)),
                "inline_policy": [{"name": "read", "policy": text(inline(i))}],
            },
            "after_unknown": {"arn": True, "id": True},
        },
    } for i in range(n)]
    return json.dumps({"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": changes})


def hcl(n):
    return "\n".join(
        f'resource "aws_iam_role" "r{i}" {{\n  name               = "app-{i}"\n'
        f"  assume_role_policy = jsonencode({json.dumps(trust(i), indent=2)})\n}}\n"
        f'resource "aws_iam_role_policy" "r{i}" {{\n  name   = "read"\n  role   = aws_iam_role.r{i}.id\n'
        f"  policy = <<-EOF\n{json.dumps(inline(i), indent=2)}\n  EOF\n}}\n" for i in range(n))


def config(n):
    return json.dumps({
        "fileVersion": "1.0", "configSnapshotId": "x",
        "configurationItems": [{
            "resourceType": "AWS::IAM::Role", "resourceId": f"AROA{i:017d}", "resourceName": f"app-{i}",
            "awsAccountId": ACCOUNT, "ARN": arn(i), "awsRegion": "global", "configurationItemStatus": "OK",
            "configuration": {
                "path": "/", "roleName": f"app-{i}", "arn": arn(i), "assumeRolePolicyDocument": url(trust(i)),
                "rolePolicyList": [{"policyName": "read", "policyDocument": url(inline(i))}],
            },
        } for i in range(n)],
    })


def crossplane(n):
    return "".join(
        f"---\napiVersion: iam.aws.upbound.io/v1beta1\nkind: Role\nmetadata:\n  name: app-{i}\nspec:\n  forProvider:\n"
        "    assumeRolePolicy: |\n" +
        "\n".join("      " + line for line in json.dumps(trust(i), indent=2).split("\n")) +
        "\n    inlinePolicy:\n    - name: read\n      policy: |\n" +
        "\n".join("        " + line for line in json.dumps(inline(i), indent=2).split("\n")) + "\n" for i in range(n))


FORMATS = [
    ("account dump, objects", "dump.json", dump),
    ("account dump, URL-encoded", "dump-url.json", lambda n: dump(n, url)),
    ("account dump, JSON strings", "dump-string.json", lambda n: dump(n, text)),
    ("CloudFormation, JSON", "template.json", lambda n: json.dumps(template(n), indent=2)),
    ("CloudFormation, YAML", "template.yaml", lambda n: yaml(template(n)) + "\n"),
    ("Terraform plan", "plan.json", plan),
    ("Terraform HCL", "main.tf", hcl),
    ("AWS Config snapshot", "config.json", config),
    ("Crossplane, YAML", "manifests.yaml", crossplane),
]


def run(command):
    """CPU seconds, peak bytes and standard output of a program."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writer, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.execv(command[0], command)
    os.close(writer)
    with os.fdopen(reader, "rb") as out:
        output = out.read()
    _, status, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status), output


def check(rolelint, path, rounds):
    best = None
    for _ in range(rounds):
        cpu, peak, status, _ = run([rolelint, "check", "--no-config", "--threads", "1", "--format", "concise", str(path)])
        best = (cpu, peak, status) if best is None or cpu < best[0] else best
    return best


def policies(rolelint, path):
    command = [rolelint, "check", "--no-config", "--format", "json", str(path)]
    report = json.loads(subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout)
    return report["summary"]["policies"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rolelint", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--roles", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    work = pathlib.Path(arguments.work)
    work.mkdir(parents=True, exist_ok=True)
    print(f"{arguments.roles} roles, each with a trust policy and an inline policy; one thread, best of "
          f"{arguments.rounds} rounds; MB are 10^6 bytes")
    print(f"  {'':<28} {'MB':>7} {'policies':>9} {'CPU s':>8} {'MB/s':>7} {'of a dump':>10} {'peak MB':>8}")
    first = None
    wrong = False
    for name, file, make in FORMATS:
        path = work / file
        path.write_text(make(arguments.roles), encoding="utf-8")
        size = path.stat().st_size / 1e6
        found = policies(arguments.rolelint, path)
        cpu, peak, status = check(arguments.rolelint, path, arguments.rounds)
        first = first or cpu
        print(f"  {name:<28} {size:>7.1f} {found:>9} {cpu:>8.3f} {size / cpu:>7.0f} {cpu / first:>9.1f}x {peak / 1e6:>8.0f}")
        if found != 2 * arguments.roles or status not in (0, 1):
            print(f"formats: {name}: {found} policies, exit status {status}", file=sys.stderr)
            wrong = True
    folder = work / "many"
    folder.mkdir(exist_ok=True)
    largest = 0
    for i in range(10000):
        path = folder / f"{i}.json"
        path.write_text(json.dumps(inline(i)), encoding="utf-8")
        largest = max(largest, path.stat().st_size)
    cpu, peak, _ = check(arguments.rolelint, folder, 1)
    limit = 2 * largest + 64 * 1024 * 1024
    print(f"  a folder of 10,000 policies: {cpu:.2f} s of CPU time, peak {peak / 1e6:.0f} MB, "
          f"{peak / limit:.2f} of the limit (twice the largest file and 64 MiB)")
    return 2 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
