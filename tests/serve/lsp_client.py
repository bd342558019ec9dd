"""Talks to `rolelint lsp` as an editor does.

    python3 lsp_client.py ROLELINT

Prints the name of every step, and exits with 1 at the first that fails.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

POLICY = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "a b",
      "Effect": "Allow",
      "Action": ["s3:Get", "s3:GetObject*"],
      "Resource": "arn:aws:s3:::bucket/*",
      "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}
    }
  ]
}
"""


class Client:
    def __init__(self, program, folder, arguments=()):
        self.process = subprocess.Popen(
            [program, "lsp", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.number = 0
        self.notifications = []

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def receive(self):
        length = None
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise EOFError("the server has ended")
            if line == b"\r\n":
                break
            name, value = line.split(b":")
            if name == b"Content-Length":
                length = int(value)
        message = json.loads(self.process.stdout.read(length))
        assert message["jsonrpc"] == "2.0", message
        return message

    def request(self, method, params=None):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.number:
                return message
            self.notifications.append(message)

    def result(self, method, params=None):
        answer = self.request(method, params)
        assert "error" not in answer, answer
        return answer["result"]

    def diagnostics(self, uri, version):
        """The diagnostics of that version of the document, whatever comes before."""
        while True:
            message = self.notifications.pop(0) if self.notifications else self.receive()
            params = message.get("params", {})
            if params.get("uri") == uri and params.get("version") == version:
                return params["diagnostics"]


def position(text, offset):
    before = text[:offset]
    line = before.count("\n")
    last = before.rsplit("\n", 1)[-1]
    return {"line": line, "character": len(last.encode("utf-16-le")) // 2}


def place(text, word, shift=0):
    return position(text, text.index(word) + shift)


def text_of(text, span):
    lines = text.split("\n")
    start, end = span["start"], span["end"]
    assert start["line"] == end["line"], span
    units = lines[start["line"]].encode("utf-16-le")
    return units[2 * start["character"]:2 * end["character"]].decode("utf-16-le")


def step(name):
    print(name, flush=True)


def initialize(client, folder, capabilities=None):
    result = client.result("initialize", {
        "processId": None, "rootUri": "file://" + folder, "capabilities": capabilities or {}})
    client.notify("initialized", {})
    return result["capabilities"]


def open_document(client, uri, text, language="json", version=1):
    client.notify("textDocument/didOpen", {"textDocument": {
        "uri": uri, "languageId": language, "version": version, "text": text}})


def at(uri, where):
    return {"textDocument": {"uri": uri}, "position": where}


def check_diagnostics(client, uri):
    step("diagnostics")
    open_document(client, uri, POLICY)
    found = client.diagnostics(uri, 1)
    codes = {one["code"]: one for one in found}
    assert text_of(POLICY, codes["unknown-action"]["range"]) == "s3:Get", found
    assert codes["unknown-action"]["source"] == "rolelint"
    assert text_of(POLICY, codes["sid-format"]["range"]) == "a b", found
    wide = ('{"Version": "2012-10-17", "Id": "\u00e9\U0001F600", "Statement": {"Effect": "Allow", '
            '"Action": "s3:Get", "Resource": "*"}}')
    open_document(client, uri + ".wide", wide)
    codes = {one["code"]: one for one in client.diagnostics(uri + ".wide", 1)}
    assert text_of(wide, codes["unknown-action"]["range"]) == "s3:Get", codes
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri + ".wide"}})


def check_changes(client, uri):
    step("incremental changes")
    begin, end = place(POLICY, '"s3:Get"', 1), place(POLICY, '"s3:Get"', 7)
    client.notify("textDocument/didChange", {
        "textDocument": {"uri": uri, "version": 2},
        "contentChanges": [{"range": {"start": begin, "end": end}, "text": "s3:GetObjectAcl"}]})
    assert "unknown-action" not in {one["code"] for one in client.diagnostics(uri, 2)}
    step("a broken text")
    client.notify("textDocument/didChange", {
        "textDocument": {"uri": uri, "version": 3},
        "contentChanges": [{"text": POLICY[:200]}]})
    assert "syntax-error" in {one["code"] for one in client.diagnostics(uri, 3)}
    client.notify("textDocument/didChange", {
        "textDocument": {"uri": uri, "version": 4}, "contentChanges": [{"text": POLICY}]})
    client.diagnostics(uri, 4)


