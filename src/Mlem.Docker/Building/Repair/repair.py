# Runs inside a container of a model's own image, without a network: loads the model with MLEM, sends a sample through every
# call order, and says the types of what went in and came out.
# Arguments: the model's path, the sample's path ({"kind": ..., "ordered": ..., "value": ...}), and a word that marks the line with the answer.
import base64
import json
import sys

import yaml

from mlem.core.data_type import DataType
from mlem.core.metadata import load_meta

requirements = {}


def typed(value):
    found = DataType.create(value)
    for needed in getattr(found.get_requirements(), "__root__", []):
        if getattr(needed, "version", None):
            requirements.setdefault(needed.module, {"package": needed.package_name or needed.module, "version": needed.version})
    return found.dict(exclude_defaults=True)


def sample_of(kind, value):
    if kind == "frame":
        import pandas

        return pandas.DataFrame(value)
    if kind == "array":
        import numpy

        return numpy.array(value)
    return value


def in_order(frame, processor):
    """The frame with its columns as the model was fitted with them, where the sample has no order of its own."""
    names = getattr(processor.model, "feature_names_in_", None)
    if names is None or set(names) != set(frame.columns):
        raise ValueError("the order of the columns is not known; give them in an order, with [ordered] in PowerShell")
    return frame[list(names)]


def named(signature, value):
    """The values of a method with several arguments, by name; None where the sample is its one argument."""
    needed = [argument.name for argument in signature.args if argument.required]
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if len(needed) > 1 and isinstance(value, dict) and set(needed) <= set(value) <= {argument.name for argument in signature.args}:
        return value
    return None


def call(processor, method, value, raw):
    signature = processor.methods[method]
    given = named(signature, raw)
    result = processor.call_method(method, **given) if given is not None else processor.call_method(method, value)
    seen = {"args": {}}
    for place, argument in enumerate(signature.args):
        if given is not None and argument.name in given:
            seen["args"][argument.name] = typed(given[argument.name])
        elif given is None and place == 0:
            seen["args"][argument.name] = typed(value)
        elif not argument.required:
            seen["args"][argument.name] = typed(argument.default)
    if not signature.args and signature.varargs:
        seen["varargs_type"] = typed(value)
    seen["returns"] = typed(result)
    return seen, result


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        sample = json.load(file)
    answer = {"types": {}, "requirements": requirements}
    where = "load"
    try:
        model = load_meta(sys.argv[1], load_value=True)
        inputs = {}
        for order in model.call_orders.values():
            raw = sample["value"]
            value = sample_of(sample["kind"], raw)
            where = f"{order[0][0]}.{order[0][1]}"
            if sample["kind"] == "frame" and not sample["ordered"]:
                value = in_order(value, model.processors[order[0][0]])
            for name, method in order:
                where = f"{name}.{method}"
                inputs.setdefault(name, (value, raw))
                types = answer["types"].setdefault(name, {})
                types[method], value = call(model.processors[name], method, value, raw)
                raw = None
        # What no call order names, the server describes all the same.
        for name, (value, raw) in inputs.items():
            for method in model.processors[name].methods:
                if method not in answer["types"][name]:
                    where = f"{name}.{method}"
                    answer["types"][name][method], _ = call(model.processors[name], method, value, raw)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"[:2000], "where": where}
    print("\n" + sys.argv[3] + base64.b64encode(yaml.safe_dump(answer).encode("utf-8")).decode("ascii"), flush=True)


sys.path.insert(0, "")
main()
