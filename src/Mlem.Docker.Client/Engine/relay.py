# Runs inside a container: joins standard input and output to a port of the container itself, so that a client that
# cannot reach the container's network speaks to its server through the Engine.
# Arguments: the port, and the seconds to wait until something listens there. Writes '+' once it is connected.
import os
import socket
import sys
import threading
import time


def connect(port, seconds):
    end = time.time() + seconds
    while True:
        for host in ("127.0.0.1", "::1"):
            try:
                return socket.create_connection((host, port), 5)
            except OSError:
                pass
        if time.time() >= end:
            sys.exit(3)
        time.sleep(0.05)


def send():
    # The client's end: whoever spoke to the server has gone.
    while True:
        data = os.read(0, 65536)
        if not data:
            os._exit(0)
        server.sendall(data)


server = connect(int(sys.argv[1]), float(sys.argv[2]))
server.settimeout(None)
output = os.fdopen(1, "wb", 0)
output.write(b"+")
sender = threading.Thread(target=send)
sender.daemon = True
sender.start()
while True:
    data = server.recv(65536)
    if not data:
        break
    while data:
        data = data[output.write(data):]
os._exit(0)