def check_hover(client, uri):
    step("hover")

    def hover(word, shift):
        answer = client.result("textDocument/hover", at(uri, place(POLICY, word, shift)))
        return answer["contents"]["value"] if answer else None

    finding = hover('"s3:Get"', 3)
    assert "unknown-action" in finding and "What it finds" in finding, finding
    wildcard = hover("s3:GetObject*", 5)
    assert "matches" in wildcard and "`s3:GetObject`" in wildcard, wildcard
    key = hover("aws:SourceVpc", 2)
    assert "condition key" in key and "String" in key, key
    arn = hover("arn:aws:s3", 5)
    assert "resource type" in arn and "s3/object" in arn.replace("\\", ""), arn
    assert hover("Version", 2) is None


def check_completion(client, uri):
    step("completion")

    def labels(text, word, shift, language="json"):
        open_document(client, uri, text, language, 50)
        answer = client.result("textDocument/completion", at(uri, place(text, word, shift)))
        return {one["label"]: one for one in answer["items"]}

    actions = labels('{"Statement": [{"Action": "s3:GetObjectA"', "GetObjectA", 10)
    assert "s3:GetObjectAcl" in actions and "s3:PutObject" not in actions, list(actions)[:5]
    edit = actions["s3:GetObjectAcl"]["textEdit"]
    assert edit["newText"] == "s3:GetObjectAcl", edit
    assert edit["range"]["end"]["character"] - edit["range"]["start"]["character"] == 13, edit
    assert "s3:" in labels('{"Action": "s', '"s', 2)
    operators = labels('{"Condition": {"String', '"String', 7)
    assert "StringLikeIfExists" in operators and "Bool" not in operators, list(operators)[:5]
    keys = labels('{"Action": "s3:A", "Condition": {"StringLike": {"', 'Like": {"', 8)
    assert "aws:SourceIp" in keys and "s3:prefix" in keys, list(keys)[:5]
    keys = labels('{"Action": "s3:A", "Condition": {"StringLike": {"s3:p', '"s3:p', 5)
    assert "s3:prefix" in keys, list(keys)[:5]
    arns = labels('{"Action": "s3:A", "Resource": "arn:aws:s3"', "arn:aws:s3", 10)
    assert "arn:aws:s3:::*" in arns, list(arns)[:5]
    yaml = labels("Action:\n  - s3:GetObjectA\n", "GetObjectA", 10, "yaml")
    assert "s3:GetObjectAcl" in yaml, list(yaml)[:5]
    hcl = labels('data "x" "y" {\n statement {\n  actions = ["s3:GetObjectA"]\n', "ObjectA", 7,
                 "terraform")
    assert "s3:GetObjectAcl" in hcl, list(hcl)[:5]


def check_actions(client, uri):
    step("code actions")
    open_document(client, uri, POLICY, "json", 60)
    found = [one for one in client.diagnostics(uri, 60) if one["code"] == "sid-format"][0]
    actions = client.result("textDocument/codeAction", {
        "textDocument": {"uri": uri}, "range": found["range"], "context": {"diagnostics": [found]}})
    assert actions and actions[0]["kind"] == "quickfix", actions
    change = actions[0]["edit"]["documentChanges"][0]
    assert change["textDocument"] == {"uri": uri, "version": 60}, change
    assert change["edits"][0]["range"] == found["range"], change
    none = client.result("textDocument/codeAction", {
        "textDocument": {"uri": uri}, "range": found["range"],
        "context": {"diagnostics": [], "only": ["source.organizeImports"]}})
    assert none == [], none


