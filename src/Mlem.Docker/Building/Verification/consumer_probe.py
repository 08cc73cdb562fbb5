# Runs inside a container that is being verified: waits until MLEM's server of type rmq has said at the broker what it can, then
# makes the calls that it is given, as MLEM's own client does. Arguments: port and prefix of the queues (PORT/PREFIX), seconds to
# wait, and the path of a file with calls ([{"method": ..., "path": ..., "body": ...}]), "interface", or nothing. Prints one JSON object.
import json
import sys
import time

import pika

REPLIES = "mlem-docker-replies"

port, _, prefix = sys.argv[1].partition("/")
start, limit = time.monotonic(), float(sys.argv[2])
result = {"ready": False, "seconds": 0.0, "calls": []}


def left():
    return limit - (time.monotonic() - start)


def connect():
    while left() > 0:
        try:
            return pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", int(port)))
        except pika.exceptions.AMQPConnectionError:
            time.sleep(0.05)
    return None


def described(channel):
    while left() > 0:
        found, _, payload = channel.basic_get(prefix + "interface")
        if found:
            channel.basic_nack(found.delivery_tag)
            return payload.decode("utf-8", "replace")
        time.sleep(0.05)
    return None


def ask(connection, channel, call):
    answers = []
    tag = channel.basic_consume(REPLIES, lambda c, m, p, body: answers.append(body), auto_ack=True)
    channel.basic_publish("", prefix + call["method"] + "_request", call["body"].encode("utf-8"), pika.BasicProperties(reply_to=REPLIES))
    until = time.monotonic() + max(1.0, left())
    while not answers and time.monotonic() < until:
        connection.process_data_events(time_limit=0.2)
    channel.basic_cancel(tag)
    return (200, answers[0].decode("utf-8", "replace")) if answers else (0, "no answer came to the broker in time")


connection = connect()
if connection:
    channel = connection.channel()
    channel.queue_declare(prefix + "interface")
    interface = described(channel)
    result["ready"] = interface is not None
    if interface is not None and len(sys.argv) > 3:
        if sys.argv[3] == "interface":
            result["interface"] = interface
        else:
            channel.queue_declare(REPLIES)
            with open(sys.argv[3], encoding="utf-8") as file:
                calls = json.load(file)
            for call in calls:
                try:
                    status, text = ask(connection, channel, call)
                except Exception as error:
                    status, text = 0, str(error)
                result["calls"].append({"method": call["method"], "status": status, "text": text})
result["seconds"] = time.monotonic() - start
print(json.dumps(result))
