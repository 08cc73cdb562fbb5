"""The HTTP side, on the standard library alone. Log lines and answers look like those of MLEM's own server."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .data import InvalidValue


def serve(model, host, port, fault):
    server = Server((host, fault.port(port)), Handler)
    server.model, server.fault = model, fault
    print("INFO:     mlem stand-in of Mlem.Docker's tests, not MLEM", file=sys.stderr, flush=True)
    print(f"INFO:     running on http://{host}:{server.server_port}", file=sys.stderr, flush=True)
    fault.when_serving()
    server.serve_forever()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.fault.on_request()
        path = self.path.partition("?")[0]
        if path == "/":
            self._answer(307, None, location="/docs")
        elif path == "/interface.json":
            self._answer(200, self.server.model.interface())
        elif path[1:] in self.server.model.methods:
            self._answer(405, {"detail": "Method Not Allowed"})
        else:
            self._answer(404, {"detail": "Not Found"})

    def do_POST(self):
        self.server.fault.on_request()
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
        path = self.path.partition("?")[0]
        method = self.server.model.methods.get(path[1:])
        if method is None:
            if path in ("/", "/interface.json"):
                self._answer(405, {"detail": "Method Not Allowed"})
            else:
                self._answer(404, {"detail": "Not Found"})
        elif self.server.fault.fails_methods():
            self._answer(500, {"error": "STANDIN_FAULT=error-500"})
        else:
            self.server.fault.on_method()
            self._answer(*_call(method, text))

    def log_message(self, format, *args):
        print(f'INFO:     {self.client_address[0]}:{self.client_address[1]} - {format % args}', flush=True)

    def log_request(self, code="-", size="-"):
        self.log_message('"%s" %s', self.requestline, int(code))

    def _answer(self, status, body, location=None):
        content = b"" if body is None else _json(body)
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        if body is not None:
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _call(method, text):
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        context = {name: getattr(error, name) for name in ("msg", "doc", "pos", "lineno", "colno")}
        return 422, _detail(["body", error.pos], str(error), "value_error.jsondecode", ctx=context)
    if not isinstance(body, dict):
        return 422, _detail(["body"], "value is not a valid dict", "type_error.dict")
    try:
        return 200, method(body)
    except InvalidValue as error:
        return 422, _detail(["body"], str(error), "value_error")
    except Exception as error:
        return 400, {"error": f"{type(error).__name__}: {error}"}


def _detail(location, message, kind, **more):
    return {"detail": [{"loc": location, "msg": message, "type": kind, **more}]}


def _json(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
