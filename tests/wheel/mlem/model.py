"""A model's metafile and its artifacts: loading, the methods it offers, calling them."""

import os
import pickle

import yaml

from . import data


def read_yaml(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file) or {}


class Model:
    def __init__(self, methods, params):
        self.methods = methods
        self.params = params

    @classmethod
    def load(cls, path, standardize):
        path = path if path.endswith(".mlem") else path + ".mlem"
        meta = read_yaml(path)
        if meta.get("object_type") != "model":
            raise SystemExit(f"{path} holds no model")
        artifacts = meta.get("artifacts", {})
        folder = os.path.dirname(os.path.abspath(path))
        loaded = {}
        for name, processor in meta["processors"].items():
            if processor["type"] not in ("sklearn", "callable"):
                raise SystemExit(f"{path}: the stand-in loads no processor of type {processor['type']!r}")
            loaded[name] = unpickle(folder, artifact(artifacts, name, len(meta["processors"]) > 1))
        methods = {}
        for name, steps in meta["call_orders"].items():
            method = Method(name, steps, meta["processors"], loaded, standardize)
            methods[method.name] = method
        return cls(methods, meta.get("params", {}))

    def interface(self):
        from . import __version__

        described = {name: method.describe() for name, method in self.methods.items()}
        return {"methods": described, "version": __version__, "meta": self.params}


class Method:
    def __init__(self, name, steps, processors, loaded, standardize):
        first, last = (processors[step[0]]["methods"][step[1]] for step in (steps[0], steps[-1]))
        # What a callable offers is called `predict`, and the one argument of a method `data`.
        self.name = "predict" if name == "__call__" else name
        self._steps = [getattr(loaded[processor], method) for processor, method in steps]
        self._arguments = [dict(argument) for argument in first["args"]]
        self._inner_names = [argument["name"] for argument in self._arguments]
        if standardize and len(self._arguments) == 1:
            self._arguments[0]["name"] = "data"
        self._returns = last["returns"]

    def describe(self):
        return {
            "name": self.name,
            "args": [
                {
                    **_typed(argument["type_"]),
                    "name": argument["name"],
                    "required": argument.get("required", True),
                    "default": argument.get("default"),
                }
                for argument in self._arguments
            ],
            "returns": _typed(self._returns),
        }

    def __call__(self, body):
        values = []
        for argument in self._arguments:
            if argument.get("required", True) or argument["name"] in body:
                values.append(data.read(argument["type_"], body[argument["name"]]))
            else:
                values.append(argument.get("default"))
        result = self._steps[0](**dict(zip(self._inner_names, values)))
        for step in self._steps[1:]:
            result = step(result)
        return data.write(self._returns, result)


def _typed(data_type):
    return {"data_type": data_type, "serializer": {"type": data_type["type"]}}


def artifact(artifacts, processor, several):
    prefix = f"{processor}/" if several else ""
    for key in (prefix + "data", prefix + "data.pkl"):
        if key in artifacts:
            return artifacts[key]["uri"]
    raise SystemExit(f"no pickled artifact for processor {processor!r}: {', '.join(artifacts)}")


def unpickle(folder, uri):
    with open(os.path.join(folder, uri), "rb") as file:
        return pickle.load(file)
