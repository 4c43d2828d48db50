"""The ways in which judge can ask a model, as a config says them."""

# What makes a model speak it, and its base_url at a server of any kind that serves all of them.
DIALECTS = {
    "openai": ('provider = "openai"', "{url}/v1"),
    "responses": ('provider = "openai"\napi = "responses"', "{url}/v1"),
    "anthropic": ('provider = "anthropic"', "{url}"),
    "gemini": ('provider = "gemini"', "{url}"),
    "azure": ('provider = "azure"\ndeployment = "gpt"', "{url}"),
    "bedrock": ('provider = "bedrock"\nregion = "us-east-1"', "{url}"),
}

KEY = "sk-dialects-1234"
ENVIRONMENT = {"MODEL_KEY": KEY, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": "secret-1234"}

CONFIG = """\
[run]
output = "results.jsonl"
[dataset]
path = "data.jsonl"
[models.m]
{speaks}
model = "gpt-4o-mini"
base_url = "{base_url}"
{keys}
max_connections = 8
retry = {{ max = {retries}, base = "10ms", cap = "100ms" }}
timeout = {{ attempt = "5s" }}
[judge]
method = "score"
models = ["m"]
prompt = "Grade this answer from 1 to 10. <output>{{{{output}}}}</output> Question: {{{{input}}}}"
"""


def config(name, url, retries):
    """A config for the server at that root."""
    speaks, base_url = DIALECTS[name]
    keys = "" if name == "bedrock" else 'api_keys = "env:MODEL_KEY"'
    return CONFIG.format(speaks=speaks, base_url=base_url.format(url=url), keys=keys, retries=retries)


def is_unknown(said):
    """Of what judge said: it does not know that dialect."""
    return "models.m.provider:" in said or "models.m.api:" in said
