# A stop would cut off the request that is being answered: here it is answered and acknowledged first.
exec "$(command -v python3 || command -v python)" -c '
import os, runpy, shutil, signal, sys
from pika.adapters.blocking_connection import BlockingChannel
busy = stopped = False
consume = BlockingChannel.basic_consume
def stop(*_):
    global stopped
    stopped = True
    if not busy:
        raise KeyboardInterrupt
def whole(channel, queue, on_message_callback, *args, **options):
    def answer(*message):
        global busy
        busy = True
        try:
            on_message_callback(*message)
        finally:
            busy = False
        if stopped:
            raise KeyboardInterrupt
    return consume(channel, queue, answer, *args, **options)
BlockingChannel.basic_consume = whole
signal.signal(signal.SIGINT, stop)
signal.signal(signal.SIGTERM, stop)
sys.argv = sys.argv[1:]
script = shutil.which(sys.argv[0])
sys.path[0] = os.path.dirname(script)
runpy.run_path(script, run_name="__main__")
' mlem serve -l server.yaml -m model