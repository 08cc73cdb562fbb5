"""Renders templates with the real Jinja2: one JSON object per line in, one per line out.

In: {"templates": {name: text}, "variables": {...}}; the template named "main" is rendered.
Out: {"output": text} or {"error": "syntax" | "undefined" | "notfound" | "runtime" | "limit", "message": text}.
"""
import json
import signal
import sys

import jinja2


class Slow(BaseException):
    pass


def give_up(signum, frame):
    raise Slow()


def render(case):
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(case["templates"]), undefined=jinja2.StrictUndefined
    )
    signal.setitimer(signal.ITIMER_REAL, 5)
    try:
        return {"output": environment.get_template("main").render(case["variables"])}
    except (jinja2.TemplateSyntaxError, SyntaxError) as e:
        return {"error": "syntax", "message": str(e)}
    except jinja2.UndefinedError as e:
        return {"error": "undefined", "message": str(e)}
    except jinja2.TemplateNotFound as e:
        return {"error": "notfound", "message": str(e)}
    except (RecursionError, MemoryError, Slow) as e:
        return {"error": "limit", "message": repr(e)}
    except Exception as e:
        return {"error": "runtime", "message": repr(e)}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


signal.signal(signal.SIGALRM, give_up)
print(json.dumps({"version": jinja2.__version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(render(json.loads(line))), flush=True)
