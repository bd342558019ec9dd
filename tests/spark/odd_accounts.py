"""Accounts with all that makes the shares of an organization depend on each other, beside the plain ones of make_organization.py."""

import json
import urllib.parse

ADA, BEE, CAT, DOG, FAR = "300000000001", "300000000002", "300000000003", "300000000004", "300000000099"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trusts(principal, action="sts:AssumeRole", **more):
    return {"Effect": "Allow", "Principal": principal, "Action": action, **more}


def assume(*roles):
    return allow("sts:AssumeRole", list(roles))


def arn(account, kind, name):
    return f"arn:aws:iam::{account}:{kind}/{name}"


def role(account, name, trust, *statements, attached=()):
    return {"Path": "/", "RoleName": name, "RoleId": "AROA" + name.upper(), "Arn": arn(account, "role", name),
            "AssumeRolePolicyDocument": trust, "InstanceProfileList": [],
            "RolePolicyList": [{"PolicyName": "access", "PolicyDocument": document(*statements)}] if statements else [],
            "AttachedManagedPolicies": [{"PolicyName": one.split("/")[-1], "PolicyArn": one} for one in attached]}


def user(account, name, *statements, groups=(), attached=(), boundary=None):
    one = {"Path": "/", "UserName": name, "UserId": "AIDA" + name.upper(), "Arn": arn(account, "user", name), "GroupList": list(groups),
           "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": document(*statements)}] if statements else [],
           "AttachedManagedPolicies": [{"PolicyName": each.split("/")[-1], "PolicyArn": each} for each in attached]}
    if boundary:
        one["PermissionsBoundary"] = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": boundary}
    return one


def group(account, name, *statements, attached=()):
    return {"Path": "/", "GroupName": name, "GroupId": "AGPA" + name.upper(), "Arn": arn(account, "group", name),
            "GroupPolicyList": [{"PolicyName": "own", "PolicyDocument": document(*statements)}] if statements else [],
            "AttachedManagedPolicies": [{"PolicyName": one.split("/")[-1], "PolicyArn": one} for one in attached]}


def managed(policy_arn, *statements):
    return {"PolicyName": policy_arn.split("/")[-1], "Arn": policy_arn, "DefaultVersionId": "v1", "PolicyVersionList": [
        {"Document": document(*statements), "VersionId": "v1", "IsDefaultVersion": True}]}


def dump(users=(), groups=(), roles=(), policies=()):
    return {"UserDetailList": list(users), "GroupDetailList": list(groups), "RoleDetailList": list(roles), "Policies": list(policies),
            "IsTruncated": False}


