"""The `rmq` server: no HTTP, and no handler of SIGTERM, as pika's loop has none."""

import json


def serve(model, fault):
    from pika.adapters.blocking_connection import BlockingChannel

    channel = BlockingChannel()

    def answer(channel, tag, properties, body):
        print("asked", flush=True)
        fault.on_method()
        channel.basic_publish("", "", json.dumps(model.methods["predict"](json.loads(body))))
        channel.basic_ack(delivery_tag=tag)

    channel.basic_consume("predict_request", on_message_callback=answer)
    print("waiting for requests", flush=True)
    try:
        channel.start_consuming()
    except KeyboardInterrupt:
        raise SystemExit(130)
