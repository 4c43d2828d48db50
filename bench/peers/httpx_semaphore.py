"""As aiohttp_semaphore.py, with httpx.

usage: httpx_semaphore.py SETTINGS.json   (see bench/peers.py)
"""
import asyncio
import json
import sys

import httpx

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


async def judge(client, semaphore, row, out):
    async with semaphore:
        body = {**request, "messages": [{"role": "user", "content": render(row)}]}
        response = await client.post(settings["url"] + "/chat/completions", json=body)
        response.raise_for_status()
        reply = response.json()
    content = reply["choices"][0]["message"]["content"]
    verdict = json.loads(content)
    out.write(json.dumps({"id": row["id"], "score": verdict["score"],
                          "explanation": verdict["explanation"], "text": content,
                          "usage": reply["usage"]}) + "\n")


async def main():
    with open(settings["dataset"]) as file:
        rows = [json.loads(line) for line in file]
    semaphore = asyncio.Semaphore(settings["in_flight"])
    async with httpx.AsyncClient(
        headers={"Authorization": "Bearer " + settings["key"]},
        limits=httpx.Limits(max_connections=settings["in_flight"],
                            max_keepalive_connections=settings["in_flight"]),
        verify=settings["ca_file"] or True,
        timeout=None,
    ) as client:
        with open(settings["out"], "a") as out:
            await asyncio.gather(*(judge(client, semaphore, row, out) for row in rows))


asyncio.run(main())
