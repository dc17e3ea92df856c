"""The official Python SDK over stdio. It hands on HOME, PATH and the like only, so env carries the settings."""

import asyncio
import json
from pathlib import Path

from mcp import Client, StdioServerParameters
from mcp.types import ElicitResult

CLI = str(Path(__file__).resolve().parents[2] / "dist" / "cli.js")
DELETABLE = "Hx8JzK"
SERVER = StdioServerParameters(
    command="node",
    args=[CLI],
    env={"KLAVIYO_MCP_SANDBOX": "true", "KLAVIYO_MCP_TOOLSETS": "core,lists", "KLAVIYO_MCP_LOG_LEVEL": "error"},
)


async def exercise(mode: str) -> int:
    asked: list[str] = []

    async def elicit(context, params):
        asked.append(params.message)
        return ElicitResult(action="accept", content={"confirm": True})

    async with Client(SERVER, mode=mode, elicitation_callback=elicit) as client:
        tools = (await client.list_tools()).tools
        names = {tool.name for tool in tools}
        assert "delete_list" in names and "create_webhook" not in names, "env chose the tools"
        found = await client.call_tool("get_lists", {"page_size": 2})
        assert not found.is_error and "Newsletter Subscribers" in json.dumps(found.structured_content)
        wrong = await client.call_tool("get_list", {"list_id": "none"})
        assert wrong.is_error and "list_id" in wrong.content[0].text
        gone = await client.call_tool("delete_list", {"list_id": DELETABLE})
        assert not gone.is_error and len(asked) == 1, gone.content
        prompts = (await client.list_prompts()).prompts
        assert prompts, "prompts are listed"
        for prompt in prompts:
            needed = {one.name: "last_7_days" for one in prompt.arguments or [] if one.required}
            assert (await client.get_prompt(prompt.name, needed)).messages
        account = await client.read_resource("klaviyo://account")
        assert "Northwind Outfitters" in account.contents[0].text
        return len(tools)


async def main() -> None:
    listed = {await exercise(mode) for mode in ("legacy", "auto")}
    assert len(listed) == 1
    print(f"legacy and auto: {listed.pop()} tools chosen by env; calls, a confirmed delete, prompts, a resource")


asyncio.run(main())
