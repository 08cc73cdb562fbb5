"""Reads YAML texts, each a line of JSON, with the real PyYAML; answers a line of JSON for each."""
import json
import sys

import yaml


def show(value):
    """Python's repr, with the items of a set in one order and pairs as lists."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{show(k)}: {show(v)}" for k, v in value.items()) + "}"
    if isinstance(value, set):
        return "{" + ", ".join(sorted(map(show, value), key=lambda text: text.encode("utf-16-be", "surrogatepass"))) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(show, value)) + "]"
    return repr(value)


for line in sys.stdin:
    text = json.loads(line)
    try:
        answer = {"repr": show(yaml.safe_load(text))}
    except RecursionError:
        answer = {"problem": "too deep"}
    except yaml.YAMLError as error:
        answer = {"problem": getattr(error, "problem", None) or str(error)}
    except Exception as error:
        answer = {"problem": type(error).__name__}
    print(json.dumps(answer))
