"""Klaviyo's own server as its package has it, led to the sandbox: nothing else of it is touched."""

import os
import pathlib

import requests
from klaviyo_api import KlaviyoAPI

DESCRIPTIONS = "https://raw.githubusercontent.com/klaviyo/openapi/"

made = KlaviyoAPI.__init__


def led(self, *args, **kwargs):
    made(self, *args, test_host=os.environ["SANDBOX_URL"], **kwargs)
    self.configuration.api_key = {"Klaviyo-API-Key": "Bearer raw"}


KlaviyoAPI.__init__ = led

description = os.environ.get("DESCRIPTION_FILE")
if description:
    get = requests.get

    def from_file(url, *args, **kwargs):
        """What it downloads at each start, where the network has none."""
        if not url.startswith(DESCRIPTIONS):
            return get(url, *args, **kwargs)
        answer = requests.Response()
        answer.status_code = 200
        answer._content = pathlib.Path(description).read_bytes()
        return answer

    requests.get = from_file

from klaviyo_mcp_server.main import main  # noqa: E402

main()
