"""Ways to misbehave on demand, so that tests can see a failing container."""

import os
import threading
import time

EXIT_CODE = 3
KINDS = ("", "exit", "exit-after", "late", "wrong-port", "hang", "deaf", "error-500", "method-exit", "method-hang", "method-slow")


class Fault:
    def __init__(self, text):
        self.kind, _, seconds = text.partition(":")
        self.seconds = float(seconds or 0)
        if self.kind not in KINDS:
            raise SystemExit(f"STANDIN_FAULT={text}: not one of {', '.join(KINDS[1:])}")

    @classmethod
    def from_environment(cls):
        return cls(os.environ.get("STANDIN_FAULT", ""))

    def at_start(self):
        if self.kind == "exit":
            raise DiesAtStart("STANDIN_FAULT=exit")
        if self.kind == "late":
            time.sleep(self.seconds)
        if self.kind == "hang":
            threading.Event().wait()

    def when_serving(self):
        if self.kind == "exit-after":
            timer = threading.Timer(self.seconds, self._end)
            timer.daemon = True
            timer.start()

    def port(self, port):
        return port + 1 if self.kind == "wrong-port" else port

    def on_request(self):
        if self.kind == "deaf":
            threading.Event().wait()

    def on_method(self):
        if self.kind == "method-exit":
            self._end()
        if self.kind == "method-slow":
            time.sleep(self.seconds)
        if self.kind == "method-hang":
            threading.Event().wait()

    def fails_methods(self):
        return self.kind == "error-500"

    def _end(self):
        print(f"STANDIN_FAULT={self.kind}:{self.seconds:g}", flush=True)
        os._exit(EXIT_CODE)


class DiesAtStart(SystemExit):
    """Ends with a traceback on standard error and a code of its own, as a failed import does with 1."""

    def __init__(self, reason):
        import sys
        import traceback

        traceback.print_stack(file=sys.stderr)
        print(f"DiesAtStart: {reason}", file=sys.stderr, flush=True)
        super().__init__(EXIT_CODE)
