"""Reads a YAML file again and again with one of PyYAML's loaders; prints the median time of the warm readings in seconds."""
import statistics
import sys
import time

import yaml

with open(sys.argv[1], "rb") as file:
    data = file.read()

loader = getattr(yaml, sys.argv[2])
times = []
for _ in range(25):
    start = time.perf_counter()
    yaml.load(data, loader)
    times.append(time.perf_counter() - start)
print(f"{statistics.median(times[5:]):.6f}")
