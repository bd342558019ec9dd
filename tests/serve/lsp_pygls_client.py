"""Talks to `rolelint lsp` through pygls, whose types follow the protocol's own model.

    python3 lsp_pygls_client.py ROLELINT
"""

import asyncio
import os
import sys
import tempfile

from lsprotocol import types
from pygls.lsp.client import LanguageClient

POLICY = """{"Version": "2012-10-17", "Statement": [
  {"Sid": "a b", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}
]}
"""


async def talk(program, folder):
    client = LanguageClient("test", "1")
    published = asyncio.Queue()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def publish(params: types.PublishDiagnosticsParams):
        published.put_nowait(params)

    await client.start_io(program, "lsp", "--no-config")
    result = await client.initialize_async(types.InitializeParams(
        capabilities=types.ClientCapabilities(), root_uri="file://" + folder))
    assert result.server_info.name == "rolelint", result
    client.initialized(types.InitializedParams())
    uri = "file://" + folder + "/policy.json"
    document = types.TextDocumentIdentifier(uri=uri)
    client.text_document_did_open(types.DidOpenTextDocumentParams(
        text_document=types.TextDocumentItem(uri=uri, language_id="json", version=1, text=POLICY)))
    params = await published.get()
    assert params.version == 1, params
    sid = [one for one in params.diagnostics if one.code == "sid-format"][0]
    action = types.Position(line=1, character=POLICY.split("\n")[1].index("s3:Get") + 2)
    hover = await client.text_document_hover_async(
        types.HoverParams(text_document=document, position=action))
    assert "matches" in hover.contents.value, hover
    completion = await client.text_document_completion_async(
        types.CompletionParams(text_document=document, position=action))
    assert any(one.label == "s3:" for one in completion.items), completion
    fixes = await client.text_document_code_action_async(types.CodeActionParams(
        text_document=document, range=sid.range,
        context=types.CodeActionContext(diagnostics=[sid])))
    assert fixes[0].edit.changes[uri][0].range == sid.range, fixes
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


def main():
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(asyncio.wait_for(talk(sys.argv[1], os.path.realpath(folder)), 60))
    print("all is well")


if __name__ == "__main__":
    main()
