#!/usr/bin/env python3
"""Writes the dumps of a made-up organisation, one file per account.

    make_organization.py ACCOUNTS FOLDER [--seed N]

The shape is that of real ones: 80 % of the accounts are small, 18 % carry a workload, 2 % are giants; every account has the roles of the landing
zone and the same service-linked roles; most trust across accounts goes to a few accounts (a heavy tail). The same arguments give the same bytes.
"""

import argparse
import json
import pathlib
import random

LANDING_ZONE = ["OrganizationAccountAccessRole", "audit-reader", "network-operator", "backup-runner"]
SERVICE_LINKED = ["support", "trustedadvisor", "ecs", "autoscaling", "rds"]
SERVICES = ["ec2", "lambda", "ecs-tasks", "states", "codebuild", "glue"]
READS = ["s3:GetObject", "s3:ListBucket", "dynamodb:GetItem", "dynamodb:Query", "sqs:ReceiveMessage", "logs:GetLogEvents",
         "ec2:DescribeInstances", "kms:Decrypt", "secretsmanager:GetSecretValue", "ssm:GetParameter"]
WRITES = ["s3:PutObject", "dynamodb:PutItem", "sqs:SendMessage", "sns:Publish", "logs:PutLogEvents", "lambda:InvokeFunction"]


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def trust(principal, condition=None):
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    if condition:
        statement["Condition"] = condition
    return document(statement)


class Organization:
    def __init__(self, count, seed):
        self.random = random.Random(seed)
        self.accounts = [f"{200_000_000_000 + 7919 * i:012d}" for i in range(count)]
        self.management, self.audit = self.accounts[0], self.accounts[min(1, count - 1)]

    def hub(self):
        """An account that others trust: a few are trusted by most."""
        return self.accounts[min(int(self.random.paretovariate(0.7)) - 1, len(self.accounts) - 1)]

    def role(self, account, name, trusted, statements, path="/"):
        return {
            "Path": path, "RoleName": name, "RoleId": f"AROA{self.random.getrandbits(64):016X}",
            "Arn": f"arn:aws:iam::{account}:role{path}{name}", "CreateDate": "2024-05-01T00:00:00+00:00",
            "AssumeRolePolicyDocument": trusted, "InstanceProfileList": [], "AttachedManagedPolicies": [], "Tags": [],
            "RolePolicyList": [{"PolicyName": "access", "PolicyDocument": document(*statements)}] if statements else [],
        }

    def workload_role(self, account, number):
        r = self.random
        name = f"app{number}-{r.choice(['api', 'batch', 'deploy', 'etl'])}"
        actions = sorted(r.sample(READS, r.randint(1, 4)) + r.sample(WRITES, r.randint(0, 3)))
        bucket = f"arn:aws:s3:::acme-{account}-{number}"
        statements = [{"Effect": "Allow", "Action": actions, "Resource": [bucket, bucket + "/*"]}]
        if r.random() < 0.05:
            statements.append({"Effect": "Allow", "Action": "iam:PassRole", "Resource": f"arn:aws:iam::{account}:role/app{number}-*"})
        if r.random() < 0.15:
            statements.append({"Effect": "Allow", "Action": "sts:AssumeRole",
                               "Resource": f"arn:aws:iam::{self.hub()}:role/shared-{r.randint(0, 3)}"})
        kind = r.random()
        if kind < 0.1:
            principal = {"AWS": f"arn:aws:iam::{self.hub()}:root"}
        elif kind < 0.25:
            principal = {"AWS": f"arn:aws:iam::{self.hub()}:role/{r.choice(LANDING_ZONE)}"}
        else:
            principal = {"Service": r.choice(SERVICES) + ".amazonaws.com"}
        return self.role(account, name, trust(principal), statements)

    def account(self, index):
        r, account = self.random, self.accounts[index]
        share = index % 50
        size = 1500 if share == 49 else 60 if share >= 40 else 5
        roles = [self.role(account, "OrganizationAccountAccessRole", trust({"AWS": f"arn:aws:iam::{self.management}:root"}),
                           [{"Effect": "Allow", "Action": "*", "Resource": "*"}])]
        for name in LANDING_ZONE[1:]:
            roles.append(self.role(account, name, trust({"AWS": f"arn:aws:iam::{self.audit}:role/{name}-source"}),
                                   [{"Effect": "Allow", "Action": READS, "Resource": "*"}]))
        for name in SERVICE_LINKED:
            roles.append(self.role(account, "AWSServiceRoleFor" + name.capitalize(), trust({"Service": f"{name}.amazonaws.com"}), [],
                                   f"/aws-service-role/{name}.amazonaws.com/"))
        for number in range(4):
            roles.append(self.role(account, f"shared-{number}", trust({"AWS": f"arn:aws:iam::{self.hub()}:root"},
                                                                       {"StringEquals": {"sts:ExternalId": f"acme-{number}"}}
                                                                       if number % 2 else None), []))
        roles += [self.workload_role(account, number) for number in range(size)]
        users = [{
            "Path": "/", "UserName": f"user{number}", "UserId": f"AIDA{r.getrandbits(64):016X}",
            "Arn": f"arn:aws:iam::{account}:user/user{number}", "CreateDate": "2024-05-01T00:00:00+00:00", "GroupList": [],
            "AttachedManagedPolicies": [], "Tags": [],
            "UserPolicyList": [{"PolicyName": "switch", "PolicyDocument": document(
                {"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Resource": f"arn:aws:iam::{self.hub()}:role/shared-{r.randint(0, 3)}"})}],
        } for number in range(size // 20 + 1)]
        return {"UserDetailList": users, "GroupDetailList": [], "RoleDetailList": roles, "Policies": [], "IsTruncated": False}


def write(count, folder, seed):
    folder.mkdir(parents=True, exist_ok=True)
    organization = Organization(count, seed)
    for index, account in enumerate(organization.accounts):
        with open(folder / f"{account}.json", "w", encoding="utf-8") as file:
            json.dump(organization.account(index), file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("accounts", type=int)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.accounts < 1:
        parser.error("an organisation has at least one account")
    write(arguments.accounts, arguments.folder, arguments.seed)


if __name__ == "__main__":
    main()
