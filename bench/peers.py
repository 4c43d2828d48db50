"""Who does the work: judge, what people use instead, and the limits of what any client could do."""
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Callable

from host import BUILD, HERE, Unable, program, say
from measure import run
from servers import PATH, Witness
from work import (BODY, KEY, REQUEST, WHOLE_PROMPT, Work, count_verdicts, dataset, folder, judge_config,
                  learn_request)

PEERS = HERE / "peers"
ENVIRONMENT = {"BENCH_KEY": KEY, "OPENAI_API_KEY": KEY, "NO_COLOR": "1",
               "PROMPTFOO_DISABLE_TELEMETRY": "1", "PROMPTFOO_DISABLE_UPDATE": "1",
               "PROMPTFOO_CONFIG_DIR": str(BUILD / "promptfoo"), "PROMPTFOO_SELF_HOSTED": "1"}


@dataclass(frozen=True)
class Peer:
    name: str
    command: Callable  # of a Work and an empty folder
    verdicts: Callable  # of that folder: how many right ones the results hold

    def do(self, work, **how):
        """One run, with its results checked."""
        place = folder(self.name)
        command = self.command(work, place)
        done = run(command, self.name, environment=ENVIRONMENT, **how)
        right = self.verdicts(place)
        if right != work.rows:
            raise Unable(f"{self.name}: {right:,} right verdicts of {work.rows:,}")
        return done


def _judge(work, place):
    return [program("judge"), "run", judge_config(work, place.name), "--progress", "none"]


def _judge_verdicts(place):
    return count_verdicts(place / "results.jsonl", lambda line: line["verdict"]["score"])


def _settings(work, place):
    path = place / "settings.json"
    path.write_text(json.dumps({"url": work.url, "key": KEY, "dataset": str(work.dataset),
                                "prompt": str(WHOLE_PROMPT), "request": str(REQUEST),
                                "out": str(place / "out.jsonl"), "in_flight": work.in_flight,
                                "ca_file": work.ca_file}))
    return path


