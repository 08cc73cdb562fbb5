"""Packs tests/wheel into a wheel that takes MLEM's place where no package index is reached."""
import pathlib
import sys
import zipfile

source, target = map(pathlib.Path, sys.argv[1:])
info = "mlem-0.4.14.dist-info"
files = {str(path.relative_to(source)): path.read_text() for path in sorted(source.rglob("*.py"))}
files[f"{info}/METADATA"] = "Metadata-Version: 2.1\nName: mlem\nVersion: 0.4.14\n"
files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
files[f"{info}/entry_points.txt"] = "[console_scripts]\nmlem = mlem.__main__:main\n"
files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
with zipfile.ZipFile(target, "w") as wheel:
    for name, text in files.items():
        wheel.writestr(name, text)
