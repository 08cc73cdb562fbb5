"""Saves what models are made of, in every protocol and by joblib: honest.py FOLDER"""
import collections
import datetime
import pickle
import sys
import warnings

import joblib
import numpy as np
import pandas as pd
import scipy.sparse as sparse
from sklearn.datasets import load_iris
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import f1_score, make_scorer
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import SVC

warnings.filterwarnings("ignore")
folder = sys.argv[1]
x, y = load_iris(return_X_y=True)
frame = pd.DataFrame({
    "a": [1, 2], "b": ["x", "y"], "c": pd.Categorical(["u", "v"]), "d": pd.to_datetime(["2020", "2021"]).tz_localize("UTC"),
    "e": pd.array([1, None], dtype="Int64"), "f": pd.period_range("2020", periods=2, freq="M"),
})
values = {
    "sk_logistic": LogisticRegression().fit(x, y),
    "sk_forest": RandomForestClassifier(n_estimators=3).fit(x, y),
    "sk_boosting": HistGradientBoostingClassifier(max_iter=3).fit(x, y),
    "sk_svc": SVC().fit(x, y),
    "sk_sgd": SGDClassifier().fit(x, y),
    "sk_neighbours": KNeighborsClassifier(algorithm="kd_tree").fit(x, y),
    "sk_text": CountVectorizer().fit(["a b cd", "ef gh"]),
    "sk_pipeline": make_pipeline(StandardScaler(), FunctionTransformer(np.log1p), LogisticRegression()),
    "sk_search": GridSearchCV(
        LogisticRegression(), {"C": [1]}, scoring=make_scorer(f1_score, average="macro"),
        cv=StratifiedKFold(3, shuffle=True, random_state=np.random.RandomState(1))).fit(x, y),
    "np_arrays": [x, np.array([1, "a", None], dtype=object), np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]), np.array(["ä"])],
    "np_others": [np.float64(3), np.ma.array([1, 2], mask=[0, 1]), np.random.default_rng(1), np.exp, np.dtype("f4"), np.float32],
    "np_large": np.zeros(200_000),
    "pd_frame": frame,
    "pd_indexes": [frame.set_index(["a", "b"]), pd.RangeIndex(4), pd.interval_range(0, 2), pd.Timestamp("2020", tz="Europe/Prague"), pd.NA],
    "sp_matrix": sparse.csr_matrix(x),
    "py_values": [datetime.datetime.now(datetime.timezone.utc), collections.OrderedDict(a=1), {1, 2}, frozenset([1]), 1.5, 10**30, b"x", range(3)],
}
try:
    import xgboost
    data = xgboost.DMatrix(x, label=y)
    values["xgb_booster"] = xgboost.train({"objective": "multi:softprob", "num_class": 3}, data, 3)
    values["xgb_classifier"] = xgboost.XGBClassifier(n_estimators=3).fit(x, y)
    for ending in ("json", "ubj", "bin"):
        values["xgb_booster"].save_model(f"{folder}/xgbfile.{ending}")
except ImportError:
    pass
for name, value in values.items():
    for protocol in (0, 1, 2, 4, 5):
        with open(f"{folder}/{name}.{protocol}.pkl", "wb") as file:
            pickle.dump(value, file, protocol=protocol)
    joblib.dump(value, f"{folder}/{name}.joblib")
for compression in ("zlib", "gzip", "bz2", "lzma", "xz"):
    joblib.dump({"x": x, "o": np.array([1, None], dtype=object), "f": frame}, f"{folder}/{compression}.joblib", compress=(compression, 3))
np.save(f"{folder}/objects.npy", np.array([1, "a", {}], dtype=object), allow_pickle=True)
np.savez_compressed(f"{folder}/arrays.npz", a=x, b=np.array([1, None], dtype=object))
