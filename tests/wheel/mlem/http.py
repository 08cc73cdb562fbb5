"""The HTTP side, on the standard library alone. Log lines and answers look like those of MLEM's own server."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from . import stopping
from .data import InvalidValue


def serve(model, host, port, fault, names=None):
    """Serves a model's methods; `names` are those of `_sagemaker`, which has no other page than `/ping`."""
    server = Server((host, fault.port(port)), Handler)
    server.model, server.fault, server.names = model, fault, names
    server.connections = stopping.Connections()
    stopping.on_signal(server)
    print("INFO:     mlem stand-in of Mlem.Docker's tests, not MLEM", file=sys.stderr, flush=True)
    print(f"INFO:     running on http://{host}:{server.server_port}", file=sys.stderr, flush=True)
    fault.when_serving()
    server.serve_forever(poll_interval=0.1)
    server.connections.end()
    server.server_close()
    print("INFO:     Finished server process", flush=True)


class Server(ThreadingHTTPServer):
    # The end waits for them: what is being answered is answered.
    daemon_threads = False
    request_queue_size = 64


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.server.connections.idle(self.connection)

    def parse_request(self):
        self.server.connections.busy(self.connection)
        return super().parse_request()

    def handle_one_request(self):
        super().handle_one_request()
        if self.server.connections.ending:
            self.close_connection = True
        elif not self.close_connection:
            self.server.connections.idle(self.connection)

    def finish(self):
        self.server.connections.busy(self.connection)
        super().finish()

    def do_GET(self):
        self.server.fault.on_request()
        path = self.path.partition("?")[0]
        if self.server.names is not None:
            self._answer(*((200, {}) if path == "/ping" else (404, {"detail": "Not Found"})))
        elif path == "/":
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
        names = self.server.names
        method = self.server.model.methods.get(path[1:] if names is None else names.get(path[1:]))
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
        if self.server.connections.ending:
            self.send_header("Connection", "close")
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
