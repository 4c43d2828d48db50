"""The tutorial's way: asyncio.Semaphore and aiohttp, one task a row, all gathered.

usage: aiohttp_semaphore.py SETTINGS.json   (see bench/peers.py)
"""
import asyncio
import json
import ssl
import sys

import aiohttp

with open(sys.argv[1]) as file:
    settings = json.load(file)
with open(settings["prompt"]) as file:
    prompt = file.read()
with open(settings["request"]) as file:
    request = json.load(file)


def render(row):
    text = prompt
    for name in ("question", "target", "answer"):
        text = text.replace("{{" + name + "}}", row[name])
    return text


async def judge(session, semaphore, row, out):
    async with semaphore:
        body = {**request, "messages": [{"role": "user", "content": render(row)}]}
        async with session.post(settings["url"] + "/chat/completions", json=body) as response:
            response.raise_for_status()
            reply = await response.json()
    content = reply["choices"][0]["message"]["content"]
    verdict = json.loads(content)
    out.write(json.dumps({"id": row["id"], "score": verdict["score"],
                          "explanation": verdict["explanation"], "text": content,
                          "usage": reply["usage"]}) + "\n")


async def main():
    with open(settings["dataset"]) as file:
        rows = [json.loads(line) for line in file]
    semaphore = asyncio.Semaphore(settings["in_flight"])
    trust = ssl.create_default_context(cafile=settings["ca_file"]) if settings["ca_file"] else None
    async with aiohttp.ClientSession(
        headers={"Authorization": "Bearer " + settings["key"]},
        connector=aiohttp.TCPConnector(limit=settings["in_flight"], ssl=trust),
        timeout=aiohttp.ClientTimeout(total=None),
    ) as session:
        with open(settings["out"], "a") as out:
            await asyncio.gather(*(judge(session, semaphore, row, out) for row in rows))


asyncio.run(main())