def _python(module):
    """The first Python that has it: Debian's may not be the one in PATH."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0:
            return python
    raise Unable(f"Python's {module} is not installed")


def _package(name):
    if not (BUILD / "node_modules" / name / "package.json").exists():
        raise Unable(f"{name} could not be installed from npm")


def _script(name, module):
    return lambda work, place: [_python(module), PEERS / name, _settings(work, place)]


def _sdk(work, place):
    _package("openai")
    shutil.copy(PEERS / "openai_plimit.mjs", BUILD)  # where node finds node_modules
    return ["node", BUILD / "openai_plimit.mjs", _settings(work, place)]


def _promptfoo(work, place):
    _package("promptfoo")
    request = json.loads(REQUEST.read_text())
    provider = {"id": "openai:chat:" + request.pop("model"),
                "config": {"apiBaseUrl": work.url, "apiKey": KEY, **request,
                           "passthrough": request}}  # of its own accord it leaves out a 0
    config = {"prompts": [f"file://{WHOLE_PROMPT}"], "providers": [provider],
              "tests": f"file://{place}/tests.jsonl",
              "defaultTest": {"assert": [{"type": "javascript",
                                          "value": "output.score === 8"}]}}
    (place / "promptfooconfig.json").write_text(json.dumps(config))
    with open(work.dataset) as rows, open(place / "tests.jsonl", "w") as tests:
        for row in rows:
            tests.write(json.dumps({"vars": json.loads(row)}) + "\n")
    return ["node", BUILD / "node_modules/promptfoo/dist/src/main.js", "eval", "--no-cache",
            "--no-write", "--no-table", "--no-progress-bar", "-j", work.in_flight,
            "-c", place / "promptfooconfig.json", "-o", place / "out.jsonl"]


def _line_score(place):
    return count_verdicts(place / "out.jsonl", lambda line: line["score"])


def _promptfoo_verdicts(place):
    return count_verdicts(place / "out.jsonl",
                          lambda line: line["response"]["output"]["score"])


JUDGE = Peer("judge", _judge, _judge_verdicts)
AIOHTTP = Peer("aiohttp", _script("aiohttp_semaphore.py", "aiohttp"), _line_score)
HTTPX = Peer("httpx", _script("httpx_semaphore.py", "httpx"), _line_score)
SDK = Peer("openai-sdk", _sdk, _line_score)
PROMPTFOO = Peer("promptfoo", _promptfoo, _promptfoo_verdicts)
OTHERS = (AIOHTTP, HTTPX, SDK, PROMPTFOO)


def judge(work, *options, name="judge", fresh=True, **how):
    """A run with options, in a folder of that name; `fresh`: which is empty before."""
    if "--progress" not in options:
        options = (*options, "--progress", "none")
    config = judge_config(work, name, fresh=fresh)
    return run([program("judge"), "run", config, *options], " ".join(["judge", *map(str, options)]),
               environment=ENVIRONMENT, **how)


def bare_curl(work, *options, **how):
    ca_file = [work.ca_file] if work.ca_file else []
    return run([program("judge_bench_curl"), work.url + PATH.removeprefix("/v1"), BODY,
                work.in_flight, work.rows, *ca_file, *options],
               " ".join(["bare libcurl", *options]), **how)


def bare_epoll(work, **how):
    port = re.search(r":(\d+)/", work.url)[1]
    return run([program("judge_bench_epoll"), port, BODY, work.in_flight, work.rows],
               "bare epoll", **how)


def wrk(work, seconds=2):
    """A run, and how many requests it made: wrk counts seconds, not requests."""
    if not shutil.which("wrk"):
        raise Unable("wrk is not installed")
    done = run(["wrk", "-t1", f"-c{work.in_flight}", f"-d{seconds}s", "-s", PEERS / "wrk.lua",
                work.url + PATH.removeprefix("/v1")], "wrk",
               environment={"BENCH_BODY": str(BODY)})
    return done, int(re.search(r"(\d+) requests in", done.output)[1])


def same_work(peers):
    """What judge sends for the first rows is what the peers are to send; tells who does not."""
    problems, wanted = {}, None
    rows = 3
    sample = dataset(rows)
    for peer in (JUDGE, *peers):
        try:
            with Witness() as witness:
                peer.do(Work(witness.url, sample, rows, 1))
            bodies = sorted(witness.bodies, key=lambda body: body["messages"][0]["content"])
            if peer is JUDGE:
                wanted = bodies
                with open(sample) as file:
                    learn_request(witness.bodies[0], json.loads(file.readline()))
            elif bodies != wanted:
                problems[peer.name] = "sends other requests than judge"
        except Unable as why:
            problems[peer.name] = str(why).removeprefix(peer.name + ": ")
        if peer.name in problems:
            say(f"{peer.name}: {problems[peer.name]}")
    if "judge" in problems:
        raise Unable("judge: " + problems["judge"])
    return problems


def install():
    """The peers from npm, once. Without promptfoo the others are installed all the same."""
    npm = shutil.which("npm")
    if not npm:
        return say("npm is not installed: no openai SDK, no promptfoo")
    wanted = json.loads((PEERS / "package.json").read_text())["dependencies"]
    for names in (["openai", "p-limit"], ["promptfoo"]):
        if all((BUILD / "node_modules" / name).exists() for name in names):
            continue
        say(f"installing {', '.join(names)} from npm (promptfoo takes minutes)")
        done = subprocess.run(
            [npm, "install", "--prefix", BUILD, "--no-audit", "--no-fund", "--no-package-lock",
             *(f"{name}@{wanted[name]}" for name in names)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=BUILD,
            env={**os.environ, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1",
                 "PUPPETEER_SKIP_DOWNLOAD": "1"})
        if done.returncode != 0:
            say(f"npm cannot install {names[-1]}: {done.stderr.strip().splitlines()[-1:]}")
