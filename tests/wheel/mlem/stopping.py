"""Ends the HTTP server as uvicorn ends: no new connection, idle ones closed, what is being answered is answered."""

import signal
import socket
import threading


class Connections:
    """The connections of a server, and which of them are being answered."""

    def __init__(self):
        self.ending = False
        self._lock = threading.Lock()
        self._idle = set()

    def idle(self, connection):
        with self._lock:
            if self.ending:
                _close(connection)
            else:
                self._idle.add(connection)

    def busy(self, connection):
        with self._lock:
            self._idle.discard(connection)

    def end(self):
        with self._lock:
            self.ending = True
            for connection in self._idle:
                _close(connection)


def on_signal(server):
    def stop(number, frame):
        print("INFO:     Shutting down", flush=True)
        # Not in this thread: it waits for the loop that it interrupts.
        threading.Thread(target=server.shutdown, daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _close(connection):
    try:
        connection.shutdown(socket.SHUT_RD)
    except OSError:
        pass
