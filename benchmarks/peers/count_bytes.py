"""Passes connections from one unix socket to another; when it is told to end, writes how many bytes clients sent."""
import os
import signal
import socket
import sys
import threading

listen, target, out = sys.argv[1:]
lock = threading.Lock()
total = 0


def end(*_):
    with open(out, "w") as file:
        file.write(str(total))
    os._exit(0)


def pump(source, sink, count):
    global total
    try:
        while data := source.recv(1 << 18):
            if count:
                with lock:
                    total += len(data)
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        sink.close()


signal.signal(signal.SIGTERM, end)
server = socket.socket(socket.AF_UNIX)
server.bind(listen)
server.listen()
while True:
    client, _ = server.accept()
    engine = socket.socket(socket.AF_UNIX)
    engine.connect(target)
    for pair in ((client, engine, True), (engine, client, False)):
        threading.Thread(target=pump, args=pair, daemon=True).start()