def check_formats(client, folder):
    step("YAML and HCL")
    yaml = ("Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n"
            "      AssumeRolePolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n"
            "          - Effect: Allow\n            Principal: {AWS: '*'}\n"
            "            Action: sts:AsumeRole\n")
    uri = "file://%s/template.yaml" % folder
    open_document(client, uri, yaml, "yaml")
    found = client.diagnostics(uri, 1)
    assert "sts:AsumeRole" in {text_of(yaml, one["range"]) for one in found}, found
    hcl = ('data "aws_iam_policy_document" "x" {\n  statement {\n    actions = ["s3:GetObjekt"]\n'
           '    resources = ["*"]\n  }\n}\n')
    uri = "file://%s/main.tf" % folder
    open_document(client, uri, hcl, "terraform")
    found = client.diagnostics(uri, 1)
    assert "s3:GetObjekt" in {text_of(hcl, one["range"]) for one in found}, found
    uri = "untitled:Untitled-1"
    open_document(client, uri, '{"name": "no policy"}')
    assert client.diagnostics(uri, 1) == []
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


MODULE_MAIN = """resource "aws_iam_policy" "read" {
  name   = "read"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = var.action, Resource = local.bucket }]
  })
}
"""
MODULE_VARIABLES = """variable "action" {
  default = "%s"
}
"""


def check_module(client, folder):
    step("the other files of a Terraform module")
    module = os.path.join(folder, "module")
    os.mkdir(module)

    def write(name, text):
        with open(os.path.join(module, name), "w", encoding="utf-8") as file:
            file.write(text)
        return "file://%s/%s" % (module, name)

    def codes(uri, version):
        return {one["code"] for one in client.diagnostics(uri, version)}

    main_uri = write("main.tf", "")
    write("locals.tf", 'locals {\n  bucket = "arn:aws:s3:::b/*"\n}\n')
    variables = write("variables.tf", MODULE_VARIABLES % "s3:GetObjekt")
    write("unrelated.txt", MODULE_VARIABLES % "s3:GetObject")
    open_document(client, main_uri, MODULE_MAIN, "terraform", 1)
    assert "unknown-action" in codes(main_uri, 1)
    step("a module's file as the editor has it")
    open_document(client, variables, MODULE_VARIABLES % "s3:GetObject", "terraform", 1)
    assert codes(main_uri, 1) == set()
    assert codes(variables, 1) == set()
    client.notify("textDocument/didChange", {
        "textDocument": {"uri": variables, "version": 2},
        "contentChanges": [{"text": MODULE_VARIABLES % "s3:GetNothing"}]})
    assert "unknown-action" in codes(main_uri, 1)
    step("a module's values as they are saved")
    values = write("terraform.tfvars", 'action = "s3:GetObject"\n')
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": values, "type": 1}]})
    assert codes(main_uri, 1) == set()
    os.remove(os.path.join(module, "terraform.tfvars"))
    step("a module's file as it is on the disk once it is closed")
    write("variables.tf", MODULE_VARIABLES % "s3:GetObject")
    client.notify("textDocument/didClose", {"textDocument": {"uri": variables}})
    assert codes(main_uri, 1) == set()
    client.notify("textDocument/didClose", {"textDocument": {"uri": main_uri}})


def check_configuration(client, folder, uri):
    step("the configuration")
    with open(os.path.join(folder, "rolelint.yaml"), "w", encoding="utf-8") as file:
        file.write("rules:\n  sid-format: off\n")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [
        {"uri": "file://%s/rolelint.yaml" % folder, "type": 1}]})
    codes = {one["code"] for one in client.diagnostics(uri, 60)}
    assert "sid-format" not in codes and "unknown-action" in codes, codes


