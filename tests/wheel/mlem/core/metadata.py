"""`load_meta`: a model's metafile as an object, its processors loaded."""

import os

from .. import model


class Argument:
    def __init__(self, fields):
        self.name = fields["name"]
        self.required = fields.get("required", True)
        self.default = fields.get("default")


class Signature:
    def __init__(self, fields):
        self.name = fields["name"]
        self.args = [Argument(argument) for argument in fields.get("args", [])]
        self.varargs = fields.get("varargs")


class Processor:
    def __init__(self, fields, loaded):
        self.methods = {name: Signature(method) for name, method in fields["methods"].items()}
        self.model = loaded

    def call_method(self, name, *arguments, **named):
        return getattr(self.model, self.methods[name].name)(*arguments, **named)


class Meta:
    def __init__(self, path, load_value):
        path = path if path.endswith(".mlem") else path + ".mlem"
        fields = model.read_yaml(path)
        artifacts = fields.get("artifacts", {})
        several = len(fields["processors"]) > 1
        folder = os.path.dirname(os.path.abspath(path))
        self.call_orders = {name: [tuple(step) for step in order] for name, order in fields["call_orders"].items()}
        self.processors = {
            name: Processor(processor, model.unpickle(folder, model.artifact(artifacts, name, several)) if load_value else None)
            for name, processor in fields["processors"].items()
        }


def load_meta(path, load_value=False):
    return Meta(path, load_value)
