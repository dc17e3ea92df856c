"""The agent of the Python block in docs/clients.md, as it stands there, with a model on this machine that calls one tool."""

import asyncio
import json
import os
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLI = str(ROOT / "dist" / "cli.js")
KEY = "a-key-of-this-test"
seen: list[dict] = []


class Model(BaseHTTPRequestHandler):
    """Answers as a model would: first with a call of get_campaigns, then with the name of the first campaign."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        seen.append(body)
        results = [one for one in body["input"] if one.get("type") == "function_call_output"]
        if results:
            text = json.dumps(results[-1]["output"])
            content = [{"type": "output_text", "text": text, "annotations": []}]
            output = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": content}
        else:
            output = {
                "type": "function_call",
                "id": "fc_1",
                "call_id": "call_1",
                "status": "completed",
                "name": "get_campaigns",
                "arguments": json.dumps({"channel": "email", "page_size": 2}),
            }
        answer = {
            "id": f"resp_{len(seen)}",
            "object": "response",
            "created_at": 0,
            "status": "completed",
            "model": body["model"],
            "output": [output],
            "parallel_tool_calls": False,
            "tool_choice": "auto",
            "tools": [],
        }
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


def replace(text: str, old: str, new: str) -> str:
    assert old in text, f"the block in docs/clients.md has no {old}"
    return text.replace(old, new)


def agent_block() -> str:
    """The block, with this clone's path and the sandbox's address in place of Maton's."""
    [block] = re.findall(r"```python\n(.*?)```", (ROOT / "docs/clients.md").read_text(encoding="utf8"), re.S)
    block = replace(block, "/absolute/path/to/klaviyo-mcp/dist/cli.js", CLI)
    key = '"MATON_API_KEY": os.environ["MATON_API_KEY"]'
    return replace(block, key, f'{key}, "MATON_API_URL": os.environ["MATON_API_URL"]')


model = ThreadingHTTPServer(("127.0.0.1", 0), Model)
threading.Thread(target=model.serve_forever, daemon=True).start()
sandbox = subprocess.Popen(["node", CLI, "sandbox", "--port", "0"], stdout=subprocess.PIPE, text=True)
try:
    os.environ.update(
        MATON_API_KEY=KEY,
        MATON_API_URL=sandbox.stdout.readline().strip(),
        OPENAI_API_KEY="none",
        OPENAI_BASE_URL=f"http://127.0.0.1:{model.server_port}/v1",
        OPENAI_AGENTS_DISABLE_TRACING="1",
    )
    scope: dict = {}
    exec(compile(agent_block(), "docs/clients.md", "exec"), scope)
    asyncio.run(scope["main"]())
finally:
    sandbox.terminate()
    sandbox.wait()
    model.shutdown()

assert len(seen) == 2, f"the model was asked {len(seen)} times"
names = {tool["name"] for tool in seen[0]["tools"]}
assert {"get_campaigns", "query_campaign_values"} <= names and "create_webhook" not in names, sorted(names)
[result] = [one for one in seen[1]["input"] if one.get("type") == "function_call_output"]
# Only a call with a key gets this far: a server without one says so instead.
assert "send_time" in json.dumps(result), result
print(f"the agent of docs/clients.md lists {len(names)} tools and reads campaigns with the key that env carries")
