#pragma once

// Actions whose harm is told by their name alone, which no access level of the catalogue tells.

#include <string_view>

#include "rules/security/grants.h"

namespace rolelint::rules {

// Answers with, or sets, something to sign in with. (sts:AssumeRole has rules of its own; what
// deletes credentials, stores them or lists their public halves gives none away.)
inline constexpr std::string_view kCredentialActionNames[] = {
    "appsync:CreateApiKey",
    "appsync:ListApiKeys",
    "chime:CreateApiKey",
    "chime:PutVoiceConnectorTerminationCredentials",
    "cloud9:CreateEnvironmentToken",
    "codeartifact:GetAuthorizationToken",
    "cognito-identity:GetCredentialsForIdentity",
    "cognito-identity:GetOpenIdToken",
    "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
    "connect:GetFederationToken",
    "ec2-instance-connect:SendSSHPublicKey",
    "ec2:GetPasswordData",
    "ecr-public:GetAuthorizationToken",
    "ecr:GetAuthorizationToken",
    "gamelift:GetComputeAccess",
    "gamelift:GetComputeAuthToken",
    "gamelift:GetInstanceAccess",
    "gamelift:RequestUploadCredentials",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreateServiceSpecificCredential",
    "iam:ResetServiceSpecificCredential",
    "iam:UpdateAccessKey",
    "iam:UpdateLoginProfile",
    "lightsail:CreateBucketAccessKey",
    "lightsail:DownloadDefaultKeyPair",
    "lightsail:GetInstanceAccessDetails",
    "lightsail:GetRelationalDatabaseMasterUserPassword",
    "mediapackage:RotateChannelCredentials",
    "mediapackage:RotateIngestEndpointCredentials",
    "rds-db:connect",
    "redshift-serverless:GetCredentials",
    "redshift:CreateClusterUser",
    "redshift:GetClusterCredentials",
    "redshift:GetClusterCredentialsWithIAM",
    "snowball:GetJobUnlockCode",
    "sts:GetFederationToken",
    "sts:GetSessionToken",
};
inline constexpr ActionNames kCredentialActions(kCredentialActionNames);

// Answers with what people store: objects, items, messages, secrets, code.
inline constexpr std::string_view kDataActionNames[] = {
    "codecommit:GitPull",     "dynamodb:BatchGetItem",   "dynamodb:GetItem",
    "dynamodb:PartiQLSelect", "dynamodb:Query",          "dynamodb:Scan",
    "ebs:GetSnapshotBlock",   "kinesis:GetRecords",      "rds-data:ExecuteStatement",
    "s3:GetObject",           "s3:GetObjectVersion",     "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",     "ssm:GetParameter",        "ssm:GetParameterHistory",
    "ssm:GetParameters",      "ssm:GetParametersByPath",
};
inline constexpr ActionNames kDataActions(kDataActionNames);

}  // namespace rolelint::rules
