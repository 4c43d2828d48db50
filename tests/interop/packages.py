"""The packages from npm that the tests in this folder talk to: installed once, into build/interop."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

HERE = pathlib.Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build" / "interop"
OLDEST_NODE = 20  # the newest clients do not run on Debian 12's Node.js 18


def _node_version():
    node = shutil.which("node")
    if not node:
        return None
    return int(subprocess.run([node, "--version"], capture_output=True, text=True).stdout[1:].split(".")[0])


def _installed():
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
    for name, version in wanted.items():
        package = BUILD / "node_modules" / name / "package.json"
        if not package.exists() or json.loads(package.read_text())["version"] != version:
            return False
    return True


def install():
    """Raises SkipTest with a sentence where they cannot be had."""
    version = _node_version()
    if version is None or not shutil.which("npm"):
        raise unittest.SkipTest("node and npm are not installed: nothing to cross-check with")
    if version < OLDEST_NODE:
        raise unittest.SkipTest(f"the official clients need Node.js {OLDEST_NODE} or newer; here is {version}")
    BUILD.mkdir(parents=True, exist_ok=True)
    for source in [HERE / "package.json", HERE / "package-lock.json", *HERE.glob("*.mjs")]:
        shutil.copy(source, BUILD)  # node looks for node_modules beside a script
    if _installed():
        return
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=BUILD,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900)
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:]
        raise unittest.SkipTest(f"npm cannot install the packages of tests/interop: {last}")


def node(script, *arguments):
    return ["node", str(BUILD / script), *map(str, arguments)]


def environment(**more):
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "JUDGE")}
    return {**keep, "NODE_NO_WARNINGS": "1", "GENAI_PRICES_DISABLE_UPDATE": "1", **more}
