"""`DataType.create`: the type of a value, as MLEM writes it."""

import sys


class Requirement:
    def __init__(self, module):
        self.module = module
        self.package_name = None
        self.version = sys.modules[module].__version__


class Requirements:
    def __init__(self, modules):
        setattr(self, "__root__", [Requirement(module) for module in modules])


class DataType:
    def __init__(self, fields, modules=()):
        self._fields = fields
        self._modules = modules

    @classmethod
    def create(cls, value):
        if value is None or isinstance(value, (bool, int, float, str)):
            return cls({"type": "primitive", "ptype": type(value).__name__})
        if isinstance(value, (list, tuple)):
            return cls._of_list(value)
        if isinstance(value, dict):
            return cls({"type": "dict", "item_types": {key: cls.create(item)._fields for key, item in value.items()}})
        kind = type(value).__module__.split(".")[0]
        if kind == "pandas" and hasattr(value, "columns"):
            return cls(
                {
                    "type": "dataframe",
                    "columns": list(value.columns),
                    "dtypes": [dtype.name for dtype in value.dtypes],
                    "index_cols": [],
                },
                ("pandas",),
            )
        if kind == "numpy" and hasattr(value, "ndim") and value.ndim > 0:
            return cls({"type": "ndarray", "dtype": value.dtype.name, "shape": [None, *value.shape[1:]]}, ("numpy",))
        if kind == "numpy":
            return cls({"type": "number", "dtype": value.dtype.name}, ("numpy",))
        raise TypeError(f"no hook for {type(value)}")

    @classmethod
    def _of_list(cls, values):
        items = [cls.create(value)._fields for value in values]
        kind = "list" if isinstance(values, list) else "tuple"
        if items and all(item == items[0] for item in items):
            return cls({"type": "array", "dtype": items[0], "size": len(items)})
        return cls({"type": kind, "items": items})

    def get_requirements(self):
        return Requirements(self._modules)

    def dict(self, exclude_defaults=False):
        return self._fields
