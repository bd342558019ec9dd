"""Inputs made to be slow: how time and memory of a check grow with them.

  hostile.py --rolelint FILE --work FOLDER [--sizes KB,KB,…] [--limit SECONDS] [NAME …]

Each input is made in several sizes. Prints, an input a line, bytes, CPU seconds, the growth exponent between the first
and the last size (1: linear, 2: quadratic; of what takes no time to speak of, none), peak memory above what an empty
run takes, beside the bytes. Exit status 1 if one grows faster than the exponent 1.3, or does not end in time.
"""

import argparse
import json
import math
import os
import pathlib
import resource
import subprocess
import sys

MOST_EXPONENT = 1.3
WORTH_MEASURING = 0.05  # seconds


def policy(statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def statement(i, **parts):
    base = {"Effect": "Deny" if i % 2 else "Allow", "Action": "s3:GetObject", "Resource": "*"}
    base.update(parts)
    return {key: value for key, value in base.items() if value is not None}


def many(make):
    """One statement after another, up to the size."""
    def text(size):
        statements, length = [], 0
        while length < size:
            statements.append(make(len(statements)))
            length += len(json.dumps(statements[-1])) + 2
        return policy(statements)
    return text


def one(make):
    """One statement whose list grows: make(list of texts)."""
    def text(size, item):
        return policy([make([item(i) for i in range(max(1, size // (len(item(99999)) + 4)))])])
    return text


def listed(item, make):
    build = one(make)
    return lambda size: build(size, item)


def template(resource):
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"P": {
        "Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource}]}}}}})


def yaml_policy(body):
    return 'Version: "2012-10-17"\nStatement:\n' + body


PEOPLE = "arn:aws:iam::*:role/*%s*"
INPUTS = {
    # Statements that meet.
    "statements": ("json", many(lambda i: statement(i, Resource=f"arn:aws:s3:::b{i}/*"))),
    "statements-crossing": ("json", many(lambda i: statement(i, Action="*", Resource=f"*{i}*"))),
    "not-action": ("json", many(lambda i: statement(i, Action=None, NotAction=f"s3:Get*{i}"))),
    "not-resource": ("json", many(lambda i: statement(i, Resource=None, NotResource=f"arn:aws:s3:::*{i}*"))),
    "action-patterns": ("json", many(lambda i: statement(i, Action=[f"ec2:*{i}*", f"s3:*{i}"]))),
    "unknown-actions": ("json", many(lambda i: statement(i, Action=f"s3:GetObjectt{i}"))),
    "principals-not-like": ("json", many(lambda i: statement(
        1, Action="ec2:*", Condition={"ArnNotLike": {"aws:PrincipalArn": PEOPLE % f"w{i}"}}))),
    "sids": ("json", many(lambda i: statement(0, Sid="Same"))),
    "escalations": ("json", many(lambda i: statement(i, Action="iam:*", Resource=f"arn:aws:iam::*:role/*{i}*"))),
    "flawed": ("json", many(lambda i: {"Effect": "Alow", "Action": "s3:GetObject", "Resorce": "*"})),
    # Lists of one statement.
    "actions": ("json", listed(lambda i: f"s3:Get*{i}", lambda all: statement(0, Action=all))),
    "actions-misspelt": ("json", listed(lambda i: f"s3:GetObjcet{i}", lambda all: statement(0, Action=all))),
    "resources": ("json", listed(lambda i: f"arn:aws:s3:::b/*{i}*", lambda all: statement(0, Resource=all))),
    "resources-odd": ("json", listed(lambda i: f"{i}", lambda all: statement(0, Resource=all))),
    "resources-same": ("json", listed(lambda i: "arn:aws:s3:::b/*", lambda all: statement(0, Resource=all))),
    "not-resources": ("json", listed(
        lambda i: f"arn:aws:s3:::b/*{i}*", lambda all: statement(0, Resource=None, NotResource=all))),
    "principals": ("json", listed(
        lambda i: f"arn:aws:iam::{i:012}:root",
        lambda all: statement(0, Principal={"AWS": all}, Resource="arn:aws:s3:::b/*"))),
    "condition-values": ("json", listed(
        lambda i: f"*{i}*", lambda all: statement(0, Condition={"StringLike": {"aws:PrincipalTag/t": all}}))),
    "addresses": ("json", listed(
        lambda i: f"10.{i // 65536 % 256}.{i // 256 % 256}.{i % 256}/32",
        lambda all: statement(0, Condition={"IpAddress": {"aws:SourceIp": all}}))),
    "condition-keys": ("json", lambda size: policy([statement(0, Condition={"StringEquals": {
        f"aws:PrincipalTag/t{i}": "x" for i in range(size // 30)}})])),
    "condition-keys-misspelt": ("json", lambda size: policy([statement(0, Condition={"StringEquals": {
        f"aws:SourceAcount{i}": "x" for i in range(size // 30)}})])),
    "unknown-elements": ("json", lambda size: policy([dict(statement(0), **{
        f"Acton{i}": "x" for i in range(size // 18)})])),
    "long-text": ("json", lambda size: policy([statement(0, Resource="arn:aws:s3:::" + "a" * size)])),
    "long-pattern": ("json", lambda size: policy([statement(0, Resource="arn:aws:s3:::" + "*a" * (size // 2))])),
    "long-action": ("json", lambda size: policy([statement(0, Action="s3:" + "*a" * (size // 2))])),
    "duplicate-keys": ("json", lambda size: '{"Version": "2012-10-17", "Statement": [{' + '"Effect": "Allow", ' * (
        size // 19) + '"Action": "s3:GetObject", "Resource": "*"}]}'),
    "brackets": ("json", lambda size: '{"Statement": ' + "[" * size),
    "blank": ("json", lambda size: '{"Statement": ' + " " * size + "[]}"),
    # Templates.
    "split": ("json", lambda size: template({"Fn::Split": [",", "a," * (size // 2)]})),
    "join": ("json", lambda size: template({"Fn::Join": [",", ["a"] * (size // 5)]})),
    "sub": ("json", lambda size: template({"Fn::Sub": "${A}" * (size // 4)})),
    "references": ("json", lambda size: template([{"Ref": f"R{i}"} for i in range(size // 18)])),
    "resources-of-template": ("json", lambda size: json.dumps({
        "AWSTemplateFormatVersion": "2010-09-09", "Resources": {f"R{i}": {
            "Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": json.loads(policy(
                [statement(0, Action="sts:AssumeRole", Resource=None, Principal={"AWS": f"{i:012}"})]))}}
            for i in range(size // 280)}})),
    # YAML.
    "yaml-one-line": ("yaml", lambda size: yaml_policy("- {Effect: Allow, Action: s3:GetObject, " + ", ".join(
        f"k{i}: x" for i in range(size // 11)) + "}\n")),
    "yaml-merge": ("yaml", lambda size: 'Version: "2012-10-17"\nx: &a {Effect: Allow, Action: "*"}\nStatement:\n' + "".join(
        f'- {{<<: *a, Resource: "*{i}*"}}\n' for i in range(size // 30))),
    "yaml-folded": ("yaml", lambda size: yaml_policy(
        "- Effect: Allow\n  Action: s3:GetObject\n  Resource: >\n" + "    a\n" * (size // 6))),
    # Terraform.
    "hcl-statements": ("tf", lambda size: 'data "aws_iam_policy_document" "d" {\n' + "".join(
        f'  statement {{\n    actions = ["s3:Get*{i}"]\n    resources = ["*"]\n  }}\n'
        for i in range(size // 70)) + "}\n"),
    "hcl-references": ("tf", lambda size: "locals {\n" + "".join(
        f'  v{i + 1} = "${{local.v{i}}}a"\n' for i in range(size // 26)) + '  v0 = "a"\n}\n' +
        'data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["s3:GetObject"]\n'
        f'    resources = [local.v{size // 26}]\n  }}\n}}\n'),
    "hcl-quotes": ("tf", lambda size: 'locals {\n  a = ' + '"' * size + "\n}\n"),
}


def run(rolelint, path, limit):
    """CPU seconds (none: it did not end in time) and peak memory in kB."""
    child = subprocess.Popen([rolelint, "check", "--no-config", "--threads", "1", "--format", "json", path],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)))
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1, 2):
        return None, usage.ru_maxrss
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rolelint", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--sizes", default="50,200,800", help="kB, the smallest first")
    parser.add_argument("--limit", type=int, default=20, help="seconds of CPU time for each")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    sizes = [int(size) * 1000 for size in options.sizes.split(",")]
    work = pathlib.Path(options.work)
    work.mkdir(parents=True, exist_ok=True)
    unknown = [name for name in options.names if name not in INPUTS]
    if unknown:
        sys.exit(f"hostile: no such input: {unknown[0]}; there are: {' '.join(INPUTS)}")
    empty = work / "empty.json"
    empty.write_text(policy([statement(0)]))
    _, least = run(options.rolelint, empty, options.limit)
    print(f"{'input':26}" + "".join(f"{size // 1000:>8} kB" for size in sizes) + "   exponent  memory/byte")
    slow = []
    for name in options.names or INPUTS:
        ending, make = INPUTS[name]
        times, lengths, memory = [], [], 0
        for size in sizes:
            text = make(size).encode()
            path = work / f"{name}.{ending}"
            path.write_bytes(text)
            seconds, peak = run(options.rolelint, path, options.limit)
            path.unlink()
            lengths.append(len(text))
            times.append(seconds)
            memory = max(0, peak - least) * 1024 / len(text)
            if seconds is None:
                break
        row = f"{name:26}" + "".join("  no end  " if t is None else f"{t:9.2f} s" for t in times)
        if times[-1] is None:
            slow.append(name)
            print(row, flush=True)
            continue
        exponent = None
        if times[-1] >= WORTH_MEASURING and lengths[-1] > lengths[0]:
            exponent = math.log(times[-1] / max(times[0], 0.01)) / math.log(lengths[-1] / lengths[0])
        print(row + (f"{exponent:11.2f}" if exponent is not None else f"{'-':>11}") + f"{memory:13.1f}", flush=True)
        if exponent is not None and exponent > MOST_EXPONENT:
            slow.append(name)
    if slow:
        print(f"faster than linear: {' '.join(slow)}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