def ada():
    """Users, groups, a boundary; policies with patterns; names that other accounts trust."""
    return dump(
        users=[
            user(ADA, "ada", assume(arn(BEE, "role", "deploy"), arn(FAR, "role", "gone")), groups=["switchers"]),
            user(ADA, "ann", allow("sts:*"), boundary=arn(ADA, "policy", "fence")),
            user(ADA, "art", groups=["silent"]),
            user(ADA, "axe", allow("iam:AddUserToGroup"), allow(["iam:PassRole", "lambda:*"])),
            user(ADA, "abe", assume(arn(BEE, "role", "Deploy"), arn(BEE, "role", "deplyo"), arn(DOG, "role", "listed"))),
            user(ADA, "aft", allow("*"), boundary=arn(ADA, "policy", "fence")),
            user(ADA, "fee", allow("iam:DeleteUserPermissionsBoundary", arn(ADA, "user", "aft"))),
            user(ADA, "sso", allow("sso:*"), allow("sso-directory:*"), allow("identitystore:*")),
            user(ADA, "acc", {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
        ],
        groups=[group(ADA, "switchers", assume(arn(CAT, "role", "shared-*"))), group(ADA, "silent"),
                group(ADA, "admins", attached=[ADMINISTRATOR])],
        roles=[role(ADA, "worker", document(trusts({"Service": "lambda.amazonaws.com"})), allow("*")),
               role(ADA, "chain", document(trusts({"AWS": arn(ADA, "user", "ada")})), assume(arn(CAT, "role", "session"))),
               role(ADA, "reader", document(trusts({"AWS": f"arn:aws:iam::{DOG}:root"})), attached=[READ_ONLY])],
        policies=[managed(arn(ADA, "policy", "fence"), assume(arn(BEE, "role", "*")))])


def bee():
    """Trust policies that name users of another account, with conditions; the file has indentation and encoded documents."""
    encoded = urllib.parse.quote(json.dumps(document(trusts({"AWS": [arn(ADA, "user", "ann"), arn(ADA, "user", "art")]}))))
    return dump(
        users=[user(BEE, "bob", assume(arn(CAT, "role", "open"), "arn:aws:iam::*:role/shared-a"))],
        roles=[role(BEE, "deploy", document(trusts({"AWS": arn(ADA, "user", "ada")}, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
                    allow("*")),
               role(BEE, "encoded", encoded),
               role(BEE, "mistaken", document(trusts({"AWS": [arn(ADA, "user", "adaa"), arn(FAR, "user", "who"), f"arn:aws:iam::{FAR}:root"]}))),
               role(BEE, "github", document(trusts({"Federated": arn(BEE, "oidc-provider", "token.actions.githubusercontent.com")}, "sts:AssumeRoleWithWebIdentity", Condition={"StringLike": {
                       "token.actions.githubusercontent.com:sub": "repo:acme/app:*"}})))],
        policies=[managed(READ_ONLY, allow("s3:Get*"))])


def cat():
    """Trust in everyone, in an organization, in all but one, in a session."""
    return dump(
        users=[user(CAT, "cleo", allow("iam:CreateAccessKey"), allow("iam:UpdateAssumeRolePolicy"))],
        roles=[role(CAT, "open", document(trusts({"AWS": "*"}, Condition={"StringEquals": {"aws:PrincipalOrgID": "o-acme12345"}}))),
               role(CAT, "shared-a", document(trusts("*")), allow("*")),
               role(CAT, "shared-b", document(trusts({"AWS": ADA}, Condition={"StringEquals": {"sts:ExternalId": "x1"}}))),
               role(CAT, "session", document(trusts({"AWS": f"arn:aws:sts::{ADA}:assumed-role/chain/night"}))),
               role(CAT, "but-one", document({"Effect": "Allow", "NotPrincipal": {"AWS": arn(ADA, "user", "ada")}, "Action": "sts:AssumeRole"})),
               role(CAT, "AWSReservedSSO_Admin_0123456789abcdef", document(trusts(
                   {"Federated": arn(CAT, "saml-provider", "AWSSSO_0123456789abcdef_DO_NOT_DELETE")}, "sts:AssumeRoleWithSAML")),
                    attached=[ADMINISTRATOR]),
               role(CAT, "root", document(trusts({"AWS": f"arn:aws:iam::{CAT}:root"})), attached=[ADMINISTRATOR]),
               role(CAT, "denies", document(trusts({"AWS": f"arn:aws:iam::{ADA}:root"}), {
                   "Effect": "Deny", "Principal": {"AWS": arn(ADA, "user", "ann")}, "Action": "sts:AssumeRole"}))])


def dog():
    """Roles alone, of a format that has no users."""
    return {"Roles": [{"Path": "/", "RoleName": name, "RoleId": "AROA" + name.upper(), "Arn": arn(DOG, "role", name),
                       "AssumeRolePolicyDocument": trust} for name, trust in (
        ("listed", document(trusts({"AWS": arn(ADA, "user", "abe")}))),
        ("for-all", document(trusts({"AWS": f"arn:aws:iam::{ADA}:root"}))))]}


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, account, indent in (("odd-ada", ada(), None), ("odd-bee", bee(), 4), ("odd-cat", cat(), None), ("odd-dog", dog(), 2)):
        (folder / f"{name}.json").write_text(json.dumps(account, indent=indent))
