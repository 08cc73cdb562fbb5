"""A channel that is given one request soon after it begins to consume, where STANDIN_REQUEST holds one, and none after it."""

import os
import time


class BlockingChannel:
    def __init__(self):
        self._callback = None

    def basic_consume(self, queue, on_message_callback, auto_ack=False):
        self._callback = on_message_callback

    def basic_publish(self, exchange, routing_key, body):
        print(f"answered {body}", flush=True)

    def basic_ack(self, delivery_tag):
        print(f"acknowledged {delivery_tag}", flush=True)

    def start_consuming(self):
        request = os.environ.get("STANDIN_REQUEST")
        if request:
            self._callback(self, 1, None, request.encode())
        while True:
            time.sleep(100)
