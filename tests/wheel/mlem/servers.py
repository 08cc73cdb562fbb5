"""MLEM's server types: which ports they listen on, and what runs beside them."""

import os
import tempfile

from . import http, page, rmq


def serve(server, model, fault):
    kind = server.get("type")
    if kind == "_heroku":
        inner = dict(server["server"])
        inner["server_port" if inner.get("type") == "streamlit" else "port"] = int(os.environ["PORT"])
        serve(inner, model, fault)
    elif kind in ("fastapi", "_sagemaker"):
        http.serve(model, server.get("host", "0.0.0.0"), server.get("port", 8080), fault, _names(server, kind))
    elif kind == "streamlit":
        _streamlit(server, model, fault)
    elif kind == "rmq":
        rmq.serve(server, model, fault)
    else:
        raise SystemExit(f"the stand-in does not serve {kind!r}")


def _names(server, kind):
    return {"invocations": server.get("method", "predict")} if kind == "_sagemaker" else None


def _streamlit(server, model, fault):
    # MLEM writes the page's script into a temporary folder, and waits for its process at the end without ending it.
    with tempfile.TemporaryDirectory(prefix="mlem_streamlit_script_"):
        with page.process(server.get("ui_host", "0.0.0.0"), server.get("ui_port", 80)):
            http.serve(model, server.get("server_host", "0.0.0.0"), server.get("server_port", 8081), fault)
