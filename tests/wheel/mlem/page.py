"""The page of the `streamlit` server: a process of its own, which ends at SIGTERM, and which MLEM never ends."""

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def process(host, port):
    return subprocess.Popen([sys.executable, "-m", "mlem.page", host, str(port)])


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        content = b"<title>MLEM Streamlit UI</title>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format, *args):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Page).serve_forever()
