"""For each line of the input, a source as JSON text of its base64: whether this Python compiles it."""
import ast
import base64
import json
import sys
import warnings

warnings.simplefilter("ignore")
for line in sys.stdin:
    try:
        ast.parse(base64.b64decode(json.loads(line)))
        print(1)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        print(0)
