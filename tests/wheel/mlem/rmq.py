"""The `rmq` server: no HTTP, and no handler of SIGTERM, as pika's loop has none. It consumes nothing."""

import time


def serve():
    print("waiting for requests", flush=True)
    try:
        while True:
            time.sleep(100)
    except KeyboardInterrupt:
        raise SystemExit(130)
