"""Talks to `rolelint mcp` through the official Python SDK.

    python3 mcp_sdk_client.py ROLELINT
"""

import asyncio
import json
import os
import sys
import tempfile

import mcp_types as types
from mcp.client.session import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client

POLICY = {"Version": "2012-10-17",
          "Statement": {"Effect": "Allow", "Action": "s3:Get", "Resource": "*"}}


async def talk(program, folder):
    async def list_roots(_context):
        return types.ListRootsResult(roots=[types.Root(uri="file://" + folder)])

    parameters = StdioServerParameters(command=program, args=["mcp"])
    async with stdio_client(parameters) as (read, write):
        async with ClientSession(read, write, list_roots_callback=list_roots) as session:
            result = await session.initialize()
            print("protocol", result.protocol_version)
            tools = await session.list_tools()
            names = [tool.name for tool in tools.tools]
            assert names == ["check", "prove", "simulate", "why", "explain", "catalog"], names
            answer = await session.call_tool("check", {"text": json.dumps(POLICY)})
            assert not answer.is_error, answer
            assert answer.structured_content["findings"][0]["rule"] == "unknown-action", answer
            answer = await session.call_tool("check", {"paths": ["policy.json"]})
            assert not answer.is_error, answer
            assert answer.structured_content["findings"][0]["rule"] == "unknown-action", answer
            answer = await session.call_tool("check", {"paths": ["/etc/passwd"]})
            assert answer.is_error, answer
            answer = await session.call_tool("prove", {
                "question": "not-public", "a_path": "policy.json", "kind": "resource"})
            assert "result" in answer.structured_content, answer
            answer = await session.call_tool("explain", {"rule": "root-principal"})
            assert "What it finds" in answer.content[0].text, answer
            await session.send_ping()


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        with open(os.path.join(folder, "policy.json"), "w", encoding="utf-8") as file:
            json.dump(POLICY, file)
        asyncio.run(asyncio.wait_for(talk(sys.argv[1], folder), 60))
    print("all is well")


if __name__ == "__main__":
    main()
