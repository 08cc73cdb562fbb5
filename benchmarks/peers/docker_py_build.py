"""Builds an image as MLEM does: the folder is written to a temporary place, docker-py makes a tar of it and sends that."""
import shutil
import sys
import tempfile

import docker

folder, tag = sys.argv[1:]
with tempfile.TemporaryDirectory() as temporary:
    shutil.copytree(folder, temporary, dirs_exist_ok=True)
    docker.from_env(timeout=3600).images.build(path=temporary, tag=tag, rm=True)
