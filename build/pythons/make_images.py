#!/usr/bin/env python3
"""Makes images.json: every python:X.Y.Z-slim, the Debian it stands on, its other variants, the first and last day it was built.

Reads the history of the file library/python in a clone of https://github.com/docker-library/official-images, which names
each image with its tags and the folder of its Dockerfile. Needs git and nothing else:
    python3 make_images.py path/to/official-images > images.json
"""
import json, re, subprocess, sys

FILE = "library/python"
VERSION = r"3\.\d+\.\d+"


def git(repository, *arguments):
    return subprocess.run(["git", "-C", repository, *arguments], check=True, capture_output=True, text=True).stdout


def stanzas(text):
    """The fields of each image: {'Tags': ..., 'Directory': ...}."""
    for block in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^(\w+):\s*(.+)$", block, re.M))
        if "Tags" in fields and "Directory" in fields:
            yield {name: value.strip() for name, value in fields.items()}


def debian_of(directory):
    """'3.9/bullseye/slim' as it is; of '3.12/slim-bookworm' the name."""
    match = re.search(r"/slim-(\w+)$", directory)
    return match[1] if match else directory


def add(images, day, text):
    for image in stanzas(text):
        tags = [tag.strip() for tag in image["Tags"].split(",")]
        for version in {m[1] for tag in tags if (m := re.fullmatch(rf"({VERSION})(?:-slim)?(?:-\w+)?", tag))}:
            for name in (m[1] for tag in tags if (m := re.fullmatch(rf"{re.escape(version)}-(?:slim-)?([a-z]+)", tag))):
                if name not in ("slim", "alpine", "windowsservercore", "nanoserver"):
                    images.setdefault(version, {"slim": None, "variants": set(), "first": day, "last": day})["variants"].add(name)
            if f"{version}-slim" in tags:
                entry = images.setdefault(version, {"slim": None, "variants": set(), "first": day, "last": day})
                entry["slim"] = debian_of(image["Directory"])
                entry["first"], entry["last"] = min(entry["first"], day), max(entry["last"], day)


def main():
    repository, images = sys.argv[1], {}
    for line in git(repository, "log", "--reverse", "--format=%H %cs", "--", FILE).splitlines():
        commit, day = line.split()
        add(images, day, git(repository, "show", f"{commit}:{FILE}"))
    kept = {v: dict(i, variants=sorted(i["variants"])) for v, i in images.items() if i["slim"]}
    ordered = sorted(kept, key=lambda version: [int(part) for part in version.split(".")])
    print(json.dumps({version: kept[version] for version in ordered}, indent=1))


main()
