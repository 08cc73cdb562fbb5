"""Values of a request into what the model takes, and its results back into JSON."""


class DeserializationError(Exception):
    pass


class InvalidValue(ValueError):
    """Refused while the body is read, which the server answers with 422."""


def read(data_type, value):
    return _READERS.get(data_type["type"], _as_it_is)(data_type, value)


def write(data_type, value):
    if data_type["type"] == "dataframe":
        return {"values": value.to_dict("records")}
    # NumPy's arrays and numbers alike.
    return value.tolist() if hasattr(value, "tolist") else value


def _as_it_is(_, value):
    return value


def _data_frame(data_type, value):
    import pandas

    if not isinstance(value, dict):
        raise DeserializationError(f"given data is of type: {type(value)}, expected: {dict}")
    frame = pandas.DataFrame(value["values"])
    columns = data_type["columns"]
    if sorted(frame.columns) != sorted(columns):
        raise DeserializationError(f"given dataframe has columns: {list(frame.columns)}, expected: {columns}")
    frame = frame[columns]
    try:
        return frame.astype(dict(zip(columns, data_type["dtypes"])))
    except ValueError as error:
        raise InvalidValue(str(error)) from error


def _array(data_type, value):
    import numpy

    dtype, shape = data_type["dtype"], data_type["shape"]
    try:
        array = numpy.array(value, dtype=dtype)
    except (ValueError, TypeError) as error:
        raise DeserializationError(f"given object: {value} could not be converted to array of type: {dtype}") from error
    if array.ndim != len(shape):
        raise DeserializationError(f"given array is of rank: {array.ndim}, expected: {len(shape)}")
    given = tuple(None if wanted is None else size for wanted, size in zip(shape, array.shape))
    if given != tuple(shape):
        raise DeserializationError(f"given array is of shape: {given}, expected: {tuple(shape)}")
    return array


_READERS = {"dataframe": _data_frame, "ndarray": _array}