def check_malformed(client, uri):
    step("malformed messages")
    bodies = [b"{", b"[]", b"42", b"", b"\xff\xfe", b'{"jsonrpc": "2.0"}', b"[" * 100000,
              b'{"jsonrpc": "2.0", "id": {}, "method": "x"}']
    for body in bodies:
        client.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        assert "error" in client.receive(), body
    client.raw(b"Content-Type: x\r\n\r\n")
    assert "error" in client.receive()
    for params in (None, 3, [], {}, {"textDocument": 1}, {"textDocument": {"uri": uri}},
                   at(uri, {"line": -1, "character": "x"}), at("file:///absent", {})):
        for method in ("hover", "completion", "codeAction"):
            assert "error" in client.request("textDocument/" + method, params), params
        for method in ("didOpen", "didChange", "didClose", "didSave"):
            if method != "didClose" or uri not in json.dumps(params):
                client.notify("textDocument/" + method, params)
    assert client.request("no/such")["error"]["code"] == -32601
    far = {"line": 4000000000, "character": 4000000000}
    client.notify("textDocument/didChange", {
        "textDocument": {"uri": uri, "version": 61},
        "contentChanges": [{"range": {"start": far, "end": far}, "text": "\n"}]})
    client.result("textDocument/hover", at(uri, far))


def check_end(program, folder):
    step("shutdown and exit")
    client = Client(program, folder)
    assert client.request("textDocument/hover")["error"]["code"] == -32002
    initialize(client, folder)
    assert client.result("shutdown") is None
    assert client.request("textDocument/hover")["error"]["code"] == -32600
    client.notify("exit", None)
    assert client.process.wait(10) == 0
    client = Client(program, folder, ["--stdio"])
    client.notify("exit", None)
    assert client.process.wait(10) == 1
    client = Client(program, folder)
    client.process.stdin.close()
    assert client.process.wait(10) == 1


def template(size):
    """A template of roles with policies, of about that many bytes."""
    resources = {}
    number = 0
    while len(json.dumps({"Resources": resources}, indent=2)) < size:
        number += 1
        resources["Role%d" % number] = {"Type": "AWS::IAM::Role", "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
                 "Action": "sts:AssumeRole"}]},
            "Policies": [{"PolicyName": "p%d" % number, "PolicyDocument": {
                "Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "dynamodb:Query"],
                     "Resource": "arn:aws:s3:::bucket-%d/*" % number},
                    {"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}]}}]}}
    return json.dumps({"Resources": resources}, indent=2)


def check_time(client, folder):
    step("time")
    uri = "file://%s/large.json" % folder
    text = template(50000)
    open_document(client, uri, text)
    client.diagnostics(uri, 1)
    times = []
    where = place(text, "s3:GetObject", 12)
    for version in range(2, 32):
        new = "x" if version % 2 == 0 else ""
        end = dict(where, character=where["character"] + (0 if new else 1))
        begin = time.monotonic()
        client.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"range": {"start": where, "end": end}, "text": new}]})
        client.diagnostics(uri, version)
        times.append(time.monotonic() - begin)
    times.sort()
    print("%d bytes: diagnostics after %.1f ms (median), %.1f ms (best)" % (
        len(text), 1000 * times[len(times) // 2], 1000 * times[0]))


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        client = Client(program, folder)
        capabilities = initialize(client, folder, {"workspace": {
            "workspaceEdit": {"documentChanges": True}}})
        assert capabilities["textDocumentSync"]["change"] == 2, capabilities
        uri = "file://%s/policy.json" % folder
        check_diagnostics(client, uri)
        check_changes(client, uri)
        check_hover(client, uri)
        check_completion(client, uri)
        check_actions(client, uri)
        check_formats(client, folder)
        check_module(client, folder)
        check_configuration(client, folder, uri)
        check_time(client, folder)
        check_malformed(client, uri)
        assert client.result("shutdown") is None
        client.notify("exit", None)
        assert client.process.wait(10) == 0
        check_end(program, folder)
    step("all is well")


if __name__ == "__main__":
    main()
