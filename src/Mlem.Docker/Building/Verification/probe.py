# Runs inside a container that is being verified: waits until the server answers HTTP, then makes the calls that it is given.
# Arguments: base address, seconds to wait, and the path of a file with calls ([{"method": ..., "path": ..., "body": ...}]) or nothing.
# Prints one JSON object.
import json
import sys
import time
import urllib.error
import urllib.request

# Whatever proxy the image names, the server is on this very machine.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(path, body=None, seconds=5.0):
    request = urllib.request.Request(base + path, data=body, headers={"Content-Type": "application/json"})
    try:
        with opener.open(request, timeout=seconds) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


base, seconds = sys.argv[1], float(sys.argv[2])
start = time.monotonic()
result = {"ready": False, "seconds": 0.0, "calls": []}
while not result["ready"]:
    left = seconds - (time.monotonic() - start)
    if left <= 0:
        break
    try:
        ask("/", seconds=min(left, 5.0))
        result["ready"] = True
    except Exception:
        time.sleep(min(0.05, left))
result["seconds"] = time.monotonic() - start

if result["ready"] and len(sys.argv) > 3:
    if sys.argv[3] == "interface":
        try:
            result["interface"] = ask("/interface.json")[1]
        except Exception as error:
            # It answers, which is what was asked; only a call that needs the description fails without it.
            result["interface"] = str(error)
    else:
        with open(sys.argv[3], encoding="utf-8") as file:
            calls = json.load(file)
        for call in calls:
            try:
                left = max(1.0, seconds - (time.monotonic() - start))
                status, text = ask("/" + call["path"], call["body"].encode("utf-8"), left)
            except Exception as error:
                status, text = 0, str(error)
            result["calls"].append({"method": call["method"], "status": status, "text": text})
print(json.dumps(result))
