"""The `rmq` server: queues of a broker, no HTTP, and no handler of SIGTERM, as pika's loop has none."""

import json
import os
import subprocess
import sys


def serve(server, model, fault):
    import pika

    host = _own_broker(server["port"]) if "STANDIN_REQUEST" in os.environ else server["host"]
    channel = pika.BlockingConnection(pika.ConnectionParameters(host, server["port"])).channel()
    prefix = server.get("queue_prefix", "")
    channel.queue_declare(prefix + "interface")
    channel.basic_publish(server.get("exchange", ""), prefix + "interface", json.dumps(model.interface()).encode())
    for name, method in model.methods.items():
        channel.queue_declare(f"{prefix}{name}_request")
        channel.basic_consume(f"{prefix}{name}_request", on_message_callback=_answers(method, fault))
        channel.queue_declare(f"{prefix}{name}_response")
    if "STANDIN_REQUEST" in os.environ:
        properties = pika.BasicProperties(reply_to="predict_response")
        channel.basic_publish("", prefix + "predict_request", os.environ["STANDIN_REQUEST"].encode(), properties)
    print("waiting for requests", flush=True)
    try:
        channel.start_consuming()
    except KeyboardInterrupt:
        raise SystemExit(130)


def _answers(method, fault):
    # What it cannot read or answer ends it, as it ends MLEM's server.
    def answer(channel, delivery, properties, body):
        print("asked", flush=True)
        fault.on_method()
        text = json.dumps(method(json.loads(body)))
        channel.basic_publish("", properties.reply_to, text.encode())
        print(f"answered {text}", flush=True)
        channel.basic_ack(delivery_tag=delivery.delivery_tag)
        print(f"acknowledged {delivery.delivery_tag}", flush=True)

    return answer


def _own_broker(port):
    """Where a test wants one request and has no broker: that of the module's verification, which is packed beside this."""
    subprocess.run([sys.executable, os.path.join(os.path.dirname(__file__), "broker.py"), str(port)], check=True)
    return "127.0.0.1"
