# A broker for one container that is being verified: as much of AMQP 0-9-1 (https://www.rabbitmq.com/resources/specs/amqp0-9-1.pdf)
# as MLEM's server of type rmq and consumer_probe.py speak, with the frames of the pika that the image has. Argument: the port.
# Every exchange gives a message to the queue that its routing key names. Ends as soon as it listens, and serves on in a process
# of its own.
import collections
import os
import socket
import sys
import threading

from pika import frame, spec

lock = threading.RLock()
queues = collections.defaultdict(collections.deque)
consumers = {}


class Connection:
    def __init__(self, stream):
        self.stream = stream
        self.unacknowledged = {}
        self.tag = 0

    def send(self, channel, *parts):
        pieces = [frame.Method(channel, part).marshal() if isinstance(part, spec.amqp_object.Method) else part for part in parts]
        self.stream.sendall(b"".join(pieces))

    def content(self, channel, method, message):
        properties, body = message[1:]
        parts = [method, frame.Header(channel, len(body), properties).marshal()]
        parts += [frame.Body(channel, body[i:i + 131000]).marshal() for i in range(0, len(body), 131000)]
        self.send(channel, *parts)

    def keep(self, queue, message):
        self.tag += 1
        self.unacknowledged[self.tag] = (queue, message)
        return self.tag

    def deliver(self, channel, consumer, queue, automatic):
        while queues[queue]:
            message = queues[queue].popleft()
            tag = self.keep(queue, message)
            if automatic:
                del self.unacknowledged[tag]
            self.content(channel, spec.Basic.Deliver(consumer, tag, False, "", message[0]), message)

    def on(self, channel, method, properties, body):
        kind = type(method)
        if kind is spec.Connection.StartOk:
            self.send(0, spec.Connection.Tune(0, 131072, 0))
        elif kind is spec.Connection.Open:
            self.send(0, spec.Connection.OpenOk())
        elif kind is spec.Connection.Close:
            self.send(0, spec.Connection.CloseOk())
            return False
        elif kind is spec.Channel.Open:
            self.send(channel, spec.Channel.OpenOk())
        elif kind is spec.Channel.Close:
            self.send(channel, spec.Channel.CloseOk())
        elif kind is spec.Queue.Declare:
            self.send(channel, spec.Queue.DeclareOk(method.queue, len(queues[method.queue]), 0))
        elif kind is spec.Exchange.Declare:
            self.send(channel, spec.Exchange.DeclareOk())
        elif kind is spec.Queue.Bind:
            self.send(channel, spec.Queue.BindOk())
        elif kind is spec.Basic.Qos:
            self.send(channel, spec.Basic.QosOk())
        elif kind is spec.Basic.Consume:
            consumer = method.consumer_tag or "consumer-%d" % (len(consumers) + 1)
            self.send(channel, spec.Basic.ConsumeOk(consumer))
            consumers[method.queue] = (self, channel, consumer, method.queue, method.no_ack)
            self.deliver(channel, consumer, method.queue, method.no_ack)
        elif kind is spec.Basic.Cancel:
            for queue in [q for q, c in consumers.items() if c[0] is self and c[2] == method.consumer_tag]:
                del consumers[queue]
            self.send(channel, spec.Basic.CancelOk(method.consumer_tag))
        elif kind is spec.Basic.Get:
            if queues[method.queue]:
                message = queues[method.queue].popleft()
                tag = self.keep(method.queue, message)
                self.content(channel, spec.Basic.GetOk(tag, False, "", message[0], len(queues[method.queue])), message)
            else:
                self.send(channel, spec.Basic.GetEmpty())
        elif kind is spec.Basic.Publish:
            queues[method.routing_key].append((method.routing_key, properties, body))
            if method.routing_key in consumers:
                connection, *rest = consumers[method.routing_key]
                connection.deliver(*rest)
        elif kind is spec.Basic.Ack:
            self.unacknowledged.pop(method.delivery_tag, None)
        elif kind in (spec.Basic.Nack, spec.Basic.Reject):
            queue, message = self.unacknowledged.pop(method.delivery_tag)
            queues[queue].appendleft(message)
        return True

    def serve(self):
        data = b""
        waiting = {}
        try:
            while True:
                more = self.stream.recv(65536)
                if not more:
                    return
                data += more
                while data:
                    used, got = frame.decode_frame(data)
                    if not got:
                        break
                    data = data[used:]
                    if isinstance(got, frame.ProtocolHeader):
                        self.send(0, spec.Connection.Start(0, 9, {}, "PLAIN", "en_US"))
                        continue
                    channel = got.channel_number
                    if isinstance(got, frame.Method):
                        waiting[channel] = [got.method, None, b"", 0]
                        if isinstance(got.method, spec.Basic.Publish):
                            continue
                    elif isinstance(got, frame.Header):
                        waiting[channel][1], waiting[channel][3] = got.properties, got.body_size
                    elif isinstance(got, frame.Body):
                        waiting[channel][2] += got.fragment
                    else:
                        continue
                    method, properties, body, size = waiting[channel]
                    if len(body) < size:
                        continue
                    with lock:
                        if not self.on(channel, method, properties, body):
                            return
        except OSError:
            pass
        finally:
            with lock:
                for queue in [q for q, c in consumers.items() if c[0] is self]:
                    del consumers[queue]
            self.stream.close()


listener = socket.create_server(("", int(sys.argv[1])), family=socket.AF_INET)
if os.fork():
    os._exit(0)
os.setsid()
silent = os.open(os.devnull, os.O_RDWR)
for stream in (0, 1, 2):
    os.dup2(silent, stream)
while True:
    client, _ = listener.accept()
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    threading.Thread(target=Connection(client).serve, daemon=True).start()
