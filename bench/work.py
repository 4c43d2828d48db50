"""The work: a dataset, a prompt, and the request that judge makes of them, which the peers send too."""
import json
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from host import HERE, SCRATCH
from servers import CERTIFICATE

PROMPT = HERE / "peers" / "prompt.mustache"
WHOLE_PROMPT = SCRATCH / "prompt.txt"  # with what judge adds about the form of the verdict
REQUEST = SCRATCH / "request.json"  # all of a request but its messages
BODY = SCRATCH / "body.json"  # one whole request
KEY = "sk-bench-not-a-key"

WORDS = ("the of and to in is that it was for on are as with his they at be this from have or by one "
         "had not but what all were when we there can an your which their said if do will each about "
         "how up out them then she many some so these would other into has more her two like him see "
         "time could no make than first been its who now people my made over did down only way find "
         "use may water long little very after words called just where most know").split()

CONFIG = """
[run]
output = "results.jsonl"
store  = "store.db"
[dataset]
path   = "{dataset}"
fields = {{ input = "question", output = "answer" }}
[models.mini]
model    = "gpt-4.1-mini"
base_url = "{url}"
api_keys = "env:BENCH_KEY"
ca_file  = "{ca_file}"
max_connections = {in_flight}
params   = {{ temperature = 0.0, max_tokens = 256 }}
[judge]
method = "score"
models = ["mini"]
prompt = "{prompt}"
scale  = [1, 10]
"""


@dataclass(frozen=True)
class Work:
    url: str
    dataset: Path
    rows: int
    in_flight: int = 64

    @property
    def ca_file(self):
        return str(CERTIFICATE) if self.url.startswith("https") else ""


def dataset(rows, words=(24, 40)):
    """A JSONL file, the same whenever it is made; `words` of its answers: a prompt of about 800 bytes.

    Kept from run to run, for it is slow to make."""
    path = SCRATCH.parent / f"data-{rows}-{words[1]}.jsonl"
    if path.exists():
        return path
    draw = random.Random(1)
    pool = draw.choices(WORDS, k=100_000)

    def text(least, most):
        start = draw.randrange(90_000)
        return " ".join(pool[start:start + draw.randint(least, most)])

    unfinished = path.with_suffix(".part")
    with open(unfinished, "w") as file:
        for i in range(rows):
            file.write(json.dumps({"id": f"q{i}", "question": text(12, 24).capitalize() + "?",
                                   "target": text(6, 14), "answer": text(*words) + "."}) + "\n")
    unfinished.rename(path)
    return path


def learn_request(body, row):
    """From judge's request for one row: what the peers send for every row."""
    BODY.write_text(json.dumps(body))
    request = dict(body)
    prompt = request.pop("messages")[0]["content"]
    for name in ("answer", "question", "target"):
        prompt = prompt.replace(row[name], "{{" + name + "}}")
    WHOLE_PROMPT.write_text(prompt)
    REQUEST.write_text(json.dumps(request))


def folder(name):
    """An empty one."""
    path = SCRATCH / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def judge_config(work, name="judge", *, fresh=True):
    """The path of a config, beside which results and store will be."""
    path = folder(name) if fresh else SCRATCH / name
    config = path / "bench.toml"
    config.write_text(CONFIG.format(dataset=work.dataset, url=work.url, ca_file=work.ca_file,
                                    in_flight=work.in_flight, prompt=PROMPT))
    return config


def count_verdicts(path, score):
    """Of a JSONL file's lines, how many have the right score."""
    with open(path) as file:
        return sum(score(json.loads(line)) == 8 for line in file)
